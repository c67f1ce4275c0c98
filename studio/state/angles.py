"""Rotations as turns about x, then y, then z, as people type them."""

from __future__ import annotations

import math

import numpy as np

from render.quaternion import matrix_from_quaternion, multiply, normalized
from sim.scene.checks import Quat, Vec3


def angles_of(quat: Quat) -> Vec3:
    """Turns about x, then y, then z [rad] of a rotation wxyz."""
    m = matrix_from_quaternion(np.array(quat, np.float64))
    sine = float(np.clip(-m[2, 0], -1.0, 1.0))
    if abs(sine) > 1 - 1e-9:
        return math.atan2(-m[1, 2], m[1, 1]), math.asin(sine), 0.0
    angles = math.atan2(m[2, 1], m[2, 2]), math.asin(sine), math.atan2(m[1, 0], m[0, 0])
    x, y, z = (angle + 0.0 for angle in angles)  # no negative zeros
    return x, y, z


def quat_of(angles_rad: Vec3) -> Quat:
    """Rotation wxyz of turns about x, then y, then z [rad]."""
    x, y, z = (
        np.array([math.cos(angle / 2), *(math.sin(angle / 2) * np.eye(3)[axis])])
        for axis, angle in enumerate(angles_rad)
    )
    w, i, j, k = (float(part) for part in normalized(multiply(z, multiply(y, x))))
    return w, i, j, k
