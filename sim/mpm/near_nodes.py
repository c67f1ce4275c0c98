"""Grid nodes of soft matter near a rigid body."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from sim.mpm.cpu.layout import BLOCK_SIDE

Vector = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]

_NODES = BLOCK_SIDE**3
_STEPS: Longs = np.stack(np.meshgrid(*[np.arange(BLOCK_SIDE)] * 3, indexing="ij"), axis=-1).reshape(
    -1, 3
)


@dataclass(frozen=True, slots=True, eq=False)
class NearNodes:
    """N grid nodes of soft matter."""

    places: Longs
    """Places on the grid, block · 64 + node, shape [N]."""
    positions_m: Vector
    """Positions in the world [m], shape [N, 3]."""
    masses_kg: Vector
    """Masses [kg], shape [N]."""
    velocities_m_s: Vector
    """Velocities [m/s], shape [N, 3]."""

    def some(self, kept: npt.NDArray[np.bool_]) -> NearNodes:
        """Those of a mask."""
        return NearNodes(
            self.places[kept],
            self.positions_m[kept],
            self.masses_kg[kept],
            self.velocities_m_s[kept],
        )


class SoftNodes(Protocol):
    """Grid nodes of soft matter after forces and contact of velocity fields, before the ground."""

    @property
    def hold_m(self) -> float:
        """Signed distance [m] at and below which nodes touch a surface."""

    def near(self, low: Vector, high: Vector) -> NearNodes:
        """Nodes with mass in a box [m] of the world; corners have shape [3]."""

    def set_velocities(self, places: Longs, velocities: Vector) -> None:
        """Give nodes other velocities [m/s], shape [N, 3]."""


def nodes_in_box(
    first: npt.NDArray[np.int32], low: Vector, high: Vector
) -> tuple[Longs, npt.NDArray[np.int64]]:
    """Nodes of blocks within a box.

    Args:
        first: First node of every block, shape [G, 3].
        low: Lower corner in cells, shape [3].
        high: Upper corner in cells, shape [3].

    Returns:
        Place block · 64 + node [N] and cell [N, 3] of every node.
    """
    meets = ((first <= high) & (first + (BLOCK_SIDE - 1) >= low)).all(axis=1)
    blocks = np.flatnonzero(meets)
    cells = (first[blocks][:, None] + _STEPS).reshape(-1, 3).astype(np.int64)
    places = (blocks[:, None] * _NODES + np.arange(_NODES)).ravel()
    inside = ((cells >= low) & (cells <= high)).all(axis=1)
    return places[inside], cells[inside]
