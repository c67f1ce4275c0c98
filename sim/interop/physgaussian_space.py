"""From the box [0, L]³ of a PhysGaussian scene to the world, and back.

One unit of theirs is one metre, so that moduli, gravity and velocities keep their numbers. Their
up axis becomes +z, the middle of the box's floor becomes the origin: x = Q (p − c) + (0, 0, L/2)
with c = (L/2, L/2, L/2).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from render.errors import InputError
from render.gaussians import GaussianCloud
from render.quaternion import quaternion_from_matrix
from sim.scene.checks import Quat, Vec3

BoolArray = npt.NDArray[np.bool_]
Doubles = npt.NDArray[np.float64]

_AXES = np.eye(3)


@dataclass(frozen=True, slots=True, eq=False)
class BoxSpace:
    """Their coordinates against the world's."""

    side_m: float
    """Side L of the box [m]."""
    turn: Doubles
    """Rotation Q that takes their up axis to +z, shape [3, 3]."""

    @staticmethod
    def of(side_m: float, up: Sequence[float]) -> BoxSpace:
        """Space of a box and an up axis.

        Raises:
            InputError: If the axis is zero.
        """
        axis = np.asarray(up, np.float64)
        length = float(np.linalg.norm(axis))
        if axis.shape != (3,) or not np.isfinite(length) or length < 1e-9:
            raise InputError(
                f"mpm_space_vertical_upward_axis must be three numbers, not all 0, got {up}"
            )
        return BoxSpace(side_m, _turn_to_z(axis / length))

    @property
    def quat(self) -> Quat:
        """Q as a unit quaternion wxyz."""
        w, x, y, z = quaternion_from_matrix(self.turn).tolist()
        return w, x, y, z

    @property
    def along_axes(self) -> bool:
        """Whether the box's sides stay along the world's axes."""
        return bool(np.allclose(np.abs(self.turn).max(axis=0), 1.0))

    @property
    def center_m(self) -> Vec3:
        """Centre of the box in the world [m]."""
        return 0.0, 0.0, self.side_m / 2

    def point(self, theirs: Sequence[float]) -> Vec3:
        """World position [m] of a point of the box."""
        moved = self.turn @ (np.asarray(theirs, np.float64) - self.side_m / 2) + self.center_m
        return _triple(moved)

    def direction(self, theirs: Sequence[float]) -> Vec3:
        """World vector of a vector; its length is kept."""
        return _triple(self.turn @ np.asarray(theirs, np.float64))


def cloud_rotation(degrees: Sequence[float], axes: Sequence[int]) -> Doubles:
    """Rotation of successive turns about the axes 0, 1 and 2, shape [3, 3].

    Raises:
        InputError: If there is not one axis for every angle.
    """
    if len(degrees) != len(axes):
        raise InputError(
            f"rotation_degree has {len(degrees)} angles and rotation_axis {len(axes)} axes; "
            "give one axis an angle"
        )
    total = np.eye(3)
    for degree, axis in zip(degrees, axes, strict=True):
        if axis not in (0, 1, 2):
            raise InputError(f"rotation_axis must hold 0, 1 or 2, got {axis}")
        total = _about(axis, np.radians(float(degree))) @ total
    return total


def boxed(
    cloud: GaussianCloud, inside: BoolArray, space: BoxSpace, *, scale: float
) -> GaussianCloud:
    """The cloud in the world, its part inside scaled to `scale` and centred in the box.

    Args:
        cloud: After `cloud_rotation`, any unit.
        inside: Gaussians that set size and centre, shape [N].
        space: Box and up axis.
        scale: Longest side of that part after scaling [m].

    Raises:
        InputError: If that part has no extent.
    """
    low, high = cloud.means[inside].min(axis=0), cloud.means[inside].max(axis=0)
    longest = float((high - low).max())
    if longest <= 0:
        raise InputError("a cloud of one point cannot be scaled to a box; give a larger cloud")
    factor = scale / longest
    middle = (low + high).astype(np.float64) / 2 * factor
    shift = np.asarray(space.center_m) - space.turn @ middle
    return cloud.scaled(factor).transformed(space.turn.astype(np.float32), shift.astype(np.float32))


def _turn_to_z(axis: Doubles) -> Doubles:
    """Rotation that takes a unit axis to +z by the shortest way."""
    cosine = float(axis[2])
    if cosine < -1 + 1e-12:
        return np.diag([1.0, -1.0, -1.0])
    cross = np.array([[0, 0, -axis[0]], [0, 0, -axis[1]], [axis[0], axis[1], 0]])
    turn = _AXES + cross + cross @ cross / (1 + cosine)
    return np.where(np.abs(turn) < 1e-15, 0.0, turn)


def _about(axis: int, angle: float) -> Doubles:
    first, second = (axis + 1) % 3, (axis + 2) % 3
    turn = np.eye(3)
    turn[first, first] = turn[second, second] = np.cos(angle)
    turn[second, first] = np.sin(angle)
    turn[first, second] = -np.sin(angle)
    return turn


def _triple(values: Doubles) -> Vec3:
    return float(values[0]), float(values[1]), float(values[2])
