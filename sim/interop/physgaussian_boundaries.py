"""The seven boundary conditions of PhysGaussian scenes as obstacles, forces and driven regions.

Half-spaces do what they are called: those programs compute friction and then store zero, so that
every surface sticks there (reference: their released kernels); here slip and separate are right.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as np

from render.errors import InputError
from sim.interop.physgaussian_keys import required
from sim.interop.physgaussian_space import BoxSpace
from sim.scene.driven import DriveMotion, DrivenRegion, LayerRelease
from sim.scene.forces import Force, Impulse
from sim.scene.keyframes import Keyframes
from sim.scene.obstacles import Obstacle, Surface
from sim.scene.shapes import Box, Cylinder, HalfSpace

Entry = Mapping[str, Any]

WALL_CELLS = 3
"""Cells of the box's wall layer."""
RESET_SUBSTEPS = 15
"""Substeps for which a cuboid with `reset` holds matter at rest after its end."""
PARTICLES_PER_CELL = 8
"""Particles a cell that an impulse's force on one particle is divided by."""
FOREVER_S = 999.0
"""End times from here on mean that a condition never ends [s]."""
_SURFACES = {"sticky": Surface.STICKY, "slip": Surface.SLIP, "separate": Surface.SEPARATE}


@dataclass(frozen=True, slots=True)
class BoundaryContext:
    """What conditions need to know of their scene."""

    space: BoxSpace
    """Coordinates."""
    dx_m: float
    """Cell side [m]."""
    dt_s: float
    """Substep [s]."""
    density_kg_m3: float
    """Density of the material [kg/m³]."""


@dataclass(slots=True)
class Boundaries:
    """What the conditions of a scene became."""

    obstacles: list[Obstacle] = field(default_factory=list)
    """Walls, planes and cuboids."""
    forces: list[Force] = field(default_factory=list)
    """Impulses."""
    regions: list[DrivenRegion] = field(default_factory=list)
    """Particles that move as told."""
    notes: list[str] = field(default_factory=list)
    """What people should know."""


def read_boundaries(entries: Sequence[Entry], context: BoundaryContext) -> Boundaries:
    """Convert the list `boundary_conditions`.

    Raises:
        InputError: If a type is unknown, or a key is missing or out of range.
    """
    found = Boundaries()
    for number, entry in enumerate(entries, start=1):
        kind = str(required(entry, "type", f"boundary condition {number}"))
        if kind not in _READERS:
            raise InputError(
                f"boundary condition {number} has the unknown type {kind!r}; "
                f"use one of: {', '.join(_READERS)}"
            )
        reader, known = _READERS[kind]
        place = f"boundary condition {number} ({kind})"
        unknown = sorted(set(entry) - known - {"type"})
        found.notes += [
            f"the key {key!r} in {place} is unknown and has no effect" for key in unknown
        ]
        try:
            reader(entry, place, context, found)
        except (TypeError, ValueError, LookupError) as error:
            if isinstance(error, InputError):
                raise
            raise InputError(f"{place} cannot be read: {error}") from error
    return found


def _window(entry: Entry, *, end: float = FOREVER_S) -> tuple[float, float | None]:
    start, end = float(entry.get("start_time", 0.0)), float(entry.get("end_time", end))
    return start, None if end >= FOREVER_S else end


def _bounding_box(entry: Entry, _: str, context: BoundaryContext, found: Boundaries) -> None:
    start, end = _window(entry)
    low = WALL_CELLS * context.dx_m
    high = context.space.side_m - low
    for axis in range(3):
        for place, sign in ((low, 1.0), (high, -1.0)):
            point, normal = np.full(3, context.space.side_m / 2), np.zeros(3)
            point[axis], normal[axis] = place, sign
            wall = HalfSpace(
                context.space.direction(normal.tolist()), context.space.point(point.tolist())
            )
            found.obstacles.append(
                Obstacle(wall, Surface.SEPARATE, friction=0.0, start_s=start, end_s=end)
            )


def _cuboid(entry: Entry, place: str, context: BoundaryContext, found: Boundaries) -> None:
    point, size = required(entry, "point", place), required(entry, "size", place)
    velocity = np.array(context.space.direction(entry.get("velocity", (0, 0, 0))))
    start, end = _window(entry)
    box = Box(_half(size), context.space.point(point), context.space.quat)
    travel = _travel(velocity, start, end)
    found.obstacles.append(Obstacle(box, Surface.STICKY, motion=travel, start_s=start, end_s=end))
    if bool(entry.get("reset", 0)) and end is not None:
        held = Keyframes((0.0,), (travel.positions_m[-1],), ((1.0, 0.0, 0.0, 0.0),))
        until = end + RESET_SUBSTEPS * context.dt_s
        found.obstacles.append(Obstacle(box, Surface.STICKY, motion=held, start_s=end, end_s=until))


def _travel(velocity: np.ndarray, start: float, end: float | None) -> Keyframes:
    """Steady motion from a time on; what never ends travels for `FOREVER_S`."""
    if not velocity.any():
        return Keyframes()
    until = FOREVER_S if end is None else end
    x, y, z = (velocity * (until - start)).tolist()
    still = (1.0, 0.0, 0.0, 0.0)
    return Keyframes((start, until), ((0.0, 0.0, 0.0), (x, y, z)), (still, still))


