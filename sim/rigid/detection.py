"""Which surface points touch what within the next step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.rigid.body import RigidBodySetup
from sim.rigid.contacts import MOST_PAIR_CONTACTS, NO_BODY, Contacts, joined, spread_out
from sim.rigid.state import RigidState
from sim.rigid.surfaces import PlacedSurface, SolidSurface

Vector = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

SLOP_SPACINGS = 0.1
"""Depth that is not pushed out, and height at which a point still touches, in spacings."""
STICKY_FRICTION = 1e3


class Placed(NamedTuple):
    """Positions and velocities of all bodies at one instant."""

    centers: Vector
    """Centres of mass [m], shape [n, 3]."""
    turns: Vector
    """Rotations, shape [n, 3, 3]."""
    velocities: Vector
    """Velocities of the centres [m/s], shape [n, 3]."""
    spins: Vector
    """Angular velocities [rad/s], shape [n, 3]."""

    @staticmethod
    def of(state: RigidState) -> Placed:
        """The present instant."""
        return Placed(state.centers, state.rotations(), state.velocities, state.spins())

    def velocities_at(self, body: int, points: Vector) -> Vector:
        """Velocities of points of a body [m/s], shape [K, 3]."""
        return np.asarray(
            self.velocities[body] + np.cross(self.spins[body], points - self.centers[body])
        )


class ContactFinder:
    """Finds contacts of bodies with surfaces and with each other.

    Args:
        bodies: Surfaces and contact coefficients.
        surfaces: Ground and obstacles.
    """

    def __init__(self, bodies: Sequence[RigidBodySetup], surfaces: Sequence[SolidSurface]) -> None:
        self._bodies, self._surfaces = bodies, surfaces
        self._reaches = np.array([body.surface.reach_m for body in bodies])
        self.slops: Vector = np.array([SLOP_SPACINGS * b.surface.spacing_m for b in bodies])
        """Depth that each body may sink in [m], shape [n]."""

    def find(self, placed: Placed, dt_s: float, time_s: float, awake: Flags) -> Contacts:
        """Points that touch, or would by their present velocities within the step.

        Args:
            placed: Positions and velocities.
            dt_s: Step [s].
            time_s: Present time [s].
            awake: Bodies that move; contacts between others are left out, shape [n].
        """
        parts = []
        for k, surface in enumerate(self._surfaces):
            solid = surface.placed(time_s, dt_s)
            if solid is None:
                continue
            for body in np.flatnonzero(awake):
                part = self._with_surface(int(body), k, solid, placed, dt_s)
                if part is not None:
                    parts.append(part)
        for first, second in self._close_pairs(placed, dt_s, awake):
            part = self._with_body(first, second, placed, dt_s)
            if part is not None:
                parts.append(part)
        return joined(parts)

    def _with_surface(
        self, body: int, k: int, solid: PlacedSurface, placed: Placed, dt: float
    ) -> Contacts | None:
        surface, own = self._surfaces[k], self._bodies[body]
        center, reach = placed.centers[body][None], float(self._reaches[body])
        away = solid.distances(center).signed[0] - reach
        sweep = _length(solid.velocities(center)[0]) + reach * _length(solid.spin_rad_s)
        margin = self.slops[body] + dt * (_largest_speed(placed, body, reach) + sweep)
        if away > margin:
            return None
        points = own.surface.points_m @ placed.turns[body].T + placed.centers[body]
        found = solid.distances(points)
        gaps = found.signed - own.surface.radii_m
        near = np.flatnonzero(gaps < margin)
        points, normals, gaps = points[near], found.normals[near], gaps[near]
        moving = solid.velocities(points)
        approach = -((placed.velocities_at(body, points) - moving) * normals).sum(axis=1)
        kept = np.flatnonzero(gaps < self.slops[body] + dt * np.maximum(approach, 0.0))
        if not len(kept):
            return None
        kept = kept[spread_out(points[kept], gaps[kept], MOST_PAIR_CONTACTS)]
        rows = near[kept]
        depth = (own.surface.radii_m[rows] + np.minimum(gaps[kept], 0.0))[:, None]
        friction, bounce = _coefficients(own, surface)
        count = len(kept)
        return Contacts(
            first=np.full(count, body),
            second=np.full(count, NO_BODY),
            points_m=points[kept] - depth * normals[kept],
            normals=normals[kept],
            gaps_m=gaps[kept],
            surface_velocities_m_s=moving[kept],
            friction=np.full(count, friction),
            restitution=np.full(count, bounce),
            keys=_keys(body, len(self._bodies) + k, rows),
        )

    def _close_pairs(self, placed: Placed, dt: float, awake: Flags) -> list[tuple[int, int]]:
        """Pairs whose bounding balls may touch within the step, at least one of them awake."""
        if len(self._bodies) < 2:
            return []
        apart = np.linalg.norm(placed.centers[:, None] - placed.centers[None], axis=-1)
        speeds = np.linalg.norm(placed.velocities, axis=1)
        speeds = speeds + self._reaches * np.linalg.norm(placed.spins, axis=1)
        reach = self._reaches + self.slops + dt * speeds
        close = (apart < reach[:, None] + reach[None]) & (awake[:, None] | awake[None])
        return [(int(a), int(b)) for a, b in np.argwhere(np.triu(close, 1))]

    def _with_body(self, first: int, second: int, placed: Placed, dt: float) -> Contacts | None:
        """Contacts of two bodies, points of either against the surface of the other."""
        sides = [
            side
            for side in (
                self._points_against(first, second, placed, dt),
                self._points_against(second, first, placed, dt),
            )
            if side is not None
        ]
        if not sides:
            return None
        pair = joined(sides)
        return pair.rows(spread_out(pair.points_m, pair.gaps_m, MOST_PAIR_CONTACTS))

    def _points_against(self, body: int, other: int, placed: Placed, dt: float) -> Contacts | None:
        own, shape = self._bodies[body].surface, self._bodies[other].surface.shape
        slop = min(self.slops[body], self.slops[other])
        margin = slop + dt * (
            _largest_speed(placed, body, self._reaches[body])
            + _largest_speed(placed, other, self._reaches[other])
        )
        points = own.points_m @ placed.turns[body].T + placed.centers[body]
        offsets = points - placed.centers[other]
        limit = self._reaches[other] + own.radii_m + margin
        near = np.flatnonzero((offsets**2).sum(axis=1) < limit**2)
        if not len(near):
            return None
        found = shape.distances(offsets[near] @ placed.turns[other])
        gaps = found.signed - own.radii_m[near]
        normals = found.normals @ placed.turns[other].T
        points = points[near] - (own.radii_m[near] + 0.5 * gaps)[:, None] * normals
        relative = placed.velocities_at(body, points) - placed.velocities_at(other, points)
        approach = -(relative * normals).sum(axis=1)
        kept = np.flatnonzero(gaps < slop + dt * np.maximum(approach, 0.0))
        if not len(kept):
            return None
        a, b, count = self._bodies[body], self._bodies[other], len(kept)
        return Contacts(
            first=np.full(count, body),
            second=np.full(count, other),
            points_m=points[kept],
            normals=normals[kept],
            gaps_m=gaps[kept],
            surface_velocities_m_s=np.zeros((count, 3)),
            friction=np.full(count, (a.friction * b.friction) ** 0.5),
            restitution=np.full(count, (a.restitution * b.restitution) ** 0.5),
            keys=_keys(body, other, near[kept]),
        )


def _coefficients(body: RigidBodySetup, surface: SolidSurface) -> tuple[float, float]:
    """Friction and restitution of a body on a surface."""
    if surface.sticky:
        return STICKY_FRICTION, 0.0
    friction = body.friction if surface.friction is None else surface.friction
    if surface.restitution is None:
        return friction, body.restitution
    return friction, (body.restitution * surface.restitution) ** 0.5


def _largest_speed(placed: Placed, body: int, reach: float) -> float:
    """Bound of the speed of any point of a body [m/s]."""
    return _length(placed.velocities[body]) + float(reach) * _length(placed.spins[body])


def _length(vector: Vector) -> float:
    return float(np.sqrt(vector @ vector))


def _keys(body: int, other: int, points: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return np.asarray((body * 65536 + other) * 4096 + points, np.int64)
