"""`Sorter`: finds the occupied blocks and puts the particles of each together, on the device."""

import logging
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.mpm.errors import SimulationDivergedError
from sim.mpm.gpu import sorting
from sim.mpm.gpu.layout import LABELS, NODES, ROWS
from sim.mpm.gpu.plan import DevicePlan, plan_grid
from sim.mpm.gpu.taichi_module import ti

_log = logging.getLogger(__name__)

FIRST_PLACES = 1 << 14
"""Places of the hash table at the start; it grows when half of them are taken."""


class Sorter:
    """Sorts the columns of particle tables by block.

    Args:
        count: Particles.
        group_fields: Velocity field of every group of particles.
        inverse_dx: 1 / dx [1/m].
        real: Taichi's number type of the particles.
    """

    def __init__(
        self, count: int, group_fields: npt.NDArray[np.int32], *, inverse_dx: float, real: Any
    ) -> None:
        self._count, self._group_fields, self._inverse_dx = count, group_fields, inverse_dx
        self._places = FIRST_PLACES
        self._ranks = ti.ndarray(ti.i32, (count,))
        self._order = ti.ndarray(ti.i32, (count,))
        self._spare_state = ti.ndarray(real, (ROWS, count))
        self._spare_labels = ti.ndarray(ti.i32, (LABELS, count))

    def sort(self, state: Any, labels: Any) -> tuple[Any, Any, Any, DevicePlan, Any]:
        """Particles in block order.

        Args:
            state: Particles, see `layout`.
            labels: Their integers.

        Returns:
            New tables of particles and integers, the order they are in, the plan of the grid
            and the first particle of every block with the end of the last, shape [B + 1].
        """
        keys, occupied = self._find_blocks(state, labels)
        block_of = _device_ints(np.searchsorted(occupied, keys.to_numpy()))
        counts = ti.ndarray(ti.i32, (len(occupied) * NODES,))
        counts.fill(0)
        sorting.count_cells(
            state, labels, keys, block_of, counts, self._ranks, self._count, self._inverse_dx
        )
        sizes = counts.to_numpy().reshape(-1, NODES).sum(axis=1)
        starts = np.append(0, np.cumsum(sizes))
        sorting.order_particles(
            state,
            labels,
            _device_ints(starts),
            counts,
            self._ranks,
            self._order,
            self._count,
            self._inverse_dx,
        )
        sorting.reorder(state, self._order, self._spare_state, ROWS, self._count)
        sorting.reorder(labels, self._order, self._spare_labels, LABELS, self._count)
        sorted_tables = self._spare_state, self._spare_labels
        self._spare_state, self._spare_labels = state, labels
        plan = plan_grid(occupied, self._group_fields)
        return *sorted_tables, self._order, plan, starts

    def reordered(self, table: Any, order: Any) -> Any:
        """Columns of another table of real numbers in the order of `sort`."""
        rows, count = table.shape
        target = ti.ndarray(table.dtype, (rows, count))
        sorting.reorder(table, order, target, rows, count)
        return target

    def _find_blocks(self, state: Any, labels: Any) -> tuple[Any, npt.NDArray[np.int64]]:
        """Hash table on the device, and the sorted keys in it."""
        while True:
            keys = ti.ndarray(ti.i64, (self._places,))
            keys.from_numpy(np.full(self._places, sorting.EMPTY, np.int64))
            lost = _device_ints(np.zeros(2))
            sorting.find_blocks(state, labels, keys, lost, self._count, self._inverse_dx)
            far, crowded = (int(number) for number in lost.to_numpy())
            if far:
                raise SimulationDivergedError(
                    f"{far} particles flew out of the space that the grid can number; choose a "
                    "softer or heavier material, or a finer quality"
                )
            table = keys.to_numpy()
            occupied = np.sort(table[table != sorting.EMPTY])
            if not crowded and len(occupied) * 2 <= self._places:
                return keys, occupied
            self._places *= 4
            _log.debug("the table of blocks grows to %d places", self._places)


def _device_ints(values: npt.NDArray[Any]) -> Any:
    array = ti.ndarray(ti.i32, values.shape)
    array.from_numpy(np.ascontiguousarray(values, np.int32))
    return array