def _surface_collider(
    entry: Entry, place: str, context: BoundaryContext, found: Boundaries
) -> None:
    point, normal, name, friction = (
        required(entry, key, place) for key in ("point", "normal", "surface", "friction")
    )
    surface = _SURFACES.get(str(name))
    if surface is None and name != "cut":
        raise InputError(f"{place} has the unknown surface {name!r}; use one of: {[*_SURFACES]}")
    if surface is None:
        surface = Surface.SEPARATE
        found.notes.append(
            f"{place}: the surface 'cut' is made for one scene there; it is read as separate"
        )
    elif surface is not Surface.STICKY:
        found.notes.append(
            f"{place}: {name} with friction {float(friction):g} does here what it says; "
            "there every such surface sticks"
        )
    start, end = _window(entry)
    plane = HalfSpace(context.space.direction(normal), context.space.point(point))
    found.obstacles.append(
        Obstacle(plane, surface, friction=float(friction), start_s=start, end_s=end)
    )


def _impulse(entry: Entry, place: str, context: BoundaryContext, found: Boundaries) -> None:
    force = np.array(context.space.direction(required(entry, "force", place)))
    count = int(entry.get("num_dt", 1))
    mass = context.density_kg_m3 * context.dx_m**3 / PARTICLES_PER_CELL
    x, y, z = (force * count * context.dt_s / mass).tolist()
    region = Box(
        _half(entry.get("size", (1, 1, 1))),
        context.space.point(entry.get("point", (1, 1, 1))),
        context.space.quat,
    )
    found.forces.append(
        Impulse(
            region,
            velocity_change_m_s=(x, y, z),
            start_s=float(entry.get("start_time", 0.0)),
            duration_s=count * context.dt_s,
        )
    )
    found.notes.append(
        f"{place}: the force acts on every particle there, whose mass depends on their number; "
        f"with {PARTICLES_PER_CELL} particles a cell it changes the velocity by "
        f"({x:.3g}, {y:.3g}, {z:.3g}) m/s"
    )


def _translation(entry: Entry, place: str, context: BoundaryContext, found: Boundaries) -> None:
    point, size = required(entry, "point", place), required(entry, "size", place)
    velocity = required(entry, "velocity", place)
    start, end = _window(entry)
    found.regions.append(
        DrivenRegion(
            Box(_half(size), context.space.point(point), context.space.quat),
            DriveMotion(context.space.direction(velocity)),
            start_s=start,
            end_s=end,
        )
    )


def _rotation(entry: Entry, place: str, context: BoundaryContext, found: Boundaries) -> None:
    point, normal = required(entry, "point", place), required(entry, "normal", place)
    half_length, radius = required(entry, "half_height_and_radius", place)
    axis = np.array(context.space.direction(normal))
    axis = axis / np.linalg.norm(axis)
    direction = (float(axis[0]), float(axis[1]), float(axis[2]))
    x, y, z = (axis * float(entry.get("translation_scale", 0.0))).tolist()
    center = context.space.point(point)
    start, end = _window(entry)
    found.regions.append(
        DrivenRegion(
            Cylinder(float(radius), float(half_length), center, direction),
            DriveMotion((x, y, z), float(entry.get("rotation_scale", 0.0)), direction, center),
            start_s=start,
            end_s=end,
        )
    )


def _release(entry: Entry, place: str, context: BoundaryContext, found: Boundaries) -> None:
    normal = np.asarray(required(entry, "normal", place), np.float64)
    first, last = (float(required(entry, key, place)) for key in ("start_position", "end_position"))
    axis = int(np.abs(normal).argmax())
    if np.count_nonzero(normal) != 1:
        raise InputError(f"{place} needs a normal along one axis, got {normal.tolist()}")
    start, end = (float(required(entry, key, place)) for key in ("start_time", "end_time"))
    start = max(start, context.dt_s)
    center, half, direction = np.full(3, context.space.side_m / 2), np.zeros(3), np.zeros(3)
    half[:] = context.space.side_m / 2
    center[axis], half[axis] = (first + last) / 2, abs(last - first) / 2
    direction[axis] = 1.0 if last > first else -1.0
    found.regions.append(
        DrivenRegion(
            Box(_half(half), context.space.point(center.tolist()), context.space.quat),
            end_s=start,
            release=LayerRelease(
                context.space.direction(direction.tolist()),
                int(entry.get("num_layers", 50)),
                end - start,
            ),
        )
    )


def _half(size: Sequence[float] | np.ndarray) -> tuple[float, float, float]:
    return float(size[0]), float(size[1]), float(size[2])


Reader = Callable[[Entry, str, BoundaryContext, Boundaries], None]
_TIMES = frozenset({"start_time", "end_time"})
_READERS: Mapping[str, tuple[Reader, frozenset[str]]] = MappingProxyType(
    {
        "bounding_box": (_bounding_box, _TIMES),
        "cuboid": (_cuboid, _TIMES | {"point", "size", "velocity", "reset"}),
        "surface_collider": (
            _surface_collider,
            _TIMES | {"point", "normal", "surface", "friction"},
        ),
        "particle_impulse": (
            _impulse,
            frozenset({"force", "num_dt", "point", "size", "start_time"}),
        ),
        "enforce_particle_translation": (_translation, _TIMES | {"point", "size", "velocity"}),
        "enforce_particle_velocity_rotation": (
            _rotation,
            _TIMES
            | {"point", "normal", "half_height_and_radius", "rotation_scale", "translation_scale"},
        ),
        "release_particles_sequentially": (
            _release,
            _TIMES | {"normal", "start_position", "end_position", "num_layers"},
        ),
    }
)
