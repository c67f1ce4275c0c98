"""Depth maps to splats that lie in the surface, and walls that close it at the silhouette."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from models.splats import SPREAD, Splats

FloatArray = npt.NDArray[np.float32]
BoolArray = npt.NDArray[np.bool_]

_FLATNESS = 0.25
_WALL_STEP = 3.0
_WALL_THINNEST = 1.5


def unproject(depth: FloatArray, shift: FloatArray, K: FloatArray) -> FloatArray:  # noqa: N803
    """Points of a depth map in camera axes, shape [H, W, 3].

    Args:
        depth: Depth along the camera's axis, shape [H, W].
        shift: Displacement of each pixel's ray along columns and rows [px], shape [H, W, 2].
        K: Intrinsics [px], shape [3, 3].
    """
    height, width = depth.shape
    x, y = np.meshgrid(np.arange(width) + 0.5, np.arange(height) + 0.5)
    x, y = x + shift[..., 0], y + shift[..., 1]
    rays = np.stack([(x - K[0, 2]) / K[0, 0], (y - K[1, 2]) / K[1, 1], np.ones_like(x)], axis=-1)
    return (rays * depth[..., None]).astype(np.float32)


def surface_splats(points: FloatArray, colors: FloatArray, mask: BoolArray) -> Splats:
    """One splat a pixel, spanned by the steps to its neighbours in the surface.

    Args:
        points: Surface points of a pixel grid, shape [H, W, 3].
        colors: sRGB 0 to 1, shape [H, W, 3].
        mask: Pixels that belong to the object, shape [H, W].
    """
    across, down = _step(points, mask, axis=1), _step(points, mask, axis=0)
    pitch = _pitch(points, mask)
    return Splats(
        points[mask],
        SPREAD * across[mask],
        SPREAD * down[mask],
        np.full(int(mask.sum()), _FLATNESS * SPREAD * pitch, np.float32),
        colors[mask],
    )


def wall_splats(
    front: FloatArray,
    back: FloatArray,
    *,
    front_colors: FloatArray,
    back_colors: FloatArray,
    along: FloatArray,
    mask: BoolArray,
) -> Splats:
    """Columns of splats from the front to the back surface along the silhouette.

    Args:
        front: Points of the front surface, shape [H, W, 3].
        back: Points of the back surface, shape [H, W, 3].
        front_colors: sRGB 0 to 1, shape [H, W, 3].
        back_colors: sRGB 0 to 1, shape [H, W, 3].
        along: Direction along the outline in columns and rows, shape [H, W, 2].
        mask: Pixels that belong to the object, shape [H, W].
    """
    pitch = _pitch(front, mask)
    span = np.linalg.norm(back - front, axis=-1)
    row, column = np.indices(mask.shape)
    rim = mask & ~ndimage.binary_erosion(mask) & ((row + column) % 2 == 0)
    rim &= span > _WALL_THINNEST * pitch
    start, ray = front[rim], (back - front)[rim]
    counts = np.ceil(span[rim] / (_WALL_STEP * pitch)).astype(np.int64)
    base = Splats(
        start,
        (SPREAD * 2 * pitch * np.pad(along[rim], ((0, 0), (0, 1)))).astype(np.float32),
        (SPREAD * ray / np.maximum(counts, 1)[:, None]).astype(np.float32),
        np.full(len(start), _FLATNESS * SPREAD * pitch, np.float32),
        front_colors[rim],
    )
    at = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    share = ((at + 0.5) / np.repeat(counts, counts))[:, None].astype(np.float32)
    walls = base.repeated(counts, share * np.repeat(ray, counts, axis=0))
    behind = np.repeat(back_colors[rim], counts, axis=0)
    colors = walls.colors * (1 - share) + behind * share
    return Splats(walls.means, walls.first_axis, walls.second_axis, walls.thickness, colors)


def _pitch(points: FloatArray, mask: BoolArray) -> float:
    """Typical distance of neighbouring rays at the surface."""
    flat = points[:, 1:, :2] - points[:, :-1, :2]
    return float(np.median(np.linalg.norm(flat[mask[:, 1:]], axis=-1)))


def _step(points: FloatArray, mask: BoolArray, *, axis: int) -> FloatArray:
    """Mean step to the neighbours inside the mask along one axis, shape [H, W, 3]."""
    ahead = np.roll(points, -1, axis) - points
    behind = points - np.roll(points, 1, axis)
    has_ahead, has_behind = np.roll(mask, -1, axis), np.roll(mask, 1, axis)
    edge = [slice(None), slice(None)]
    edge[axis] = slice(-1, None)
    has_ahead[tuple(edge)] = False
    edge[axis] = slice(0, 1)
    has_behind[tuple(edge)] = False
    weights = np.stack([has_ahead, has_behind], axis=-1).astype(np.float32)
    alone = weights.sum(axis=-1) == 0
    total = np.maximum(weights.sum(axis=-1), 1)[..., None]
    step = (ahead * weights[..., :1] + behind * weights[..., 1:]) / total
    flat = np.zeros(3, np.float32)
    flat[1 - axis] = _pitch(points, mask) if alone.any() else 0
    return np.where(alone[..., None], flat, step).astype(np.float32)
