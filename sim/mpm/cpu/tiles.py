"""Tiles of 8³ nodes around blocks of 4³ cells, and how they meet the grid.

A tile has one node before its block and three behind it: the quadratic kernel's reach and one cell
of drift on either side. Which of its nodes are used is kept as bits, so that only those are copied:
bit i, bit 8 + j and bit 16 + k stand for a stencil of 3³ nodes that begins at node (i, j, k).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.mpm.cpu.jit import f32, inline
from sim.mpm.cpu.layout import BLOCK_FLOATS, BLOCK_SIDE
from sim.mpm.cpu.pack_rows import (
    add_four_nodes,
    add_node,
    add_three_nodes,
    copy_four_nodes,
    copy_node,
    copy_three_nodes,
)
from sim.mpm.cpu.vector_rows import (
    NODE,
    STEP_X,
    STEP_Y,
    STEP_Z,
    TILE_FLOATS,
    TILE_SIDE,
    write,
)

Floats = npt.NDArray[np.float32] | npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]
Span = tuple[int, int]

WHOLE_TILE = 0x3F3F3F
"""Stencils everywhere."""

_ZERO = f32(0.0)
_LINE = BLOCK_SIDE * NODE
_STENCIL = 3
_LAST_START = TILE_SIDE - _STENCIL
_ABOVE = BLOCK_SIDE + 1
_SIDE_BITS = 8
_SHIFT_X, _SHIFT_Y, _SHIFT_Z = (step.bit_length() - 1 for step in (STEP_X, STEP_Y, STEP_Z))
_MASK = TILE_SIDE - 1


@inline
def touched_by(first: int) -> int:
    """Bits of the stencil whose first float in the tile is `first`."""
    i, j, k = first >> _SHIFT_X, (first >> _SHIFT_Y) & _MASK, (first >> _SHIFT_Z) & _MASK
    return (1 << i) | (1 << (_SIDE_BITS + j)) | (1 << (2 * _SIDE_BITS + k))


@inline
def _span(touched: int, axis: int) -> Span:
    """First used node along an axis and the end of the used ones."""
    bits = touched >> (axis * _SIDE_BITS)
    low, high = 0, _LAST_START
    while low < _LAST_START and (bits >> low) & 1 == 0:
        low += 1
    while high > 0 and (bits >> high) & 1 == 0:
        high -= 1
    return low, high + _STENCIL


@inline
def _line_of(i: int, j: int) -> tuple[int, int]:
    """Column (0 to 8) of neighbouring blocks that holds a tile's line (i, j), and its place."""
    x, y = i + BLOCK_SIDE - 1, j + BLOCK_SIDE - 1
    column = 3 * (x // BLOCK_SIDE) + y // BLOCK_SIDE
    return column, (x % BLOCK_SIDE * BLOCK_SIDE + y % BLOCK_SIDE) * _LINE


@inline
def clear_tile(tile: Floats) -> None:
    """Set all nodes to zero."""
    for n in range(TILE_FLOATS):
        write(tile, n, _ZERO)


@inline
def move_tile(grid: Floats, grid_of: Ints, block: int, tile: Floats, touched: int) -> None:
    """Add a block's tile to the grid blocks that it covers, and set it to zero."""
    first_x, end_x = _span(touched, 0)
    first_y, end_y = _span(touched, 1)
    first_z, end_z = _span(touched, 2)
    for i in range(first_x, end_x):
        for j in range(first_y, end_y):
            column, place = _line_of(i, j)
            source = i * STEP_X + j * STEP_Y
            if first_z == 0:
                below = grid_of[block, 3 * column] * BLOCK_FLOATS + place
                add_node(grid, below + 3 * NODE, tile, source)
            beside = grid_of[block, 3 * column + 1] * BLOCK_FLOATS + place
            add_four_nodes(grid, beside, tile, source + NODE)
            if end_z > _ABOVE:
                above = grid_of[block, 3 * column + 2] * BLOCK_FLOATS + place
                add_three_nodes(grid, above, tile, source + _ABOVE * NODE)
            for n in range(STEP_Y):
                write(tile, source + n, _ZERO)


@inline
def load_tile(tile: Floats, grid: Floats, grid_of: Ints, block: int, touched: int) -> None:
    """Copy the velocities of the nodes that a block's particles feel into a tile."""
    first_x, end_x = _span(touched, 0)
    first_y, end_y = _span(touched, 1)
    first_z, end_z = _span(touched, 2)
    for i in range(first_x, end_x):
        for j in range(first_y, end_y):
            column, place = _line_of(i, j)
            target = i * STEP_X + j * STEP_Y
            if first_z == 0:
                below = grid_of[block, 3 * column] * BLOCK_FLOATS + place
                copy_node(tile, target, grid, below + 3 * NODE)
            beside = grid_of[block, 3 * column + 1] * BLOCK_FLOATS + place
            copy_four_nodes(tile, target + NODE, grid, beside)
            if end_z > _ABOVE:
                above = grid_of[block, 3 * column + 2] * BLOCK_FLOATS + place
                copy_three_nodes(tile, target + _ABOVE * NODE, grid, above)
