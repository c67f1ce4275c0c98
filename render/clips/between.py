"""Moments between the frames of a clip."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from render.clips.clip import Clip, PosedClip
from render.clips.frame_pose import FramePose, posed_cloud
from render.clips.pose_between import nearest_axes
from render.errors import InputError
from render.gaussians import GaussianCloud
from render.quaternion import matrix_from_quaternion, normalized, quaternion_from_matrix

FloatArray = npt.NDArray[np.float32]

_STRAIGHT_FROM = 0.9995


def frame_between(clip: Clip | PosedClip, position: float) -> GaussianCloud:
    """The cloud at a moment of a clip.

    Between two frames means and stretches change linearly and rotations at a constant rate about
    one axis (slerp). A clip that knows the poses of its Gaussians is exact at its frames; others
    are taken apart into centres, rotations and scales.

    Args:
        clip: Moving Gaussians.
        position: Frame, with a fraction for a moment between two; from 0 to `frame_count` - 1.

    Raises:
        InputError: If the clip does not reach that far.
    """
    if not 0 <= position <= clip.frame_count - 1:
        raise InputError(f"moment {position:g} is outside frames 0 to {clip.frame_count - 1}")
    index = int(position)
    share = position - index
    if share == 0:
        return clip.frame(index)
    if isinstance(clip, PosedClip):
        return posed_cloud(clip.rest, pose_at(clip, position))
    return cloud_between(clip.frame(index), clip.frame(index + 1), share)


def pose_at(clip: PosedClip, position: float) -> FramePose:
    """Pose at a moment of a clip; see `frame_between`."""
    index = int(position)
    if position == index:
        return clip.pose(index)
    return blended_pose(clip.pose(index), clip.pose(index + 1), position - index)


def blended_pose(first: FramePose, second: FramePose, share: float) -> FramePose:
    """Pose at a share 0 to 1 of the way; what either hides shows up with the nearer one."""
    return FramePose(
        means=_mixed(first.means, second.means, share),
        rotations=slerp(first.rotations, second.rotations, share),
        stretches=_mixed(first.stretches, second.stretches, share),
        hidden=first.hidden if share < 0.5 else second.hidden,
    )


def cloud_between(first: GaussianCloud, second: GaussianCloud, share: float) -> GaussianCloud:
    """Cloud at a share 0 to 1 of the way between two of the same Gaussians.

    A Gaussian does not say which of its axes is which: the ones of `second` are taken in the order
    and with the signs that turn least.
    """
    axes = np.asarray(matrix_from_quaternion(first.quats.astype(np.float64)), np.float64)
    later = np.asarray(matrix_from_quaternion(second.quats.astype(np.float64)), np.float64)
    order, signs = nearest_axes(axes, later)
    named = np.take_along_axis(later, order[:, None, :], axis=2) * signs[:, None, :]
    scales = np.take_along_axis(second.scales, order, axis=1)
    return GaussianCloud(
        means=_mixed(first.means, second.means, share),
        quats=slerp(first.quats, quaternion_from_matrix(named).astype(np.float32), share),
        scales=first.scales ** (1 - share) * scales**share,
        opacities=_mixed(first.opacities, second.opacities, share),
        sh_coeffs=_mixed(first.sh_coeffs, second.sh_coeffs, share),
    )


def slerp(first: FloatArray, second: FloatArray, share: float) -> FloatArray:
    """Unit quaternions at a share of the shorter way, shape [N, 4].

    Source: Shoemake, Animating rotation with quaternion curves, 1985.
    """
    cosine = (first * second).sum(axis=1, keepdims=True)
    sign = np.where(cosine < 0, np.float32(-1), np.float32(1))
    cosine = np.minimum(np.abs(cosine), 1)
    angle = np.arccos(cosine)
    sine = np.sin(angle)
    near = cosine > _STRAIGHT_FROM
    safe = np.where(near, np.float32(1), sine)
    start = np.where(near, 1 - share, np.sin((1 - share) * angle) / safe)
    end = np.where(near, share, np.sin(share * angle) / safe)
    return np.asarray(normalized(first * start + second * sign * end), dtype=np.float32)


def _mixed(first: FloatArray, second: FloatArray, share: float) -> FloatArray:
    return np.asarray(first * np.float32(1 - share) + second * np.float32(share))


class ResampledClip:
    """Other moments of a clip, as a clip."""

    def __init__(self, clip: Clip, positions: Sequence[float], frame_dt_s: float) -> None:
        """Choose the moments.

        Args:
            clip: Moving Gaussians.
            positions: Frame of `clip`, with fractions, of every frame.
            frame_dt_s: Time between two of them [s].
        """
        self._clip = clip
        self._positions = tuple(positions)
        self.frame_dt_s = frame_dt_s

    @property
    def frame_count(self) -> int:
        """Number of moments."""
        return len(self._positions)

    def frame(self, index: int) -> GaussianCloud:
        """Cloud of one moment, world [m]."""
        return frame_between(self._clip, self._positions[index])


class ResampledPosedClip(ResampledClip):
    """Other moments of a clip that knows the poses of its Gaussians."""

    def __init__(self, clip: PosedClip, positions: Sequence[float], frame_dt_s: float) -> None:
        """Choose the moments; see `ResampledClip`."""
        super().__init__(clip, positions, frame_dt_s)
        self._posed = clip
        self.rest = clip.rest

    def pose(self, index: int) -> FramePose:
        """Pose of one moment against `rest`."""
        return pose_at(self._posed, self._positions[index])


def resampled(clip: Clip, positions: Sequence[float], frame_dt_s: float) -> ResampledClip:
    """Other moments of a clip, posed where the clip is."""
    if isinstance(clip, PosedClip):
        return ResampledPosedClip(clip, positions, frame_dt_s)
    return ResampledClip(clip, positions, frame_dt_s)
