"""What happens on the grid: sums of the tiles, gravity, damping, the ground and walls.

Nodes gather from the up to eight tiles that cover them, in a fixed order: the result does not
depend on the number of threads.

Source: Hu et al., A Moving Least Squares Material Point Method, SIGGRAPH 2018; blocks and
tiles after Gao et al., GPU Optimization of Material Point Methods, SIGGRAPH Asia 2018.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.mpm.cpu.boundary import past_ground, past_wall
from sim.mpm.cpu.jit import f32, inline, kernel, prange
from sim.mpm.cpu.layout import BLOCK_FLOATS, BLOCK_SIDE, NEIGHBOURS
from sim.mpm.cpu.transfer import Floats, Ints
from sim.mpm.cpu.vector_rows import (
    NODE,
    STEP_X,
    STEP_Y,
    STEP_Z,
    TILE_FLOATS,
    read,
    write,
)

_ZERO = f32(0.0)
_ONE = f32(1.0)
_HUGE = f32(1e18)
_NO_MASS = f32(1e-30)
_INFINITE = f32(np.inf)
_NODES = BLOCK_SIDE**3
_FIRST_IN_TILE = (5, 1, 0)
_FIRST_IN_BLOCK = (0, 0, 3)
_SHARED = (3, 4, 1)


@inline
def _add_shared(grid: Floats, node_block: int, tiles: Floats, tile: int, neighbour: int) -> None:
    """Add to a block's nodes what the tile of one neighbouring block holds for them."""
    nx, ny, nz = neighbour // 9, neighbour // 3 % 3, neighbour % 3
    length = _SHARED[nz] * NODE
    for i in range(_SHARED[nx]):
        for j in range(_SHARED[ny]):
            target = (
                node_block
                + (_FIRST_IN_BLOCK[nx] + i) * BLOCK_SIDE * BLOCK_SIDE * NODE
                + (_FIRST_IN_BLOCK[ny] + j) * BLOCK_SIDE * NODE
                + _FIRST_IN_BLOCK[nz] * NODE
            )
            source = (
                tile
                + (_FIRST_IN_TILE[nx] + i) * STEP_X
                + (_FIRST_IN_TILE[ny] + j) * STEP_Y
                + _FIRST_IN_TILE[nz] * STEP_Z
            )
            for n in range(length):
                total = read(grid, target + n) + read(tiles, source + n)
                write(grid, target + n, total)


@kernel
def update_grid(
    grid: Floats, tile_of: Ints, tiles: Floats, gravity_step: Floats, kept: float
) -> None:
    """Gather momentum from the tiles, divide by mass, add gravity, damp.

    Args:
        grid: Output, `BLOCK_FLOATS` a block: velocity [m/s] and mass [kg] of 4³ nodes.
        tile_of: Tile index of the 27 neighbours of every grid block or −1, shape [G, 27].
        tiles: Tiles of `transfer.p2g`.
        gravity_step: dt · g [m/s], shape [3].
        kept: Share of the velocity that damping leaves.
    """
    for block in prange(len(tile_of)):
        start = block * BLOCK_FLOATS
        for n in range(BLOCK_FLOATS):
            write(grid, start + n, _ZERO)
        for neighbour in range(NEIGHBOURS):
            tile = tile_of[block, neighbour]
            if tile >= 0:
                _add_shared(grid, start, tiles, tile * TILE_FLOATS, neighbour)
        for node in range(_NODES):
            at = start + node * NODE
            mass = read(grid, at + 3)
            if mass > _NO_MASS:
                inverse = _ONE / mass
                for axis in range(3):
                    velocity = read(grid, at + axis) * inverse + gravity_step[axis]
                    write(grid, at + axis, kept * velocity)


@kernel
def finish_grid(
    grid: Floats,
    grid_origin: Ints,
    ground: tuple[float, float, float],
    frictions: tuple[Floats, Ints],
    walls: tuple[Floats, Floats],
    fastest: Floats,
) -> None:
    """Apply the ground and the domain's walls, and find the fastest node of every block.

    Args:
        grid: Velocities and masses of `update_grid`.
        grid_origin: First node of every grid block, shape [G, 3].
        ground: Highest node that lies in the ground; 1 or 0: whether matter may leave it, and
            whether it slides on it.
        frictions: Friction coefficient of every velocity field on the ground, shape [fields];
            field of every grid block, shape [G].
        walls: Nodes at or beyond the lower and the upper walls, shape [3] each.
        fastest: Output, largest |velocity component| a block [m/s], shape [G]; infinite where a
            velocity or mass is not finite.
    """
    level, leaves, slides = ground
    friction_of, field_of = frictions
    low, high = walls
    for block in prange(len(grid_origin)):
        start = block * BLOCK_FLOATS
        friction = friction_of[field_of[block]]
        largest = _ZERO
        finite = True
        for node in range(_NODES):
            at = start + node * NODE
            mass = read(grid, at + 3)
            if mass > _NO_MASS:
                v0, v1, v2 = read(grid, at), read(grid, at + 1), read(grid, at + 2)
                z: Any = np.float32(grid_origin[block, 2] + node % BLOCK_SIDE)
                if z <= level:
                    v0, v1, v2 = past_ground(v0, v1, v2, friction, leaves, slides)
                x: Any = np.float32(grid_origin[block, 0] + node // (BLOCK_SIDE * BLOCK_SIDE))
                y: Any = np.float32(grid_origin[block, 1] + node // BLOCK_SIDE % BLOCK_SIDE)
                v0 = past_wall(v0, x, low[0], high[0])
                v1 = past_wall(v1, y, low[1], high[1])
                v2 = past_wall(v2, z, low[2], high[2])
                write(grid, at, v0)
                write(grid, at + 1, v1)
                write(grid, at + 2, v2)
                speed = max(abs(v0), abs(v1), abs(v2))
                finite = finite and speed < _HUGE
                largest = max(largest, speed)
            elif mass != mass:
                finite = False
        fastest[block] = largest if finite else _INFINITE
