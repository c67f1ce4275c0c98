"""The transfers of MLS-MPM between particles and a sparse pool of blocks of 4³ nodes.

Additions to the grid are atomic: their order, and with it the last bits, differ from run to run.
Source: Hu et al., A Moving Least Squares Material Point Method, SIGGRAPH 2018.
"""

# No `from __future__ import annotations`: Taichi reads the annotations of kernels as objects.

from typing import Any

from sim.mpm.gpu.grid import velocity_at
from sim.mpm.gpu.layout import (
    BLOCK,
    BLOCK_FLOATS,
    MASS,
    NODES,
    SIDE,
    TAU,
    C,
    V,
    X,
)
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
from sim.mpm.gpu.tensors import (
    like,
    read_matrix,
    read_symmetric,
    read_vector,
    write_matrix,
    write_vector,
)


@function
def _weights(f: Any) -> Any:
    """Quadratic weights of the three nodes along an axis, f cells behind the first."""
    return ti.Vector(
        [0.5 * (1.5 - f) * (1.5 - f), 0.75 - (f - 1) * (f - 1), 0.5 * (f - 0.5) * (f - 0.5)]
    )


@function
def _stencil(position: Any, inverse_dx: Any, origin: Static, block: Any) -> Any:
    """Distances from a particle's first node [cells], and that node counted from its block's.

    A particle may have drifted one cell from its block. Counts start one block before, so that
    node >> 2 is the neighbour of the block, 0 to 2, and node & 3 the node in it.
    """
    scaled = position * inverse_dx
    base = ti.floor(scaled - 0.5)
    first = ti.Vector([origin[block, axis] for axis in range(3)])
    return scaled - base, ti.cast(base, ti.i32) - first + SIDE


@function
def _line(node: Any, i: Static, j: Static) -> Any:
    """Number of the first neighbour, and first node, of the stencil's line i, j along z."""
    x, y = node[0] + i, node[1] + j
    return ((x >> 2) * 3 + (y >> 2)) * 3, ((x & 3) * SIDE + (y & 3)) * SIDE


@kernel
def p2g(
    state: Table,
    labels: Table,
    origin: Table,
    grid_of: Table,
    grid: Row,
    count: Integer,
    dx_m: Double,
    stress_step: Double,
    affine: Double,
    transposed: Double,
) -> Nothing:
    """Add mass and momentum of every particle to the nodes around it.

    Momentum of a node: Σ w (m v + A (x_i − x_p)), A = m (a C + b Cᵀ) + stress_step · V0 τ.

    Args:
        state: Particles, see `layout`.
        labels: Integers of the particles; blocks are read.
        origin: First node of every particle block, shape [B, 3].
        grid_of: Grid block of the 27 neighbours of every particle block, shape [B, 27].
        grid: In and out, `BLOCK_FLOATS` a block.
        count: Particles.
        dx_m: Cell side [m].
        stress_step: −dt · 4 / dx² [s/m²].
        affine: Share a of C that takes part.
        transposed: Share b of Cᵀ that takes part.
    """
    for p in range(count):
        block = labels[BLOCK, p]
        dx = like(dx_m, state)
        mass = state[MASS, p]
        f, node = _stencil(read_vector(state, X, p), 1 / dx, origin, block)
        wx, wy, wz = _weights(f[0]), _weights(f[1]), _weights(f[2])
        c = read_matrix(state, C, p)
        c = like(affine, state) * c + like(transposed, state) * c.transpose()
        slope = dx * (mass * c + like(stress_step, state) * read_symmetric(state, TAU, p))
        along_z = ti.Vector([slope[0, 2], slope[1, 2], slope[2, 2]])
        first = mass * read_vector(state, V, p) - slope @ f
        for i, j in ti.static(ti.ndrange(3, 3)):
            weight = wx[i] * wy[j]
            column = ti.Vector([slope[a, 0] * i + slope[a, 1] * j for a in range(3)])
            momentum = weight * (first + column)
            rise = weight * along_z
            line_mass = weight * mass
            neighbour, within = _line(node, i, j)
            for k in ti.static(range(3)):
                z = node[2] + k
                at = grid_of[block, neighbour + (z >> 2)] * BLOCK_FLOATS + within + (z & 3)
                for axis in ti.static(range(3)):
                    grid[at + axis * NODES] += wz[k] * (momentum[axis] + k * rise[axis])
                grid[at + 3 * NODES] += wz[k] * line_mass


@function
def gathered(
    position: Any, inverse_dx: Any, origin: Static, grid_of: Static, grid: Static, block: Any
) -> Any:
    """Velocity Σ w v_i and its gradient C = (4 / dx²) Σ w v_i ⊗ (x_i − x_p) at a particle."""
    f, node = _stencil(position, inverse_dx, origin, block)
    wx, wy, wz = _weights(f[0]), _weights(f[1]), _weights(f[2])
    velocity = position * 0
    moment = velocity.outer_product(velocity) * 0
    for i, j in ti.static(ti.ndrange(3, 3)):
        neighbour, within = _line(node, i, j)
        line = position * 0
        rise = position * 0
        for k in ti.static(range(3)):
            z = node[2] + k
            at = grid_of[block, neighbour + (z >> 2)] * BLOCK_FLOATS + within + (z & 3)
            part = wz[k] * velocity_at(grid, at)
            line += part
            rise += (k - f[2]) * part
        weight = wx[i] * wy[j]
        line *= weight
        velocity += line
        for axis in ti.static(range(3)):
            moment[axis, 0] += (i - f[0]) * line[axis]
            moment[axis, 1] += (j - f[1]) * line[axis]
            moment[axis, 2] += weight * rise[axis]
    return velocity, 4 * inverse_dx * moment


@kernel
def g2p(
    state: Table,
    labels: Table,
    origin: Table,
    grid_of: Table,
    grid: Row,
    count: Integer,
    dx_m: Double,
    dt_s: Double,
) -> Nothing:
    """Gather velocity and its gradient, and move the particles.

    v = Σ w v_i, C = (4 / dx²) Σ w v_i ⊗ (x_i − x_p), x += dt v.

    Args:
        state: Particles, see `layout`.
        labels: Integers of the particles; blocks are read.
        origin: First node of every particle block, shape [B, 3].
        grid_of: Grid block of the 27 neighbours of every particle block, shape [B, 27].
        grid: Velocities and masses, `BLOCK_FLOATS` a block.
        count: Particles.
        dx_m: Cell side [m].
        dt_s: Substep [s].
    """
    for p in range(count):
        block = labels[BLOCK, p]
        inverse_dx = 1 / like(dx_m, state)
        dt = like(dt_s, state)
        position = read_vector(state, X, p)
        velocity, c = gathered(position, inverse_dx, origin, grid_of, grid, block)
        write_matrix(state, C, p, c)
        write_vector(state, V, p, velocity)
        write_vector(state, X, p, position + dt * velocity)
