"""The three transfers of MLS-MPM on blocks of 4³ nodes, without float atomics.

Every block of particles scatters into a tile of its own (8³ nodes: 4³, the quadratic kernel's
reach and one cell of drift on either side). Nodes then gather from the up to eight tiles that
cover them, in a fixed order: the result does not depend on the number of threads.

Source: Hu et al., A Moving Least Squares Material Point Method, SIGGRAPH 2018; blocks and
tiles after Gao et al., GPU Optimization of Material Point Methods, SIGGRAPH Asia 2018.
"""

from __future__ import annotations

from math import floor

import numpy as np
import numpy.typing as npt

from sim.mpm.cpu.boundary import past_ground
from sim.mpm.cpu.jit import f32, inline, kernel, prange
from sim.mpm.cpu.layout import (
    BLOCK_FLOATS,
    BLOCK_SIDE,
    LANES,
    MASS,
    NEIGHBOURS,
    PACK,
    TAU,
    C,
    V,
    X,
)
from sim.mpm.cpu.tensors import read_matrix, write_matrix
from sim.mpm.cpu.vector_rows import (
    NODE,
    STEP_X,
    STEP_Y,
    STEP_Z,
    TILE_FLOATS,
    gather_stencil,
    read,
    scatter_stencil,
    write,
)

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]
Weights = tuple[float, ...]

_ZERO = f32(0.0)
_HALF = f32(0.5)
_ONE = f32(1.0)
_TWO = f32(2.0)
_THREE_HALVES = f32(1.5)
_THREE_QUARTERS = f32(0.75)
_HUGE = f32(1e18)
_NO_MASS = f32(1e-30)
_FIRST_IN_TILE = (5, 1, 0)
_FIRST_IN_BLOCK = (0, 0, 3)
_SHARED = (3, 4, 1)
_FIRST_BEHIND = (3, 0, 0)
_FIRST_BEHIND_IN_TILE = (0, 1, 5)
_COVERED = (1, 4, 3)


@inline
def _stencil(
    state: Floats, at: int, origin: Ints, block: int, inverse_dx: float
) -> tuple[int, Weights, Weights]:
    """Tile offset, 9 weights and 9 distances [cells] of a particle's 27 nodes."""
    gx, gy, gz = (
        read(state, at + X) * inverse_dx,
        read(state, at + X + LANES) * inverse_dx,
        read(state, at + X + 2 * LANES) * inverse_dx,
    )
    bx, by, bz = floor(gx - _HALF), floor(gy - _HALF), floor(gz - _HALF)
    fx, fy, fz = gx - np.float32(bx), gy - np.float32(by), gz - np.float32(bz)
    first = (
        (bx - origin[block, 0] + 1) * STEP_X
        + (by - origin[block, 1] + 1) * STEP_Y
        + (bz - origin[block, 2] + 1) * STEP_Z
    )
    ux, uy, uz = fx - _ONE, fy - _ONE, fz - _ONE
    weights = (
        _HALF * (_THREE_HALVES - fx) * (_THREE_HALVES - fx),
        _THREE_QUARTERS - ux * ux,
        _HALF * (fx - _HALF) * (fx - _HALF),
        _HALF * (_THREE_HALVES - fy) * (_THREE_HALVES - fy),
        _THREE_QUARTERS - uy * uy,
        _HALF * (fy - _HALF) * (fy - _HALF),
        _HALF * (_THREE_HALVES - fz) * (_THREE_HALVES - fz),
        _THREE_QUARTERS - uz * uz,
        _HALF * (fz - _HALF) * (fz - _HALF),
    )
    distances = (-fx, _ONE - fx, _TWO - fx, -fy, _ONE - fy, _TWO - fy, -fz, _ONE - fz, _TWO - fz)
    return first, weights, distances


