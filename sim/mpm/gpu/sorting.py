"""Kernels that sort particles into blocks of 4³ cells on the device.

Occupied blocks are found by a hash table of 64-bit keys that grows by `atomic_min` alone: a thread
that displaces a larger key carries that one on to its next place. Within a block particles are
ordered by their rank in their cell and then by cell, so that the threads of a warp lie in different
cells: their atomic additions in `transfer.p2g` meet at different nodes.

Source of the table: Amble and Knuth, Ordered Hash Tables, The Computer Journal 17 (1974).
"""

# No `from __future__ import annotations`: Taichi reads the annotations of kernels as objects.

from typing import Any

from sim.mpm.blocks import COORDINATE_BITS
from sim.mpm.gpu.layout import BLOCK, GROUP, IDENTITY, NODES, SIDE, X
from sim.mpm.gpu.taichi_module import (
    Double,
    Integer,
    Nothing,
    Row,
    Static,
    Table,
    function,
    kernel,
    ti,
)
from sim.mpm.gpu.tensors import like

OFFSET = 1 << (COORDINATE_BITS - 1)
"""Added to coordinates so that they are not negative."""
EMPTY = (1 << 63) - 1
"""Key of an empty place."""
PROBES = 256
"""Places of the table that are tried for a key."""


@function
def first_node(state: Static, p: Any, inverse_dx: Any) -> Any:
    """First node floor(x / dx − ½) of a particle's stencil, along the three axes."""
    position = ti.Vector([state[X, p], state[X + 1, p], state[X + 2, p]])
    return ti.cast(ti.floor(position * like(inverse_dx, state) - 0.5), ti.i32)


@function
def _key(node: Any, group: Any) -> Any:
    """Key of the block a node lies in, and whether its coordinates fit."""
    block = ti.cast(node >> 2, ti.i64) + OFFSET
    fits = True
    key = ti.cast(group, ti.i64)
    for axis in ti.static(range(3)):
        fits = fits and block[axis] >= 0 and block[axis] < 2 * OFFSET
        key = (key << COORDINATE_BITS) + block[axis]
    return key, fits


@function
def _place(key: Any, mask: Any) -> Any:
    """First place of a key in a table of mask + 1 places, a power of two."""
    mixed = key ^ (key >> 15)
    mixed = mixed * 73244475
    mixed = mixed ^ (mixed >> 23)
    return ti.cast(mixed & ti.cast(mask, ti.i64), ti.i32)


@kernel
def find_blocks(
    state: Table, labels: Table, keys: Row, lost: Row, count: Integer, inverse_dx: Double
) -> Nothing:
    """Enter the block of every particle in the hash table.

    Args:
        state: Particles, see `layout`.
        labels: Integers of the particles; groups are read.
        keys: Hash table, `EMPTY` where nothing is; its length is a power of two.
        lost: Output, number of particles too far away, and of keys that found no place.
        count: Particles.
        inverse_dx: 1 / dx [1/m].
    """
    for p in range(count):
        key, fits = _key(first_node(state, p, inverse_dx), labels[GROUP, p])
        if fits:
            mask = keys.shape[0] - 1
            place = _place(key, mask)
            tries = 0
            while tries < PROBES:
                found = keys[place]
                if found > key:
                    found = ti.atomic_min(keys[place], key)
                if found == key or found == ti.i64(EMPTY):
                    break
                key = ti.max(found, key)
                place = (place + 1) & mask
                tries += 1
            if tries == PROBES:
                lost[1] += 1
        else:
            lost[0] += 1


@kernel
def count_cells(
    state: Table,
    labels: Table,
    keys: Row,
    block_of: Row,
    counts: Row,
    ranks: Row,
    count: Integer,
    inverse_dx: Double,
) -> Nothing:
    """Find the block of every particle and its rank among those in its cell.

    Args:
        state: Particles, see `layout`.
        labels: Integers of the particles; blocks are written.
        keys: Hash table of `find_blocks`.
        block_of: Block of every place of the table.
        counts: In and out, particles of every cell, 64 a block, zero before.
        ranks: Output, rank of every particle in its cell.
        count: Particles.
        inverse_dx: 1 / dx [1/m].
    """
    for p in range(count):
        node = first_node(state, p, inverse_dx)
        key, _ = _key(node, labels[GROUP, p])
        mask = keys.shape[0] - 1
        place = _place(key, mask)
        tries = 0
        while keys[place] != key and tries < PROBES:
            place = (place + 1) & mask
            tries += 1
        block = block_of[place]
        labels[BLOCK, p] = block
        ranks[p] = ti.atomic_add(counts[block * NODES + _cell(node)], 1)


@function
def _cell(node: Any) -> Any:
    """Index of a cell in its block."""
    within = node & 3
    return (within[0] * SIDE + within[1]) * SIDE + within[2]


@kernel
def order_particles(
    state: Table,
    labels: Table,
    starts: Row,
    counts: Row,
    ranks: Row,
    order: Row,
    count: Integer,
    inverse_dx: Double,
) -> Nothing:
    """Particle of every place of the new order: by block, then rank in the cell, then cell.

    Args:
        state: Particles, see `layout`.
        labels: Integers of the particles; blocks are read.
        starts: First place of every block.
        counts: Particles of every cell, see `count_cells`.
        ranks: Rank of every particle in its cell.
        order: Output, shape [count].
        count: Particles.
        inverse_dx: 1 / dx [1/m].
    """
    for p in range(count):
        block = labels[BLOCK, p]
        rank = ranks[p]
        cell = _cell(first_node(state, p, inverse_dx))
        place = starts[block]
        for other in range(NODES):
            present = counts[block * NODES + other]
            place += ti.min(present, rank)
            if other < cell and present > rank:
                place += 1
        order[place] = p


@kernel
def reorder(source: Table, order: Row, target: Table, rows: Integer, count: Integer) -> Nothing:
    """Columns of `source` in the order given.

    Args:
        source: Shape [rows, count].
        order: Column of every new column.
        target: Output, shape [rows, count].
        rows: Rows.
        count: Columns.
    """
    for index in range(rows * count):
        row = index // count
        column = index - row * count
        target[row, column] = source[row, order[column]]


@kernel
def in_given_order(
    source: Table, labels: Table, first: Integer, target: Table, rows: Integer, count: Integer
) -> Nothing:
    """Some rows of a table, columns in the order the particles were given.

    Args:
        source: Particles in the present order.
        labels: Integers of the particles; identities are read.
        first: First row that is wanted.
        target: Output, shape [rows, count].
        rows: Rows that are wanted.
        count: Columns.
    """
    for index in range(rows * count):
        row = index // count
        column = index - row * count
        target[row, labels[IDENTITY, column]] = source[first + row, column]
