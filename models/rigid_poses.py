"""The one check of camera poses: finite, rigid, right-handed."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from render.errors import InputError

DoubleArray = npt.NDArray[np.float64]

_TOLERANCE = 1e-3


def checked_poses(world_to_camera: npt.ArrayLike) -> DoubleArray:
    """Poses as an array of shape [V, 4, 4].

    Raises:
        InputError: If one is singular, left-handed, not rigid or not finite; it is named.
    """
    poses = np.asarray(world_to_camera, np.float64)
    if poses.ndim != 3 or poses.shape[1:] != (4, 4) or not len(poses):
        raise InputError(f"camera poses must have shape [V, 4, 4], got {list(poses.shape)}")
    for index, pose in enumerate(poses):
        checked_pose(pose, f"the pose of camera {index}")
    return poses


def checked_pose(world_to_camera: npt.ArrayLike, name: str) -> DoubleArray:
    """A pose as an array of shape [4, 4].

    Args:
        world_to_camera: Rigid transform with OpenCV axes [m], shape [4, 4].
        name: What errors call it.

    Raises:
        InputError: If it is singular, left-handed, not rigid or not finite.
    """
    pose = np.asarray(world_to_camera, np.float64)
    if pose.shape != (4, 4):
        raise InputError(f"{name} must have shape [4, 4], got {list(pose.shape)}")
    if not np.isfinite(pose).all():
        raise InputError(f"{name} is not finite")
    turn = pose[:3, :3]
    determinant = float(np.linalg.det(turn))
    if abs(determinant) < _TOLERANCE:
        raise InputError(f"{name} is singular (determinant {determinant:.3g}, expected 1)")
    if determinant < 0:
        raise InputError(
            f"{name} is left-handed (determinant {determinant:.3g}, expected 1); use OpenCV axes: "
            "x right, y down, z forward"
        )
    off = float(np.abs(turn @ turn.T - np.eye(3)).max())
    if off > _TOLERANCE:
        raise InputError(f"{name} is no rotation (off by {off:.3g}); remove scale and shear")
    if np.abs(pose[3] - [0, 0, 0, 1]).max() > _TOLERANCE:
        row = " ".join(f"{value:g}" for value in pose[3])
        raise InputError(f"the last row of {name} must be 0 0 0 1: {row}")
    return pose
