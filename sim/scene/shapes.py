"""Shapes of obstacles and of selections; lengths in metres, in the frame that moves them.

`Box`, `Sphere` and `Cylinder` also select particles: then they are given in the world.
"""

from __future__ import annotations

from dataclasses import dataclass

from render.errors import InputError
from sim.scene.checks import (
    Quat,
    Vec3,
    checked_direction,
    checked_number,
    checked_quat,
    checked_vector,
)

_ORIGIN: Vec3 = (0.0, 0.0, 0.0)
_UP: Vec3 = (0.0, 0.0, 1.0)
_LARGEST_M = 1e4
MESH_SUFFIXES = (".obj", ".ply", ".stl")
"""Files that `Mesh` reads."""


def _length(name: str, value: float, *, zero: bool = False) -> float:
    return checked_number(name, value, 0.0, _LARGEST_M, unit="m", above=not zero)


@dataclass(frozen=True, slots=True)
class HalfSpace:
    """All of space behind a plane."""

    normal: Vec3 = _UP
    """Direction out of the solid side; any length."""
    point_m: Vec3 = _ORIGIN
    """A point of the plane [m]."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "normal", checked_direction("normal of a half-space", self.normal))
        object.__setattr__(self, "point_m", checked_vector("point of a half-space", self.point_m))


@dataclass(frozen=True, slots=True)
class Box:
    """A cuboid."""

    half_extents_m: Vec3
    """Half of its three sides [m], each > 0."""
    center_m: Vec3 = _ORIGIN
    """Centre [m]."""
    quat: Quat = (1.0, 0.0, 0.0, 0.0)
    """Rotation wxyz."""

    def __post_init__(self) -> None:
        half = checked_vector("half extents of a box", self.half_extents_m)
        for side in half:
            _length("half extent of a box", side)
        object.__setattr__(self, "half_extents_m", half)
        object.__setattr__(self, "center_m", checked_vector("centre of a box", self.center_m))
        object.__setattr__(self, "quat", checked_quat("rotation of a box", self.quat))


@dataclass(frozen=True, slots=True)
class Sphere:
    """A ball."""

    radius_m: float
    """Radius [m], > 0."""
    center_m: Vec3 = _ORIGIN
    """Centre [m]."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "radius_m", _length("radius of a sphere", self.radius_m))
        object.__setattr__(self, "center_m", checked_vector("centre of a sphere", self.center_m))


@dataclass(frozen=True, slots=True)
class Capsule:
    """A cylinder with round ends."""

    radius_m: float
    """Radius [m], > 0."""
    half_length_m: float
    """From the centre to the middle of a round end [m], >= 0."""
    center_m: Vec3 = _ORIGIN
    """Centre [m]."""
    axis: Vec3 = _UP
    """Direction of the axis; any length."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "radius_m", _length("radius of a capsule", self.radius_m))
        half = _length("half length of a capsule", self.half_length_m, zero=True)
        object.__setattr__(self, "half_length_m", half)
        object.__setattr__(self, "center_m", checked_vector("centre of a capsule", self.center_m))
        object.__setattr__(self, "axis", checked_direction("axis of a capsule", self.axis))


@dataclass(frozen=True, slots=True)
class Cylinder:
    """A cylinder with flat ends."""

    radius_m: float
    """Radius [m], > 0."""
    half_length_m: float
    """From the centre to a flat end [m], > 0."""
    center_m: Vec3 = _ORIGIN
    """Centre [m]."""
    axis: Vec3 = _UP
    """Direction of the axis; any length."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "radius_m", _length("radius of a cylinder", self.radius_m))
        half = _length("half length of a cylinder", self.half_length_m)
        object.__setattr__(self, "half_length_m", half)
        object.__setattr__(self, "center_m", checked_vector("centre of a cylinder", self.center_m))
        object.__setattr__(self, "axis", checked_direction("axis of a cylinder", self.axis))


@dataclass(frozen=True, slots=True)
class Mesh:
    """A closed triangle mesh in a file; it is read when a simulation starts."""

    path: str
    """OBJ, PLY or STL file; its vertices are taken as metres, z up."""
    scale: float = 1.0
    """Factor on the file's lengths, > 0."""
    center_m: Vec3 = _ORIGIN
    """Added to the scaled vertices [m]."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "path", str(self.path))
        if not self.path.lower().endswith(MESH_SUFFIXES):
            known = ", ".join(MESH_SUFFIXES)
            raise InputError(f"cannot read the mesh {self.path!r}; use a file ending in {known}")
        scale = checked_number("scale of a mesh", self.scale, 0.0, 1e6, above=True)
        object.__setattr__(self, "scale", scale)
        object.__setattr__(self, "center_m", checked_vector("centre of a mesh", self.center_m))


Shape = HalfSpace | Box | Sphere | Capsule | Cylinder | Mesh
Selection = Box | Sphere | Cylinder