@kernel
def p2g(
    state: Floats, pack_start: Ints, origin: Ints, tiles: Floats, dx: float, stress_factor: float
) -> None:
    """Scatter mass and momentum of every block into its tile.

    Momentum of a node: Σ w (m v + A (x_i − x_p)), A = m C + stress_factor · V0 τ.

    Args:
        state: Particle packs, see `layout`.
        pack_start: First pack of every block and the end of the last, shape [blocks + 1].
        origin: First node of every block, shape [blocks, 3].
        tiles: Output, `TILE_FLOATS` a block.
        dx: Cell side [m].
        stress_factor: −dt · 4 / dx² [s/m²].
    """
    inverse_dx = _ONE / dx
    for block in prange(len(pack_start) - 1):
        tile = block * TILE_FLOATS
        for i in range(TILE_FLOATS):
            write(tiles, tile + i, _ZERO)
        for pack in range(pack_start[block], pack_start[block + 1]):
            for lane in range(LANES):
                at = pack * PACK + lane
                mass = read(state, at + MASS)
                if mass > _ZERO:
                    first, weights, d = _stencil(state, at, origin, block, inverse_dx)
                    c = read_matrix(state, at + C)
                    k = stress_factor * dx
                    m = mass * dx
                    txx, txy, txz, tyy, tyz, tzz = (
                        k * read(state, at + TAU),
                        k * read(state, at + TAU + LANES),
                        k * read(state, at + TAU + 2 * LANES),
                        k * read(state, at + TAU + 3 * LANES),
                        k * read(state, at + TAU + 4 * LANES),
                        k * read(state, at + TAU + 5 * LANES),
                    )
                    ax, ay, az = m * c[0] + txx, m * c[3] + txy, m * c[6] + txz
                    bx, by, bz = m * c[1] + txy, m * c[4] + tyy, m * c[7] + tyz
                    cx, cy, cz = m * c[2] + txz, m * c[5] + tyz, m * c[8] + tzz
                    value = (
                        mass * read(state, at + V) + ax * d[0] + bx * d[3] + cx * d[6],
                        mass * read(state, at + V + LANES) + ay * d[0] + by * d[3] + cy * d[6],
                        mass * read(state, at + V + 2 * LANES) + az * d[0] + bz * d[3] + cz * d[6],
                        mass,
                    )
                    slope = (ax, ay, az, _ZERO, bx, by, bz, _ZERO, cx, cy, cz, _ZERO)
                    scatter_stencil(tiles, tile + first, weights, value, slope)


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
    grid: Floats,
    grid_origin: Ints,
    tile_of: Ints,
    tiles: Floats,
    gravity_step: Floats,
    ground: tuple[float, float],
    fastest: Floats,
) -> None:
    """Gather momentum from the tiles, divide by mass, add gravity, apply the ground.

    Args:
        grid: Output, `BLOCK_FLOATS` a block: velocity [m/s] and mass [kg] of 4³ nodes.
        grid_origin: First node of every grid block, shape [G, 3].
        tile_of: Tile index of the 27 neighbours of every grid block or −1, shape [G, 27].
        tiles: Tiles of `p2g`.
        gravity_step: dt · g [m/s], shape [3].
        ground: Highest node that lies in the ground, and its friction coefficient.
        fastest: Output, largest |velocity component| a block [m/s], shape [G]; infinite where a
            velocity is not finite.
    """
    for block in prange(len(grid_origin)):
        start = block * BLOCK_FLOATS
        for n in range(BLOCK_FLOATS):
            write(grid, start + n, _ZERO)
        for neighbour in range(NEIGHBOURS):
            tile = tile_of[block, neighbour]
            if tile >= 0:
                _add_shared(grid, start, tiles, tile * TILE_FLOATS, neighbour)
        largest = _ZERO
        finite = True
        for node in range(BLOCK_SIDE * BLOCK_SIDE * BLOCK_SIDE):
            at = start + node * NODE
            mass = read(grid, at + 3)
            if mass > _NO_MASS:
                inverse = _ONE / mass
                v0 = read(grid, at) * inverse + gravity_step[0]
                v1 = read(grid, at + 1) * inverse + gravity_step[1]
                v2 = read(grid, at + 2) * inverse + gravity_step[2]
                if np.float32(grid_origin[block, 2] + node % BLOCK_SIDE) <= ground[0]:
                    v0, v1, v2 = past_ground(v0, v1, v2, ground[1])
                write(grid, at, v0)
                write(grid, at + 1, v1)
                write(grid, at + 2, v2)
                speed = max(abs(v0), abs(v1), abs(v2))
                finite = finite and speed < _HUGE
                largest = max(largest, speed)
            elif mass != mass:
                finite = False
        fastest[block] = largest if finite else np.float32(np.inf)


