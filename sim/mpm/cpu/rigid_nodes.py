"""Grid nodes of soft matter near rigid bodies, read from the grid and written back."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from sim.mpm.blocks import BlockPlan, soft_block_count
from sim.mpm.grid_world import GridWorld
from sim.mpm.near_nodes import NearNodes, nodes_in_box

Vector = npt.NDArray[np.float64]


class GridNodes:
    """Soft nodes of one substep; see `sim.mpm.near_nodes.SoftNodes`.

    Args:
        grid: Velocities and masses of the nodes, interleaved.
        plan: Blocks; those of soft matter come first.
        world: Cell side and origin.
    """

    def __init__(self, grid: npt.NDArray[Any], plan: BlockPlan, world: GridWorld) -> None:
        self._rows = grid.reshape(-1, 4)
        self._first = plan.grid_origin[: soft_block_count(plan.grid_field)]
        self._world = world

    @property
    def hold_m(self) -> float:
        """Signed distance [m] at and below which nodes touch a surface."""
        return self._world.hold_m

    def near(self, low: Vector, high: Vector) -> NearNodes:
        """Nodes with mass in a box [m] of the world."""
        dx, origin = self._world.dx_m, self._world.origin_m
        places, cells = nodes_in_box(self._first, (low - origin) / dx, (high - origin) / dx)
        rows = self._rows[places]
        heavy = rows[:, 3] > 0
        places, cells, rows = places[heavy], cells[heavy], rows[heavy].astype(np.float64)
        return NearNodes(places, origin + dx * cells, rows[:, 3], rows[:, :3])

    def set_velocities(self, places: npt.NDArray[np.int64], velocities: Vector) -> None:
        """Give nodes other velocities [m/s]."""
        self._rows[places, :3] = velocities
