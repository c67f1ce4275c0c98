"""A clip in the form that is stored: a rest cloud, then poses, opacities and colours by frame."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from render.clips.clip import Clip, PosedClip
from render.clips.frame_pose import FramePose, posed_cloud
from render.clips.pose_between import pose_between
from render.gaussians import GaussianCloud
from render.spherical_harmonics import rotated

FloatArray = npt.NDArray[np.float32]

COLOR_TOLERANCE = 2e-3
"""Largest difference of colour coefficients that counts as none."""


class ColorMotion(StrEnum):
    """What colours do from frame to frame; the value is what files hold."""

    FIXED = "fixed"
    """They are those of the rest cloud."""
    TURNING = "turning"
    """Colours that depend on the viewing direction turn with their Gaussians."""
    KEYED = "keyed"
    """Every frame has its own."""


class MotionFrame(NamedTuple):
    """What one frame changes of the rest cloud."""

    pose: FramePose
    """Centres, turns and stretches; hidden Gaussians are told by their opacity."""
    opacities: FloatArray
    """Opacities 0 to 1, shape [N]."""
    sh_coeffs: FloatArray | None = None
    """Colour coefficients where colours are keyed, shape [N, K, 3]."""


@dataclass(frozen=True, slots=True, eq=False)
class ClipMotion:
    """A clip as rest cloud and changes."""

    rest: GaussianCloud
    """Cloud that the frames pose, world [m]."""
    colors: ColorMotion
    """What colours do."""
    frame_count: int
    """Frames T."""
    frame_dt_s: float
    """Time between two frames [s]."""
    frames: Callable[[], Iterator[MotionFrame]]
    """Gives the frames in order, each time it is called."""


class MovingCloud:
    """A clip whose frames are `MotionFrame`s; base of those that are stored that way."""

    rest: GaussianCloud
    colors: ColorMotion

    def motion(self, index: int) -> MotionFrame:
        """What one frame changes of the rest cloud."""
        raise NotImplementedError

    def frame(self, index: int) -> GaussianCloud:
        """Cloud of one frame, world [m]."""
        return cloud_of(self.rest, self.colors, self.motion(index))


def cloud_of(rest: GaussianCloud, colors: ColorMotion, frame: MotionFrame) -> GaussianCloud:
    """The cloud that a frame makes of the rest cloud."""
    posed = posed_cloud(rest, frame.pose._replace(hidden=frame.opacities <= 0))
    sh_coeffs = posed.sh_coeffs
    if colors is not ColorMotion.TURNING:
        sh_coeffs = rest.sh_coeffs if frame.sh_coeffs is None else frame.sh_coeffs
    return GaussianCloud(posed.means, posed.quats, posed.scales, frame.opacities, sh_coeffs)


def motion_of(clip: Clip) -> ClipMotion:
    """Rest cloud and changes of any clip; those that know their poses give them unchanged."""
    if isinstance(clip, MovingCloud):
        return _motion_of_moving(clip, clip)
    if isinstance(clip, PosedClip):
        return _motion_of_posed(clip)
    return _fitted_motion(clip)


def _motion_of_moving(clip: Clip, moving: MovingCloud) -> ClipMotion:
    def frames() -> Iterator[MotionFrame]:
        return (moving.motion(index) for index in range(clip.frame_count))

    return ClipMotion(moving.rest, moving.colors, clip.frame_count, clip.frame_dt_s, frames)


def _motion_of_posed(clip: PosedClip) -> ClipMotion:
    rest = clip.rest

    def frames() -> Iterator[MotionFrame]:
        for index in range(clip.frame_count):
            pose = clip.pose(index)
            opacities = rest.opacities
            if pose.hidden is not None:
                opacities = np.where(pose.hidden, np.float32(0), opacities)
            yield MotionFrame(pose._replace(hidden=None), opacities)

    colors = ColorMotion.TURNING if rest.sh_degree else ColorMotion.FIXED
    return ClipMotion(rest, colors, clip.frame_count, clip.frame_dt_s, frames)


def _fitted_motion(clip: Clip) -> ClipMotion:
    rest = clip.frame(0)
    colors = _color_motion(rest, clip)

    def frames() -> Iterator[MotionFrame]:
        before = None
        for index in range(clip.frame_count):
            cloud = clip.frame(index)
            pose = pose_between(rest, cloud, before)
            before = pose.rotations
            keyed = cloud.sh_coeffs if colors is ColorMotion.KEYED else None
            yield MotionFrame(pose, cloud.opacities, keyed)

    return ClipMotion(rest, colors, clip.frame_count, clip.frame_dt_s, frames)


def _color_motion(rest: GaussianCloud, clip: Clip) -> ColorMotion:
    """What the colours of a clip do, frame after frame until they are seen to be keyed."""
    able = {ColorMotion.FIXED, ColorMotion.TURNING}
    before = None
    for index in range(1, clip.frame_count):
        cloud = clip.frame(index)
        if _largest_difference(cloud.sh_coeffs, rest.sh_coeffs) > COLOR_TOLERANCE:
            able.discard(ColorMotion.FIXED)
        if rest.sh_degree:
            before = pose_between(rest, cloud, before).rotations
            turned = rotated(rest.sh_coeffs, before)
            if _largest_difference(cloud.sh_coeffs, turned) > COLOR_TOLERANCE:
                able.discard(ColorMotion.TURNING)
        elif ColorMotion.FIXED not in able:
            able.clear()
        if not able:
            return ColorMotion.KEYED
    return ColorMotion.FIXED if ColorMotion.FIXED in able else ColorMotion.TURNING


def _largest_difference(first: FloatArray, second: FloatArray) -> float:
    if first.shape != second.shape:
        return np.inf
    return float(np.abs(first - second).max(initial=0.0))
