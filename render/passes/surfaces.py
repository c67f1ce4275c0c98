"""Where the seen surface lies and which way it faces."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from render.camera import Camera
from render.gaussians import GaussianCloud
from render.quaternion import matrix_from_quaternion

FloatArray = npt.NDArray[np.float32]
Float64Array = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

EDGE_RATIO = 4.0
"""Where the depth changes so much faster to one side than to the other, only the flatter counts."""
_TINY = 1e-12


class SeenBox(NamedTuple):
    """The smallest part of a picture that holds a mask."""

    part: tuple[slice, slice]
    """Rows and columns."""
    left: int
    """First column [px]."""
    top: int
    """First row [px]."""

    def of(self, camera: Camera) -> Camera:
        """The camera of the part."""
        rows, columns = self.part
        width, height = columns.stop - columns.start, rows.stop - rows.start
        return camera.tile(self.left, self.top, width, height)


def seen_box(mask: BoolArray) -> SeenBox | None:
    """Where a mask of shape [H, W] lies; None for an empty one."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if not len(rows):
        return None
    part = slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1)
    return SeenBox(part, part[1].start, part[0].start)


def seen_points(depth: FloatArray, camera: Camera) -> Float64Array:
    """World points of pixels at their camera depth [m], shape [H, W, 3]."""
    origins, directions = camera.pixel_rays()
    return np.asarray(origins + depth[:, :, None] * directions)


def normals_from_depth(
    depth: FloatArray, mask: BoolArray, camera: Camera
) -> tuple[FloatArray, BoolArray]:
    """Unit normals of the surface that a depth picture shows, facing the camera, world axes.

    They are the cross product of the differences to the neighbours across and down. Where the
    depth jumps to one side, as at outlines, only the difference to the other side counts.

    Args:
        depth: Camera depths [m], shape [H, W].
        mask: Pixels that have one, shape [H, W].
        camera: What it was drawn with.

    Returns:
        Normals of shape [H, W, 3], 0 where there is none, and where there is one, shape [H, W].
    """
    normals, valid = np.zeros((*mask.shape, 3), np.float32), np.zeros(mask.shape, np.bool_)
    box = seen_box(mask)
    if box is not None:
        part = box.part
        normals[part], valid[part] = _normals(depth[part], mask[part], box.of(camera))
    return normals, valid


def _normals(depth: FloatArray, mask: BoolArray, camera: Camera) -> tuple[FloatArray, BoolArray]:
    """Normals of a part of a picture; see `normals_from_depth`."""
    points = seen_points(depth, camera)
    across, has_across = _slopes(points, depth, mask, axis=1)
    down, has_down = _slopes(points, depth, mask, axis=0)
    normals = np.cross(across, down)
    length = np.linalg.norm(normals, axis=-1)
    valid = has_across & has_down & (length > _TINY)
    facing = np.where((normals * _toward_camera(points, camera)).sum(axis=-1) < 0, -1.0, 1.0)
    normals *= np.where(valid, facing / np.maximum(length, _TINY), 0)[:, :, None]
    return normals.astype(np.float32), valid


def smallest_axes(cloud: GaussianCloud, camera: Camera) -> FloatArray:
    """The shortest axis of every Gaussian, facing the camera, world axes, shape [N, 3].

    It is the normal of flat Gaussians; round and needle-like ones have no certain one.
    """
    axes = matrix_from_quaternion(cloud.quats.astype(np.float64))
    shortest = cloud.scales.argmin(axis=1)
    normals = np.take_along_axis(axes, shortest[:, None, None], axis=2)[:, :, 0]
    toward = _toward_camera(cloud.means.astype(np.float64), camera)
    away = (normals * toward).sum(axis=1) < 0
    return np.where(away[:, None], -normals, normals).astype(np.float32)


def _toward_camera(points: Float64Array, camera: Camera) -> Float64Array:
    """Directions from points to the camera, of any length, shape [..., 3]."""
    if camera.is_orthographic:
        return np.broadcast_to(-camera.forward.astype(np.float64), points.shape)
    return np.asarray(camera.position.astype(np.float64) - points)


def _slopes(
    points: Float64Array, depth: FloatArray, mask: BoolArray, *, axis: int
) -> tuple[Float64Array, BoolArray]:
    """Differences of points to their neighbours along a picture axis, and where there are any."""
    ahead, has_ahead, step_ahead = _differences(points, depth, mask, axis)
    behind, has_behind = np.roll(ahead, 1, axis=axis), np.roll(has_ahead, 1, axis=axis)
    step_behind = np.roll(step_ahead, 1, axis=axis)
    first = (slice(0, 1), slice(None)) if axis == 0 else (slice(None), slice(0, 1))
    has_behind[first] = False
    use_ahead = has_ahead & (~has_behind | (step_ahead <= EDGE_RATIO * step_behind))
    use_behind = has_behind & (~has_ahead | (step_behind <= EDGE_RATIO * step_ahead))
    weight = use_ahead.astype(np.float64) + use_behind
    total = ahead * use_ahead[:, :, None] + behind * use_behind[:, :, None]
    return total / np.maximum(weight, 1)[:, :, None], weight > 0


def _differences(
    points: Float64Array, depth: FloatArray, mask: BoolArray, axis: int
) -> tuple[Float64Array, BoolArray, Float64Array]:
    """Next point minus this one, where both are known, and how much the depth changes."""
    last = [slice(None), slice(None)]
    last[axis] = slice(-1, None)
    difference = np.roll(points, -1, axis=axis) - points
    known = mask & np.roll(mask, -1, axis=axis)
    known[tuple(last)] = False
    step = np.abs(np.roll(depth, -1, axis=axis).astype(np.float64) - depth) + _TINY
    return difference, known, step
