"""The bodies of a scene filled with particles, ready to be simulated or to go on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from render.errors import InputError
from render.gaussians import GaussianCloud
from sim.body import Body
from sim.materials import ConstitutiveLaw, MaterialParams
from sim.particles import (
    FEWEST_PARTICLES,
    FEWEST_PER_CELL,
    WANTED_PER_CELL,
    FilledBody,
    FillPreview,
    Particles,
    fill_body,
    preview_fill,
)
from sim.quality import QualityPreset
from sim.regions import assign_regions
from sim.scene.shapes import Box
from sim.take_bodies import TakeBody

IntArray = npt.NDArray[np.int32]

THINNEST_CELLS = 2.0
"""Bodies with fewer cells along their longest side are reported as poorly resolved."""


@dataclass(frozen=True, slots=True, eq=False)
class SetBody:
    """One body with its particles, those of one material next to each other."""

    cloud: GaussianCloud
    """Surface splats at rest in the world [m]."""
    particles: Particles
    """Particles at rest, ordered by material."""
    material: IntArray
    """Index of every particle's material within the body, ascending, shape [P]."""
    material_count: int
    """Materials of the body: its own and one a region."""
    separate: bool = False
    """Whether it has a velocity field of its own."""
    velocity_m_s: tuple[float, float, float] = (0.0, 0.0, 0.0)
    """Velocity at the start [m/s]."""
    name: str = ""
    """Name for reports."""

    @property
    def particle_count(self) -> int:
        """P."""
        return len(self.material)

    @property
    def still(self) -> bool:
        """Whether it is only drawn."""
        return self.particle_count == 0

    def runs(self) -> list[tuple[int, slice]]:
        """Materials that occur, each with the range of its particles in the body."""
        found = []
        for index in np.unique(self.material):
            low, high = np.searchsorted(self.material, [index, index + 1])
            found.append((int(index), slice(int(low), int(high))))
        return found

    def rigid_parts(self, materials: Sequence[MaterialParams]) -> list[slice]:
        """Ranges of its particles that move as one rigid body, given the body's materials.

        Rigid materials that follow each other, such as regions of different density, are one.
        """
        parts: list[slice] = []
        for index, own in self.runs():
            if materials[index].law is not ConstitutiveLaw.RIGID:
                continue
            if parts and parts[-1].stop == own.start:
                own = slice(parts.pop().start, own.stop)
            parts.append(own)
        return parts

    def rigid_count(self, materials: Sequence[MaterialParams]) -> int:
        """Number of its rigid parts, given the body's materials."""
        return len(self.rigid_parts(materials))

    def rigid(self, materials: Sequence[MaterialParams]) -> bool:
        """Whether all of it is one rigid body, given the body's materials."""
        return self.rigid_parts(materials) == [slice(0, self.particle_count)]


@dataclass(frozen=True, slots=True, eq=False)
class BodySet:
    """All bodies of a scene on one grid."""

    bodies: tuple[SetBody, ...]
    """Bodies in the order of their Gaussians."""
    dx_m: float
    """Cell side [m]."""
    notes: tuple[str, ...] = ()
    """What people should know about the filling."""

    @property
    def particle_count(self) -> int:
        """Particles of all bodies."""
        return sum(body.particle_count for body in self.bodies)

    def to_state(self) -> dict[str, Any]:
        """Arrays and scalars by name, for `from_state`."""
        state: dict[str, Any] = {"dx_m": self.dx_m}
        for number, body in enumerate(self.bodies):
            state |= {
                f"{number}/positions": body.particles.positions,
                f"{number}/volumes": body.particles.volumes,
                f"{number}/spacing_m": body.particles.spacing_m,
                f"{number}/material": body.material,
            }
        return state

    @staticmethod
    def from_state(
        state: Mapping[str, Any], rest: GaussianCloud, records: Sequence[TakeBody]
    ) -> BodySet:
        """Bodies of `to_state`'s values and of what a take says about them.

        Args:
            state: What a take's simulation began with.
            rest: Rest cloud of the take.
            records: Its bodies.

        Raises:
            InputError: If the values do not belong together.
        """
        try:
            bodies = [
                _stored_body(state, number, rest, record) for number, record in enumerate(records)
            ]
            return BodySet(tuple(bodies), float(state["dx_m"]))
        except KeyError as error:
            raise InputError(f"the take's particles lack {error.args[0]!r}") from error


def fill_bodies(bodies: Sequence[Body], *, quality: QualityPreset, seed: int) -> BodySet:
    """Fill bodies with particles on one common grid.

    The cell side is the largest that one of the bodies needs by itself, or, where the particle
    limit is shared, the one that leaves `FEWEST_PER_CELL` particles in a cell of all of them.

    Args:
        bodies: Placed bodies.
        quality: Grid figure and particle limit.
        seed: Seed of the sampling; every body has its own stream.

    Raises:
        InputError: If there is no body, or one cannot be filled.
    """
    moving = _moving(bodies)
    if len(moving) == 1:
        (body,) = moving
        filled = [fill_body(body.cloud_world, quality=quality, seed=seed, options=body.fill)]
        dx = filled[0].dx_m
    else:
        filled, dx = _fill_together(moving, quality, seed)
    parts = [_set_body(body, one) for body, one in zip(moving, filled, strict=True)]
    notes = [
        _named(body, note)
        for body, one, (_, extra) in zip(moving, filled, parts, strict=True)
        for note in (*one.notes, *extra, *_thinness(body, dx))
    ]
    made = iter(part for part, _ in parts)
    ordered = tuple(_still_body(body, dx) if body.still else next(made) for body in bodies)
    return BodySet(ordered, dx, tuple(notes))


