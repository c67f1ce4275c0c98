"""What of a clip goes into a web page: visible Gaussians, and colours that fit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from render.clips.clip_motion import ClipMotion, ColorMotion, MotionFrame
from render.errors import InputError
from render.framing import robust_bounds
from render.gaussians import GaussianCloud
from render.progress import ProgressCallback
from render.spherical_harmonics import evaluate, rgb_to_sh0

FloatArray = npt.NDArray[np.float32]
BoolArray = npt.NDArray[np.bool_]

SCANNING = "Looking through the clip"
LOWEST_OPACITY = 1 / 255
"""Gaussians below this opacity are never drawn."""
BYTES_PER_VIEW_COLOR = 1.1
"""What a colour coefficient of degree 1 to 3 takes in a page, about, base64 included."""


class ClipExtent(NamedTuple):
    """What a look at all frames finds."""

    boxes: FloatArray
    """Robust bounds of every frame [m], shape [T, 2, 3]."""
    visible: BoolArray
    """Gaussians that are drawn in some frame, shape [N]."""


def extent_of(motion: ClipMotion, progress: ProgressCallback) -> ClipExtent:
    """Bounds of all frames, and which Gaussians are ever seen.

    Raises:
        InputError: If nothing is ever seen.
    """
    boxes = []
    visible = np.zeros(motion.rest.gaussian_count, np.bool_)
    for index, frame in enumerate(motion.frames()):
        progress(SCANNING, index / motion.frame_count)
        shown = frame.opacities >= LOWEST_OPACITY
        visible |= shown
        if shown.any():
            moved = replace(motion.rest, means=frame.pose.means, opacities=frame.opacities)
            boxes.append(robust_bounds(moved))
    if not boxes:
        raise InputError("the clip shows no Gaussian in any frame; there is nothing to play")
    return ClipExtent(np.stack(boxes), visible)


def only(motion: ClipMotion, chosen: BoolArray) -> ClipMotion:
    """The clip with some of its Gaussians."""

    def pick(frame: MotionFrame) -> MotionFrame:
        pose = frame.pose
        picked = pose._replace(
            means=pose.means[chosen],
            rotations=pose.rotations[chosen],
            stretches=pose.stretches[chosen],
        )
        keyed = None if frame.sh_coeffs is None else frame.sh_coeffs[chosen]
        return MotionFrame(picked, frame.opacities[chosen], keyed)

    return replace(motion, rest=motion.rest.select(chosen), frames=_mapped(motion, pick))


def fitting_degree(motion: ClipMotion, budget_bytes: float) -> int:
    """Highest degree of colours whose coefficients take no more than a budget."""
    frames = motion.frame_count if motion.colors is ColorMotion.KEYED else 1
    for degree in range(motion.rest.sh_degree, 0, -1):
        values = 3 * ((degree + 1) ** 2 - 1) * motion.rest.gaussian_count * frames
        if values * BYTES_PER_VIEW_COLOR <= budget_bytes:
            return degree
    return 0


def with_degree(motion: ClipMotion, degree: int, eye: FloatArray) -> ClipMotion:
    """The clip with colours of a lower degree; at 0 they are those seen from one point.

    Args:
        motion: Clip with colours of a higher degree.
        degree: Degree to keep.
        eye: Point that colours without direction are seen from [m], shape [3].
    """
    if degree:
        kept = (degree + 1) ** 2

        def lower(frame: MotionFrame) -> MotionFrame:
            keyed = None if frame.sh_coeffs is None else frame.sh_coeffs[:, :kept]
            return frame._replace(sh_coeffs=keyed)

        rest = replace(motion.rest, sh_coeffs=motion.rest.sh_coeffs[:, :kept])
        return replace(motion, rest=rest, frames=_mapped(motion, lower))

    def bake(frame: MotionFrame) -> MotionFrame:
        if frame.sh_coeffs is None:
            return frame
        return frame._replace(sh_coeffs=_seen(frame.sh_coeffs, frame.pose.means, eye))

    first = next(motion.frames()).pose.means
    rest = replace(motion.rest, sh_coeffs=_seen(motion.rest.sh_coeffs, first, eye))
    colors = motion.colors if motion.colors is ColorMotion.KEYED else ColorMotion.FIXED
    return replace(motion, rest=rest, colors=colors, frames=_mapped(motion, bake))


def _mapped(
    motion: ClipMotion, change: Callable[[MotionFrame], MotionFrame]
) -> Callable[[], Iterator[MotionFrame]]:
    return lambda: (change(frame) for frame in motion.frames())


def _seen(sh_coeffs: FloatArray, means: FloatArray, eye: FloatArray) -> FloatArray:
    """Coefficients of degree 0 of the colours seen from a point, shape [N, 1, 3]."""
    directions = means.astype(np.float64) - eye
    directions /= np.maximum(np.linalg.norm(directions, axis=1, keepdims=True), 1e-12)
    return rgb_to_sh0(evaluate(sh_coeffs, directions, 3))[:, None, :]


def stands_above(boxes: FloatArray, ground_z_m: float, rest: GaussianCloud) -> bool:
    """Whether the object stays on or above the ground in all frames."""
    low, high = robust_bounds(rest)
    return bool(boxes[:, 0, 2].min() > ground_z_m - 0.1 * float((high - low).max()))
