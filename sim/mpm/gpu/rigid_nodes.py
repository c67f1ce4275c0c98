"""Grid nodes of soft matter near rigid bodies, fetched from the device and sent back."""

# No `from __future__ import annotations`: Taichi reads the annotations of kernels as objects.

from typing import Any

import numpy as np
import numpy.typing as npt

from sim.mpm.gpu.layout import BLOCK_FLOATS, NODES
from sim.mpm.gpu.taichi_module import Integer, Nothing, Row, Table, kernel, ti
from sim.mpm.grid_world import GridWorld
from sim.mpm.near_nodes import NearNodes, nodes_in_box

Vector = npt.NDArray[np.float64]


@kernel
def read_nodes(grid: Row, places: Row, values: Table, count: Integer) -> Nothing:
    """Copy nodes out of the grid.

    Args:
        grid: Velocities and masses of the nodes.
        places: Block · `NODES` + node of each, shape [N].
        values: Output: velocity [m/s] and mass [kg], shape [N, 4].
        count: N.
    """
    for n in range(count):
        at = places[n] // NODES * BLOCK_FLOATS + places[n] % NODES
        for part in ti.static(range(4)):
            values[n, part] = grid[at + part * NODES]


@kernel
def write_nodes(grid: Row, places: Row, velocities: Table, count: Integer) -> Nothing:
    """Give nodes other velocities.

    Args:
        grid: Velocities and masses of the nodes, changed in place.
        places: Block · `NODES` + node of each, shape [N].
        velocities: Shape [N, 3] [m/s].
        count: N.
    """
    for n in range(count):
        at = places[n] // NODES * BLOCK_FLOATS + places[n] % NODES
        for axis in ti.static(range(3)):
            grid[at + axis * NODES] = velocities[n, axis]


class DeviceNodes:
    """Soft nodes of one substep; see `sim.mpm.near_nodes.SoftNodes`.

    Args:
        grid: Velocities and masses of the nodes on the device.
        first: First node of every block of soft matter, shape [G, 3].
        world: Cell side and origin.
        real: Taichi's type of real numbers.
    """

    def __init__(
        self, grid: Any, first: npt.NDArray[np.int32], world: GridWorld, real: Any
    ) -> None:
        self._grid, self._first, self._world, self._real = grid, first, world, real

    @property
    def hold_m(self) -> float:
        """Signed distance [m] at and below which nodes touch a surface."""
        return self._world.hold_m

    def near(self, low: Vector, high: Vector) -> NearNodes:
        """Nodes with mass in a box [m] of the world."""
        dx, origin = self._world.dx_m, self._world.origin_m
        places, cells = nodes_in_box(self._first, (low - origin) / dx, (high - origin) / dx)
        if not len(places):
            return NearNodes(places, np.zeros((0, 3)), np.zeros(0), np.zeros((0, 3)))
        values = ti.ndarray(self._real, (len(places), 4))
        read_nodes(self._grid, _sent(places), values, len(places))
        rows = values.to_numpy().astype(np.float64)
        heavy = rows[:, 3] > 0
        rows = rows[heavy]
        return NearNodes(places[heavy], origin + dx * cells[heavy], rows[:, 3], rows[:, :3])

    def set_velocities(self, places: npt.NDArray[np.int64], velocities: Vector) -> None:
        """Give nodes other velocities [m/s]."""
        sent = ti.ndarray(self._real, (len(places), 3))
        dtype = np.float64 if self._real == ti.f64 else np.float32
        sent.from_numpy(np.ascontiguousarray(velocities, dtype))
        write_nodes(self._grid, _sent(places), sent, len(places))


def _sent(places: npt.NDArray[np.int64]) -> Any:
    """Places on the device."""
    copy = ti.ndarray(ti.i32, (len(places),))
    copy.from_numpy(places.astype(np.int32))
    return copy
