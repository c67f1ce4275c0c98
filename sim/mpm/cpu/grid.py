"""What happens on the grid: gravity, damping, the ground and walls.

Source: Hu et al., A Moving Least Squares Material Point Method, SIGGRAPH 2018.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.mpm.cpu.boundary import ground_closing, past_ground, past_wall
from sim.mpm.cpu.jit import f32, inline, kernel, prange
from sim.mpm.cpu.layout import BLOCK_FLOATS, BLOCK_SIDE
from sim.mpm.cpu.transfer import Floats, Ints
from sim.mpm.cpu.vector_rows import NODE, read, write
from sim.mpm.settling import RATE

_ZERO = f32(0.0)
_ONE = f32(1.0)
_HUGE = f32(1e18)
_NO_MASS = f32(1e-30)
_INFINITE = f32(np.inf)
_NODES = BLOCK_SIDE**3


@kernel
def clear_grid(grid: Floats) -> None:
    """Set all nodes to zero, `BLOCK_FLOATS` a block."""
    for block in prange(len(grid) // BLOCK_FLOATS):
        start = block * BLOCK_FLOATS
        for n in range(BLOCK_FLOATS):
            write(grid, start + n, _ZERO)


@kernel
def update_grid(grid: Floats, gravity_step: Floats, kept: float) -> None:
    """Divide momentum by mass, add gravity, damp.

    Args:
        grid: `BLOCK_FLOATS` a block: momentum [kg m/s], which becomes velocity [m/s], and mass
            [kg] of 4³ nodes.
        gravity_step: dt · g [m/s], shape [3].
        kept: Share of the velocity that damping leaves.
    """
    for block in prange(len(grid) // BLOCK_FLOATS):
        start = block * BLOCK_FLOATS
        for node in range(_NODES):
            at = start + node * NODE
            mass = read(grid, at + 3)
            share, pull = _ZERO, _ZERO
            if mass > _NO_MASS:
                share, pull = kept / mass, kept
            for axis in range(3):
                write(grid, at + axis, share * read(grid, at + axis) + pull * gravity_step[axis])


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
def _fastest(grid: Floats, start: int) -> float:
    """Largest |velocity component| of the block at `start`; infinite if something is not finite."""
    largest: Any = _ZERO
    strange = 0
    for node in range(_NODES):
        at = start + node * NODE
        for axis in range(3):
            speed = abs(read(grid, at + axis))
            largest = max(largest, speed)
            strange += 0 if speed < _HUGE else 1
        mass = read(grid, at + 3)
        strange += 0 if mass == mass else 1
    return largest if strange == 0 else _INFINITE  # type: ignore[no-any-return]


@kernel
def finish_grid(
    grid: Floats,
    grid_origin: Ints,
    ground: tuple[float, float, float, float],
    fields: tuple[Floats, Floats, Ints],
    walls: tuple[Floats, Floats],
    fastest: Floats,
) -> None:
    """Apply the ground and the domain's walls, and find the fastest node of every block.

    Nodes whose neighbour above lies in another block are held by the ground at once; the highest
    node in the ground is never one of them.

    Args:
        grid: Velocities and masses of `update_grid`.
        grid_origin: First node of every grid block, shape [G, 3].
        ground: Highest node that lies in the ground; height at which matter rests [cells]; 1 or 0:
            whether matter may leave the ground, and whether it slides on it.
        fields: Friction coefficient of every velocity field on the ground, shape [fields]; their
            `settling_rows`; field of every grid block, shape [G].
        walls: Nodes at or beyond the lower and the upper walls, shape [3] each.
        fastest: Output, largest |velocity component| a block [m/s], shape [G]; infinite where a
            velocity or mass is not finite.
    """
    level, rest, leaves, slides = ground
    friction_of, settling, field_of = fields
    low, high = walls
    for block in prange(len(grid_origin)):
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
        fastest[block] = _fastest(grid, start)
