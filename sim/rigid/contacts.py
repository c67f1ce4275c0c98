"""Contacts of the bodies' surface points with resting or moving surfaces and with other bodies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]

MOST_PAIR_CONTACTS = 6
"""Contacts of two surfaces in one step; more are redundant where they are flat."""
NO_BODY = -1
"""Second body of a contact with the ground or an obstacle."""


@dataclass(frozen=True, slots=True, eq=False)
class Contacts:
    """Points that touch or are about to, K in all."""

    first: Indices
    """Body that is pushed along the normal, shape [K]."""
    second: Indices
    """Body that is pushed against it, `NO_BODY` for surfaces, shape [K]."""
    points_m: Vector
    """Where they touch [m], shape [K, 3]."""
    normals: Vector
    """Unit normals towards the first body, shape [K, 3]."""
    gaps_m: Vector
    """Distances [m], negative when the bodies overlap, shape [K]."""
    surface_velocities_m_s: Vector
    """Velocities of moving surfaces at the points [m/s], shape [K, 3]."""
    friction: Vector
    """Coulomb coefficients, shape [K]."""
    restitution: Vector
    """Ratios of normal speeds after and before, shape [K]."""
    keys: Indices
    """Which point touches what, the same from step to step, shape [K]."""

    def __len__(self) -> int:
        return len(self.first)

    def carried(self, drifts: Vector) -> Contacts:
        """The contacts after the bodies have moved by `drifts` [n, 3] [m]."""
        linked = (self.second != NO_BODY)[:, None]
        mean = 0.5 * (drifts[self.first] + drifts[self.second])
        return replace(self, points_m=self.points_m + np.where(linked, mean, drifts[self.first]))

    def rows(self, chosen: npt.NDArray[np.generic]) -> Contacts:
        """Some of the contacts, by index or mask."""
        return Contacts(*(getattr(self, name)[chosen] for name in _FIELDS))


_FIELDS = (
    "first",
    "second",
    "points_m",
    "normals",
    "gaps_m",
    "surface_velocities_m_s",
    "friction",
    "restitution",
    "keys",
)


def joined(parts: Sequence[Contacts]) -> Contacts:
    """All contacts of the parts."""
    if len(parts) == 1:
        return parts[0]
    if not parts:
        return _none()
    return Contacts(*(np.concatenate([getattr(part, name) for part in parts]) for name in _FIELDS))


def _none() -> Contacts:
    indices, numbers, vectors = np.zeros(0, np.int64), np.zeros(0), np.zeros((0, 3))
    return Contacts(indices, indices, vectors, vectors, numbers, vectors, numbers, numbers, indices)


def spread_out(points: Vector, gaps: Vector, count: int) -> Indices:
    """The closest point and those farthest from the ones chosen before.

    Args:
        points: Candidates [m], shape [K, 3].
        gaps: Their gaps [m], shape [K].
        count: Number of points wanted; fewer when candidates coincide.

    Returns:
        Ascending indices of the chosen points.
    """
    if len(points) <= 1:
        return np.arange(len(points))
    chosen = [int(gaps.argmin())]
    squares = ((points - points[chosen[0]]) ** 2).sum(axis=1)
    smallest = 1e-6 * float(squares.max())
    while len(chosen) < min(count, len(points)):
        farthest = int(squares.argmax())
        if squares[farthest] <= smallest:
            break
        chosen.append(farthest)
        squares = np.minimum(squares, ((points - points[farthest]) ** 2).sum(axis=1))
    return np.array(sorted(chosen))
