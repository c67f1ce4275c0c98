"""`PosedView`: one camera of another program, and the path through a list of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from render.cameras.keyframe import FARTHEST, CameraKeyframe
from render.cameras.path import CameraPath
from render.errors import InputError
from render.formats.axes import WORLD_UP, turn_between
from render.quaternion import quaternion_from_matrix

Float64Array = npt.NDArray[np.float64]

FLIP_YZ = np.diag([1.0, -1.0, -1.0])
"""Turns camera axes of OpenGL and Blender (y up, z backward) to OpenCV's and back."""

COLMAP_UP = "-y"
"""Axis that points up where photos were aligned by COLMAP and nobody turned the scene."""


class PosedView(NamedTuple):
    """Where a camera of another program is, in that program's world."""

    position: Float64Array
    """Camera centre in the file's world and units, shape [3]."""
    rotation: Float64Array
    """From camera axes (OpenCV) to the file's world, shape [3, 3]."""
    vertical_fov_deg: float
    """Vertical field of view [degrees]."""


def fov_deg(size_px: float, focal_px: float) -> float:
    """Field of view [degrees] of a side of the picture.

    Raises:
        ValueError: If it is no view that a lens could have.
    """
    if not (size_px > 0 and focal_px > 0 and 1e-4 < size_px / focal_px < 1e4):
        raise ValueError(f"picture size {size_px:g} px and focal length {focal_px:g} px")
    return float(np.degrees(2 * np.arctan(0.5 * size_px / focal_px)))


def rigid_rows(values: npt.ArrayLike) -> Float64Array:
    """The three rows that matter of a pose, shape [3, 4].

    Raises:
        ValueError: If it has another shape or numbers that no scene has.
    """
    matrix = np.array(values, np.float64)[:3]
    if matrix.shape != (3, 4) or not np.abs(matrix).max() <= FARTHEST:
        raise ValueError(
            f"pose of shape {matrix.shape}, expected [3, 4] or [4, 4] with numbers to {FARTHEST:g}"
        )
    return matrix


def view_of(camera_to_world: npt.ArrayLike, vertical_fov_deg: float) -> PosedView:
    """The view of a matrix from camera axes (OpenCV) to the world.

    Raises:
        ValueError: If the matrix holds no finite, proper rotation.
    """
    matrix = rigid_rows(camera_to_world)
    left, sizes, right = np.linalg.svd(matrix[:, :3])
    if np.ptp(sizes) > 0.01 * sizes.max() or sizes.max() <= 0 or np.linalg.det(left @ right) < 0:
        raise ValueError("a pose that is no proper rotation")
    return PosedView(matrix[:, 3], left @ right, vertical_fov_deg)


def path_through(
    views: Sequence[PosedView], *, up: str, step_s: float = 1.0, loop: bool = False
) -> CameraPath:
    """A smooth path through views, turned so that Z is up.

    Lens shift and pixels that are not square are left behind.

    Args:
        views: Views in order.
        up: Axis of the file's world that points up, one of `render.formats.axes.UP_AXES`.
        step_s: Time from each view to the next [s].
        loop: Whether the last leads back to the first.

    Raises:
        InputError: If there is no view.
    """
    if not views:
        raise InputError("the file holds no camera; choose one with at least one posed picture")
    turn = turn_between(up, WORLD_UP).astype(np.float64)
    keyframes = []
    for index, view in enumerate(views):
        x, y, z = (float(value) for value in turn @ view.position)
        w, i, j, k = (float(value) for value in quaternion_from_matrix(turn @ view.rotation))
        keyframes.append(
            CameraKeyframe(
                index * step_s,
                (x, y, z),
                rotation=(w, i, j, k),
                vertical_fov_deg=view.vertical_fov_deg,
            )
        )
    return CameraPath(tuple(keyframes), loop=loop, closing_s=step_s if loop else None)
