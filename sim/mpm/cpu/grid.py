"""What happens on the grid: gravity, damping, the ground and walls.

Source: Hu et al., A Moving Least Squares Material Point Method, SIGGRAPH 2018.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.mpm.cpu.boundary import ground_closing, past_ground, past_wall
from sim.mpm.cpu.jit import f32, inline, kernel, prange
from sim.mpm.cpu.layout import BLOCK_FLOATS, BLOCK_SIDE
from sim.mpm.cpu.node_rows import fastest_of_block, velocities_of_block
from sim.mpm.cpu.tiles import Floats, Ints
from sim.mpm.cpu.vector_rows import NODE, read, write
from sim.mpm.settling import RATE

_ZERO = f32(0.0)
_NODES = BLOCK_SIDE**3

Bounds = tuple[Ints, float, float, float, float, Floats, Floats, Ints, Floats, Floats]
"""Ground and walls: first node of every grid block, shape [G, 3]; highest node that lies in the
ground; height at which matter rests [cells]; 1 or 0: whether matter may leave the ground, and
whether it slides on it; friction coefficient of every velocity field on the ground, shape [fields];
their `settling_rows`; field of every grid block, shape [G]; nodes at or beyond the lower and the
upper walls, shape [3] each."""


@inline
def clear_block(grid: Floats, block: int) -> None:
    """Set the nodes of a grid block to zero."""
    start = block * BLOCK_FLOATS
    for n in range(BLOCK_FLOATS):
        write(grid, start + n, _ZERO)


@inline
def update_block(grid: Floats, block: int, gravity_step: Floats, kept: float) -> None:
    """Divide momentum by mass, add gravity, damp.

    Args:
        grid: `BLOCK_FLOATS` a block: momentum [kg m/s], which becomes velocity [m/s], and mass
            [kg] of 4³ nodes.
        block: Grid block.
        gravity_step: dt · g [m/s], shape [3].
        kept: Share of the velocity that damping leaves.
    """
    x, y, z = gravity_step[0], gravity_step[1], gravity_step[2]
    velocities_of_block(grid, block * BLOCK_FLOATS, kept, x, y, z)


@inline
def _meets_boundary(grid_origin: Ints, block: int, level: float, low: Floats, high: Floats) -> bool:
    """Whether a node of the block may lie in the ground or behind a wall."""
    meets: Any = np.float32(grid_origin[block, 2]) <= level
    for axis in range(3):
        first: Any = np.float32(grid_origin[block, axis])
        last: Any = np.float32(grid_origin[block, axis] + BLOCK_SIDE - 1)
        meets = meets or first <= low[axis] or last >= high[axis]
    return meets  # type: ignore[no-any-return]


@inline
def bound_block(grid: Floats, block: int, bounds: Bounds) -> float:
    """Apply the ground and the domain's walls to a grid block; see `finish_grid`.

    Returns:
        Largest |velocity component| [m/s]; infinite where a velocity or mass is not finite.
    """
    grid_origin, level, rest, leaves, slides, friction_of, settling, field_of, low, high = bounds
    start = block * BLOCK_FLOATS
    field = field_of[block]
    friction, rate = friction_of[field], settling[field, RATE]
    if _meets_boundary(grid_origin, block, level, low, high):
        for node in range(_NODES):
            at = start + node * NODE
            x: Any = np.float32(grid_origin[block, 0] + node // (BLOCK_SIDE * BLOCK_SIDE))
            y: Any = np.float32(grid_origin[block, 1] + node // BLOCK_SIDE % BLOCK_SIDE)
            z: Any = np.float32(grid_origin[block, 2] + node % BLOCK_SIDE)
            v0, v1, v2 = read(grid, at), read(grid, at + 1), read(grid, at + 2)
            if z <= level:
                closing = _ZERO
                if node % BLOCK_SIDE < BLOCK_SIDE - 1:
                    mass, above = read(grid, at + 3), read(grid, at + NODE + 3)
                    closing = ground_closing(mass, above, rest - z, rate)
                v0, v1, v2 = past_ground((v0, v1, v2), friction, closing, leaves, slides)
            write(grid, at, past_wall(v0, x, low[0], high[0]))
            write(grid, at + 1, past_wall(v1, y, low[1], high[1]))
            write(grid, at + 2, past_wall(v2, z, low[2], high[2]))
    return fastest_of_block(grid, start)  # type: ignore[no-any-return]


@kernel
def finish_grid(grid: Floats, bounds: Bounds, fastest: Floats) -> None:
    """Apply the ground and the domain's walls, and find the fastest node of every block.

    Nodes whose neighbour above lies in another block are held by the ground at once; the highest
    node in the ground is never one of them.

    Args:
        grid: Velocities and masses of the nodes.
        bounds: Ground and walls.
        fastest: Output, largest |velocity component| a block [m/s], shape [G]; infinite where a
            velocity or mass is not finite.
    """
    for block in prange(len(fastest)):
        fastest[block] = bound_block(grid, block, bounds)
