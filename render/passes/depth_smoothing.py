"""Depth without the ripple of single Gaussians, for normals.

Neighbours are taken in opposite pairs, of inverse depth in perspective and of depth in orthographic
views, where planes are linear: the mean of such a pair leaves planes exactly as they are, whatever
their slope. Pairs that disagree with the middle, as at outlines and creases, do not count.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from render.camera import Camera
from render.passes.surfaces import seen_box

FloatArray = npt.NDArray[np.float32]
BoolArray = npt.NDArray[np.bool_]

RADIUS_SHARE = 1 / 120
"""Reach of the smoothing, as a share of the picture's height, so that its size does not matter."""


def smoothed_depth(
    depth: FloatArray, mask: BoolArray, camera: Camera, tolerance_m: float
) -> FloatArray:
    """Depth averaged along rows and columns, shape [H, W]; as it was outside the mask.

    Args:
        depth: Camera depths [m], shape [H, W].
        mask: Pixels that have one, shape [H, W].
        camera: What it was drawn with.
        tolerance_m: Pairs count whose mean lies so near to the middle [m].
    """
    result = depth.copy()
    found = seen_box(mask)
    if found is None:
        return result
    radius = max(round(camera.placing.whole_height * RADIUS_SHARE), 1)
    box = found.part
    inside, seen = mask[box], depth[box]
    level = np.where(inside, seen if camera.is_orthographic else 1 / np.maximum(seen, 1e-9), np.nan)
    level = level.astype(np.float32)
    slack = np.full_like(level, tolerance_m)
    if not camera.is_orthographic:
        slack *= level**2
    for axis in (1, 0):
        level = _averaged(level, slack, radius, axis)
    smooth = level if camera.is_orthographic else 1 / np.where(inside, level, 1)
    result[box] = np.where(inside, smooth, seen)
    return result


def _averaged(level: FloatArray, slack: FloatArray, radius: int, axis: int) -> FloatArray:
    """Means over agreeing pairs of neighbours up to `radius` away; NaN where there is no value."""
    total, weight = level.copy(), np.ones_like(level)
    lines, sums, weights, slacks = (
        np.moveaxis(one, axis, 1) for one in (level, total, weight, slack)
    )
    for away in range(1, min(radius, (lines.shape[1] - 1) // 2) + 1):
        middle = slice(away, -away)
        pair = (lines[:, 2 * away :] + lines[:, : -2 * away]) / 2
        agrees = np.abs(pair - lines[:, middle]) < slacks[:, middle]
        sums[:, middle] += np.where(agrees, 2 * pair, 0)
        weights[:, middle] += 2 * agrees
    return np.asarray(total / weight, np.float32)
