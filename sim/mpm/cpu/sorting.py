"""Particles into a new order of packs, without going through rows.

Sorting is a hash table of the blocks that occur, two counting passes and one copy; every step is
stable, so that the order is that of `blocks.plan_blocks`.
"""

from __future__ import annotations

from math import floor
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.mpm.blocks import COORDINATE_BITS, BlockPlan, plan_in_order
from sim.mpm.cpu.jit import f32, kernel, prange, serial
from sim.mpm.cpu.layout import BLOCK_SIDE, FIELDS, LANES, PACK, TOTAL_PACK, X
from sim.mpm.cpu.packs import empty_row, identities
from sim.mpm.cpu.tiles import Floats, Ints
from sim.mpm.cpu.vector_rows import read, write

Longs = npt.NDArray[np.int64]

_HALF = f32(0.5)
_ONE = f32(1.0)
_OFFSET = 1 << (COORDINATE_BITS - 1)
_CELLS = BLOCK_SIDE**3
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
"""2⁶⁴ over the golden ratio (Knuth, The Art of Computer Programming 3, section 6.4)."""


@kernel
def find_cells(
    state: Floats, slots: Longs, fields: Ints, dx: float, keys: Longs, cells: Ints
) -> None:
    """Block and cell of every particle.

    Args:
        state: Particle packs, see `layout`.
        slots: Lane (pack · 16 + lane) of every particle, shape [P].
        fields: Velocity field of every particle, shape [P].
        dx: Cell side [m].
        keys: Output, key of the block as in `blocks`, shape [P].
        cells: Output, cell within the block, shape [P].
    """
    inverse_dx = _ONE / dx
    for entry in prange(len(slots)):
        at = slots[entry] // LANES * PACK + slots[entry] % LANES
        key = np.int64(fields[entry])
        cell = np.int64(0)
        for axis in range(3):
            # The kernels' own arithmetic: a particle on a cell's edge falls the same way.
            node = floor(read(state, at + X + axis * LANES) * inverse_dx - _HALF)
            block = node // BLOCK_SIDE
            key = (key << COORDINATE_BITS) + block + _OFFSET
            cell = cell * BLOCK_SIDE + node - block * BLOCK_SIDE
        keys[entry] = key
        cells[entry] = cell


@serial
def number_blocks(keys: Longs, table: Longs, numbers: Ints, occupied: Longs) -> int:
    """Number the blocks in the order in which they first occur.

    Args:
        keys: Key of every particle's block, shape [P].
        table: Room for the hash table, all −1, its length a power of two above P.
        numbers: Output, number of every particle's block, shape [P].
        occupied: Output, key of every number, shape [P]; the first ones are set.

    Returns:
        How many blocks there are.
    """
    mask = len(table) - 1
    count = 0
    for entry in range(len(keys)):
        key = keys[entry]
        place = np.int64((np.uint64(key) * _MULTIPLIER) >> np.uint64(20)) & mask
        while table[place] >= 0 and occupied[table[place]] != key:
            place = (place + 1) & mask
        if table[place] < 0:
            table[place] = count
            occupied[count] = key
            count += 1
        numbers[entry] = table[place]
    return count


@serial
def counting_pass(values: Ints, order: Longs, starts: Longs, result: Longs) -> None:
    """Stable sort by small numbers.

    Args:
        values: Number of every particle, shape [P].
        order: Present order, shape [P].
        starts: Room for the bins, zeros, one more than the largest number + 1.
        result: Output, order by number, shape [P].
    """
    for entry in range(len(values)):
        starts[values[entry] + 1] += 1
    for n in range(1, len(starts)):
        starts[n] += starts[n - 1]
    for entry in range(len(order)):
        value = values[order[entry]]
        result[starts[value]] = order[entry]
        starts[value] += 1


@kernel
def move_lanes(source: Floats, sources: Longs, empty: Floats, target: Floats) -> None:
    """Copy every field of particles to other lanes.

    Args:
        source: Packs of as many fields as `empty` has.
        sources: Lane in `source` of every lane of `target`, −1 where it is unused, shape [lanes].
        empty: What an unused lane holds, shape [fields].
        target: Output packs.
    """
    fields = len(empty)
    for pack in prange(len(sources) // LANES):
        for lane in range(LANES):
            slot, to = sources[pack * LANES + lane], pack * fields * LANES + lane
            if slot >= 0:
                at = slot // LANES * fields * LANES + slot % LANES
                for field in range(fields):
                    write(target, to + field * LANES, read(source, at + field * LANES))
            else:
                for field in range(fields):
                    write(target, to + field * LANES, empty[field])


def sorted_plan(
    state: Any, plan: BlockPlan, materials: Ints, fields: Ints, dx: Any
) -> tuple[BlockPlan, Longs]:
    """Plan for the particles where they are now.

    Args:
        state: Particle packs of `plan`.
        plan: Present order.
        materials: Material index of every particle in pack order, shape [P].
        fields: Velocity field of every particle in pack order, shape [P].
        dx: Cell side [m], of the state's type.

    Returns:
        New plan, whose `order` counts particles in the present pack order; and the present lane of
        every new lane or −1, shape [packs · 16].
    """
    count = len(plan.slots)
    keys, cells = np.empty(count, np.int64), np.empty(count, np.int32)
    find_cells(state, plan.slots, fields, dx, keys, cells)
    numbers, occupied = np.empty(count, np.int32), np.empty(count, np.int64)
    table = np.full(1 << count.bit_length() + 1, -1, np.int64)
    blocks = occupied[: number_blocks(keys, table, numbers, occupied)]
    ranks = np.empty(len(blocks), np.int32)
    ranks[np.argsort(blocks)] = np.arange(len(blocks), dtype=np.int32)
    groups = np.int32(_CELLS) * materials + cells
    by_group, order = np.empty(count, np.int64), np.empty(count, np.int64)
    counting_pass(groups, np.arange(count), np.zeros(int(groups.max()) + 2, np.int64), by_group)
    counting_pass(ranks[numbers], by_group, np.zeros(len(blocks) + 1, np.int64), order)
    new = plan_in_order(order, keys[order], materials[order])
    sources = np.full(new.pack_count * LANES, -1, np.int64)
    sources[new.slots] = plan.slots[order]
    return new, sources


def moved_state(state: Any, sources: Longs) -> Any:
    """Particle packs in the order of `sorted_plan`'s lanes."""
    target = np.empty(len(sources) * FIELDS, state.dtype)
    move_lanes(state, sources, empty_row(state.dtype), target)
    return target


def moved_total(total: Any, sources: Longs) -> Any:
    """Packs of total deformations in the order of `sorted_plan`'s lanes."""
    target = np.empty(len(sources) * (TOTAL_PACK // LANES), total.dtype)
    move_lanes(total, sources, identities(1, total.dtype)[0], target)
    return target
