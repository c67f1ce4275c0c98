"""`Keyframes`: a rigid motion given at a few times."""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from render.errors import InputError
from render.quaternion import conjugate, multiply, normalized
from sim.scene.checks import Quat, Vec3, checked_number, checked_quat, checked_vector

Vector = npt.NDArray[np.float64]

_ROTATIONS_ALIKE = 1e-12


class Twist(NamedTuple):
    """A rigid motion during one substep."""

    position: Vector
    """Position in the middle of the substep [m], shape [3]."""
    quat: Vector
    """Rotation in the middle of the substep, wxyz, shape [4]."""
    velocity: Vector
    """Mean velocity of the moving origin [m/s], shape [3]."""
    spin: Vector
    """Mean angular velocity [rad/s], shape [3]."""


@dataclass(frozen=True, slots=True)
class Keyframes:
    """Position and rotation at increasing times; at rest before the first and after the last.

    Positions change linearly and rotations along the shorter great arc between two times. The
    default is an object that stays where its shape is.
    """

    times_s: tuple[float, ...] = (0.0,)
    """Times [s], increasing."""
    positions_m: tuple[Vec3, ...] = ((0.0, 0.0, 0.0),)
    """Translation at every time [m]."""
    quats: tuple[Quat, ...] = ((1.0, 0.0, 0.0, 0.0),)
    """Rotation at every time, wxyz; the shape is turned first and then moved."""

    def __post_init__(self) -> None:
        if not (len(self.times_s) == len(self.positions_m) == len(self.quats) >= 1):
            raise InputError(
                f"keyframes need a position and a rotation for every time, got "
                f"{len(self.times_s)} times, {len(self.positions_m)} positions and "
                f"{len(self.quats)} rotations"
            )
        times = tuple(checked_number("keyframe", t, 0.0, 1e6, unit="s") for t in self.times_s)
        if any(later <= earlier for earlier, later in pairwise(times)):
            raise InputError(f"times of keyframes must increase, got {times}")
        positions = tuple(checked_vector("position of a keyframe", p) for p in self.positions_m)
        quats = tuple(checked_quat("rotation of a keyframe", q) for q in self.quats)
        object.__setattr__(self, "times_s", times)
        object.__setattr__(self, "positions_m", positions)
        object.__setattr__(self, "quats", quats)

    @property
    def moving(self) -> bool:
        """Whether there is more than one pose."""
        return len(set(zip(self.positions_m, self.quats, strict=True))) > 1

    def pose(self, time_s: float) -> tuple[Vector, Vector]:
        """Position [m] [3] and rotation wxyz [4] at a time [s]."""
        after = bisect_right(self.times_s, time_s)
        if after == 0 or after == len(self.times_s):
            index = max(after - 1, 0)
            return np.array(self.positions_m[index]), np.array(self.quats[index])
        start, end = self.times_s[after - 1], self.times_s[after]
        share = (time_s - start) / (end - start)
        low, high = np.array(self.positions_m[after - 1]), np.array(self.positions_m[after])
        quat = slerp(np.array(self.quats[after - 1]), np.array(self.quats[after]), share)
        return (1 - share) * low + share * high, quat

    def twist(self, time_s: float, dt_s: float) -> Twist:
        """Motion from a time [s] over a substep [s]: its means are exact, whatever lies between."""
        (low, first), (high, second) = self.pose(time_s), self.pose(time_s + dt_s)
        middle, quat = self.pose(time_s + 0.5 * dt_s)
        spin = rotation_vector(multiply(second, conjugate(first)).astype(np.float64)) / dt_s
        return Twist(middle, quat, (high - low) / dt_s, spin)


def slerp(first: Vector, second: Vector, share: float) -> Vector:
    """Rotation a share of the way along the shorter great arc; unit quaternions wxyz [4]."""
    cosine = float(first @ second)
    if cosine < 0:
        second, cosine = -second, -cosine
    angle = math.acos(min(cosine, 1.0))
    if angle < 1e-6:
        blended = (1 - share) * first + share * second
    else:
        blended = math.sin((1 - share) * angle) * first + math.sin(share * angle) * second
    return np.asarray(normalized(blended), np.float64)


def rotation_vector(quat: Vector) -> Vector:
    """Axis times angle [rad] of a unit quaternion wxyz, angle at most π, shape [3]."""
    w, vector = float(quat[0]), np.asarray(quat[1:], np.float64)
    if w < 0:
        w, vector = -w, -vector
    sine = float(np.linalg.norm(vector))
    if sine < _ROTATIONS_ALIKE:
        return 2.0 * vector
    return vector * (2.0 * math.atan2(sine, w) / sine)
