"""From particles to the velocities of grid nodes, under one start of the threads.

A block adds to the grid after all its neighbours that come before it in the plan's order, so that
the sums do not depend on the number of threads.
"""

from __future__ import annotations

import numpy as np

from sim.mpm.cpu.grid import Bounds, bound_block, clear_block, update_block
from sim.mpm.cpu.jit import inline, kernel, prange
from sim.mpm.cpu.layout import LANES, NEIGHBOURS
from sim.mpm.cpu.pack_rows import SCRATCH_FLOATS
from sim.mpm.cpu.tiles import Floats, Ints, clear_tile, move_tile
from sim.mpm.cpu.transfer import scatter_block, tile_corner
from sim.mpm.cpu.turns import Turn, claim, finish, wait_for_count, wait_for_task
from sim.mpm.cpu.vector_rows import TILE_FLOATS

GRID_BLOCKS_A_TASK = 16


def task_count(grid_blocks: int, blocks: int) -> int:
    """Tasks of `fill_grid`: clearing, particle blocks, and nodes."""
    return blocks + 2 * -(-grid_blocks // GRID_BLOCKS_A_TASK)


@inline
def _wait_for_neighbours(
    turn: Turn, before: int, grid_of: Ints, turn_of: Ints, block: int, own: int
) -> None:
    """Return when the neighbours that come before a block have added to the grid."""
    for k in range(NEIGHBOURS):
        other = turn_of[grid_of[block, k]]
        if 0 <= other < own:
            wait_for_task(turn, before + other)


@kernel
def fill_grid(
    state: Floats,
    blocks: tuple[Ints, Ints, Ints, Ints, Ints, Ints],
    grid: Floats,
    step: tuple[float, float, float, float],
    forces: tuple[Floats, float],
    bounds: tuple[Bounds, Floats, bool],
    turn: Turn,
    workers: int,
) -> None:
    """Scatter mass and momentum of the particles, and make velocities of momentum.

    Args:
        state: Particle packs, see `layout`.
        blocks: `scatter_order` and `turn_of` of the plan, shape [B] and [G]; first pack of every
            block and the end of the last, shape [B + 1]; first node of every block, shape [B, 3];
            grid block of its 27 neighbours, shape [B, 27]; output: nodes of its tile that its
            particles feel, see `tiles`, shape [B].
        grid: Output, `BLOCK_FLOATS` a block: velocity [m/s] and mass [kg] of 4³ nodes.
        step: Cell side dx [m], stress_factor −dt · 4 / dx² [s/m²] and the factors a and b of
            `TransferBlend`.
        forces: dt · g [m/s], shape [3], and the share of the velocity that damping leaves.
        bounds: Ground and walls, and room for the fastest node of every grid block, see
            `grid.finish_grid`; whether to apply them.
        turn: New turn of `task_count` tasks.
        workers: Threads.
    """
    order, turn_of, pack_start, origin, grid_of, touched = blocks
    surfaces, fastest, bounded = bounds
    gravity_step, kept = forces
    cleared = (len(fastest) + GRID_BLOCKS_A_TASK - 1) // GRID_BLOCKS_A_TASK
    scattered = cleared + len(order)
    for _ in prange(workers):
        tile = np.empty(TILE_FLOATS, grid.dtype)
        scratch, firsts = np.empty(SCRATCH_FLOATS, grid.dtype), np.empty(LANES, np.int32)
        clear_tile(tile)
        task = claim(turn)
        while task < scattered + cleared:
            if task < cleared:
                first = task * GRID_BLOCKS_A_TASK
                for one in range(first, min(first + GRID_BLOCKS_A_TASK, len(fastest))):
                    clear_block(grid, one)
            elif task < scattered:
                own = task - cleared
                block = order[own]
                packs = (pack_start[block], pack_start[block + 1])
                corner, room = tile_corner(origin, block), (tile, scratch, firsts)
                used = scatter_block(state, packs, corner, room, step)
                touched[block] = used
                wait_for_count(turn, cleared)
                _wait_for_neighbours(turn, cleared, grid_of, turn_of, block, own)
                move_tile(grid, grid_of, block, tile, used)
            else:
                wait_for_count(turn, scattered)
                first = (task - scattered) * GRID_BLOCKS_A_TASK
                for one in range(first, min(first + GRID_BLOCKS_A_TASK, len(fastest))):
                    update_block(grid, one, gravity_step, kept)
                    if bounded:
                        fastest[one] = bound_block(grid, one, surfaces)
            finish(turn, task)
            task = claim(turn)