@inline
def _load_shared(tiles: Floats, tile: int, grid: Floats, node_block: int, neighbour: int) -> None:
    """Copy the velocities of one neighbouring block's nodes into a tile."""
    nx, ny, nz = neighbour // 9, neighbour // 3 % 3, neighbour % 3
    length = _COVERED[nz] * NODE
    for i in range(_COVERED[nx]):
        for j in range(_COVERED[ny]):
            source = (
                node_block
                + (_FIRST_BEHIND[nx] + i) * BLOCK_SIDE * BLOCK_SIDE * NODE
                + (_FIRST_BEHIND[ny] + j) * BLOCK_SIDE * NODE
                + _FIRST_BEHIND[nz] * NODE
            )
            target = (
                tile
                + (_FIRST_BEHIND_IN_TILE[nx] + i) * STEP_X
                + (_FIRST_BEHIND_IN_TILE[ny] + j) * STEP_Y
                + _FIRST_BEHIND_IN_TILE[nz] * STEP_Z
            )
            for n in range(length):
                write(tiles, target + n, read(grid, source + n))


@kernel
def g2p(
    state: Floats,
    pack_start: Ints,
    origin: Ints,
    grid_of: Ints,
    grid: Floats,
    tiles: Floats,
    step: tuple[float, float],
) -> None:
    """Gather velocity and its gradient, and move the particles.

    v = Σ w v_i, C = (4 / dx²) Σ w v_i ⊗ (x_i − x_p), x += dt v.

    Args:
        state: Particle packs, see `layout`.
        pack_start: First pack of every block and the end of the last, shape [blocks + 1].
        origin: First node of every block, shape [blocks, 3].
        grid_of: Grid block of the 27 neighbours of every block, shape [blocks, 27].
        grid: Velocities of `update_grid`.
        tiles: Room for one tile a block; overwritten.
        step: Cell side [m] and dt [s].
    """
    dx, dt = step
    inverse_dx = _ONE / dx
    four = _TWO + _TWO
    for block in prange(len(pack_start) - 1):
        tile = block * TILE_FLOATS
        for neighbour in range(NEIGHBOURS):
            source = grid_of[block, neighbour] * BLOCK_FLOATS
            _load_shared(tiles, tile, grid, source, neighbour)
        for pack in range(pack_start[block], pack_start[block + 1]):
            for lane in range(LANES):
                at = pack * PACK + lane
                if read(state, at + MASS) > _ZERO:
                    first, weights, d = _stencil(state, at, origin, block, inverse_dx)
                    s = gather_stencil(tiles, tile + first, weights, d)
                    k = four * inverse_dx
                    c = (
                        k * s[3],
                        k * s[6],
                        k * s[9],
                        k * s[4],
                        k * s[7],
                        k * s[10],
                        k * s[5],
                        k * s[8],
                        k * s[11],
                    )
                    write_matrix(state, at + C, c)
                    for axis in range(3):
                        shift = axis * LANES
                        write(state, at + V + shift, s[axis])
                        write(state, at + X + shift, read(state, at + X + shift) + dt * s[axis])
