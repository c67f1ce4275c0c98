"""Signed distances and normals of shapes for many points at once, in plain numpy.

The readable twin of `sim.mpm.obstacle`, which kernels compile; it also selects particles.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from render.quaternion import matrix_from_quaternion
from sim.scene.shapes import Box, Capsule, Cylinder, HalfSpace, Selection, Shape, Sphere

Vector = npt.NDArray[np.float64]

_TINY = 1e-30


class Distances(NamedTuple):
    """Where points lie relative to a surface."""

    signed: Vector
    """Distance to the surface [m], negative inside, shape [P]."""
    normals: Vector
    """Direction in which the distance grows, shape [P, 3]."""


class ShapeFrame(NamedTuple):
    """Where a shape's own axes lie: x = center + axes · local."""

    center: Vector
    """Origin [m], shape [3]."""
    axes: Vector
    """Rotation from the shape's axes, shape [3, 3]; the third axis is the axis or normal."""


def shape_frame(shape: Shape) -> ShapeFrame:
    """Own axes of a shape in the frame that moves it."""
    if isinstance(shape, HalfSpace):
        return ShapeFrame(np.array(shape.point_m), _axes_with(np.array(shape.normal)))
    center = np.array(shape.center_m)
    if isinstance(shape, Box):
        return ShapeFrame(center, np.asarray(matrix_from_quaternion(np.array(shape.quat))))
    if isinstance(shape, Capsule | Cylinder):
        return ShapeFrame(center, _axes_with(np.array(shape.axis)))
    return ShapeFrame(center, np.eye(3))


def inside(selection: Selection, points: npt.NDArray[np.floating]) -> npt.NDArray[np.bool_]:
    """Which points [P, 3] [m] lie inside a selection or on its surface, shape [P]."""
    return np.asarray(distances(selection, points).signed <= 0)


def distances(
    shape: HalfSpace | Box | Sphere | Capsule | Cylinder, points: npt.NDArray[np.floating]
) -> Distances:
    """Signed distances to a shape at rest of points [P, 3] [m]."""
    center, axes = shape_frame(shape)
    local = (np.asarray(points, np.float64) - center) @ axes
    if isinstance(shape, HalfSpace):
        signed, normals = local[:, 2], np.tile([0.0, 0.0, 1.0], (len(local), 1))
    elif isinstance(shape, Box):
        signed, normals = _box(local, np.array(shape.half_extents_m))
    elif isinstance(shape, Cylinder):
        signed, normals = _cylinder(local, shape.radius_m, shape.half_length_m)
    else:
        half = shape.half_length_m if isinstance(shape, Capsule) else 0.0
        arm = local.copy()
        arm[:, 2] -= np.clip(local[:, 2], -half, half)
        length = np.linalg.norm(arm, axis=1)
        signed, normals = length - shape.radius_m, _unit(arm, length)
    return Distances(signed, normals @ axes.T)


def _axes_with(third: Vector) -> Vector:
    """A rotation whose third column is the given unit vector."""
    helper = np.eye(3)[int(np.argmin(np.abs(third)))]
    first = np.cross(helper, third)
    first /= np.linalg.norm(first)
    return np.stack([first, np.cross(third, first), third], axis=1)


def _unit(vectors: Vector, length: Vector) -> Vector:
    """Vectors of length one; straight up where there is no direction."""
    up = np.array([0.0, 0.0, 1.0])
    return np.where(length[:, None] > _TINY, vectors / np.maximum(length, _TINY)[:, None], up)


def _box(local: Vector, half: Vector) -> tuple[Vector, Vector]:
    """Source: Quilez, Distance functions."""
    signs = np.where(local < 0, -1.0, 1.0)
    beyond = np.abs(local) - half
    outer = np.maximum(beyond, 0.0)
    length = np.linalg.norm(outer, axis=1)
    nearest = np.eye(3)[beyond.argmax(axis=1)]
    outside = length > 0
    normals = np.where(outside[:, None], _unit(outer, length), nearest) * signs
    return np.where(outside, length, beyond.max(axis=1)), normals


def _cylinder(local: Vector, radius: float, half: float) -> tuple[Vector, Vector]:
    """Distance in the half-plane of radius and height, as for a box."""
    ring = np.hypot(local[:, 0], local[:, 1])
    flat = np.stack([ring, np.zeros_like(ring), local[:, 2]], axis=1)
    # A box without its second axis: half the size there is beyond reach.
    signed, normals = _box(flat, np.array([radius, 1e30, half]))
    outward = np.where(ring > _TINY, 1 / np.maximum(ring, _TINY), 0.0)
    x, y = normals[:, 0] * local[:, 0] * outward, normals[:, 0] * local[:, 1] * outward
    return signed, np.stack([x, y, normals[:, 2]], axis=1)