def common_cell_side(bodies: Sequence[Body], *, quality: QualityPreset) -> float:
    """Cell side [m] of the grid that `fill_bodies` would fill; no particle is sampled for it.

    Args:
        bodies: Placed bodies.
        quality: Grid figure and particle limit.

    Raises:
        InputError: If there is no body that moves, or one cannot be filled.
    """
    return _common_side(_previews(_moving(bodies), quality), quality)


def check_domain(bodies: BodySet, domain: Box | None) -> None:
    """Refuse particles beyond the walls of a scene.

    Raises:
        InputError: With the extent of the body, that of the domain and the remedy.
    """
    if domain is None:
        return
    center, half = np.array(domain.center_m), np.array(domain.half_extents_m)
    for number, body in enumerate(bodies.bodies):
        if body.still:
            continue
        low, high = body.particles.positions.min(axis=0), body.particles.positions.max(axis=0)
        if ((low < center - half) | (high > center + half)).any():
            raise InputError(
                f"body {body.name or number + 1} reaches from {_corner(low)} to {_corner(high)} m, "
                f"outside the domain {_corner(center - half)} to {_corner(center + half)} m; "
                "move or shrink the body, or enlarge the domain"
            )


def _moving(bodies: Sequence[Body]) -> list[Body]:
    """Bodies that are filled."""
    moving = [body for body in bodies if not body.still]
    if not moving:
        raise InputError("a scene without bodies that move cannot be simulated; name at least one")
    return moving


def _previews(bodies: Sequence[Body], quality: QualityPreset) -> list[FillPreview]:
    """What each body would be filled with by itself."""
    return [preview_fill(body.cloud_world, quality=quality, options=body.fill) for body in bodies]


def _common_side(seen: Sequence[FillPreview], quality: QualityPreset) -> float:
    """Cell side [m] of one grid for bodies that share the particle limit."""
    if len(seen) == 1:
        return seen[0].dx_m
    volume = sum(one.volume_m3 for one in seen)
    shared = (FEWEST_PER_CELL * volume / quality.max_particles) ** (1 / 3)
    return float(max(shared, *(one.dx_m for one in seen)))


def _fill_together(
    bodies: Sequence[Body], quality: QualityPreset, seed: int
) -> tuple[list[FilledBody], float]:
    """Fill several bodies for one grid within one particle limit."""
    seen = _previews(bodies, quality)
    volume = sum(one.volume_m3 for one in seen)
    dx = _common_side(seen, quality)
    filled = []
    for number, (body, one) in enumerate(zip(bodies, seen, strict=True)):
        share = quality.max_particles * one.volume_m3 / volume
        per_cell = body.fill.particles_per_cell or WANTED_PER_CELL
        wanted = min(per_cell * one.volume_m3 / dx**3, share)
        count = max(int(wanted), min(FEWEST_PARTICLES, quality.max_particles))
        own = replace(quality, max_particles=count)
        part = fill_body(body.cloud_world, quality=own, seed=seed + number, options=body.fill)
        filled.append(replace(part, dx_m=dx))
    return filled, dx


def _set_body(body: Body, filled: FilledBody) -> tuple[SetBody, tuple[str, ...]]:
    """The body with its particles in the order of their materials, and notes on regions."""
    found = assign_regions(body.regions, body.cloud_world, filled.particles.positions)
    order = np.argsort(found.material, kind="stable")
    particles = Particles(
        filled.particles.positions[order],
        filled.particles.volumes[order],
        filled.particles.spacing_m,
    )
    made = SetBody(
        body.cloud_world,
        particles,
        found.material[order],
        1 + len(body.regions),
        separate=body.separate,
        velocity_m_s=body.velocity_m_s,
        name=body.name,
    )
    return made, found.notes


def _still_body(body: Body, dx_m: float) -> SetBody:
    """A body without particles, which is only drawn."""
    nowhere = Particles(np.zeros((0, 3), np.float32), np.zeros(0, np.float32), dx_m)
    count = 1 + len(body.regions)
    return SetBody(body.cloud_world, nowhere, np.zeros(0, np.int32), count, name=body.name)


def _stored_body(
    state: Mapping[str, Any], number: int, rest: GaussianCloud, record: TakeBody
) -> SetBody:
    first = record.first_gaussian
    surface = slice(first, first + record.gaussian_count - record.interior_count)
    particles = Particles(
        state[f"{number}/positions"],
        state[f"{number}/volumes"],
        float(state[f"{number}/spacing_m"]),
    )
    return SetBody(
        rest.select(surface),
        particles,
        state[f"{number}/material"],
        len(record.materials),
        separate=record.separate,
        velocity_m_s=record.velocity_m_s,
        name=record.name,
    )


def _thinness(body: Body, dx_m: float) -> tuple[str, ...]:
    low, high = body.cloud_world.bounds(percentile=1.0, min_opacity=0.02)
    cells = float((high - low).max()) / dx_m
    if cells >= THINNEST_CELLS:
        return ()
    return (f"only {cells:.1f} cells long: too small beside the others to deform as it should",)


def _named(body: Body, note: str) -> str:
    return f"{body.name}: {note}" if body.name else note


def _corner(values: npt.NDArray[np.floating]) -> str:
    return "(" + ", ".join(f"{value:.3g}" for value in values) + ")"
