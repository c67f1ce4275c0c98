"""From particles to tiles and back: the transfers of MLS-MPM, without float atomics.

Every block of particles scatters into a tile of its own (8³ nodes: 4³, the quadratic kernel's
reach and one cell of drift on either side); `grid.update_grid` adds the tiles up.

Source: Hu et al., A Moving Least Squares Material Point Method, SIGGRAPH 2018; blocks and
tiles after Gao et al., GPU Optimization of Material Point Methods, SIGGRAPH Asia 2018.
"""

from __future__ import annotations

from math import floor

import numpy as np
import numpy.typing as npt

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
from sim.mpm.cpu.tensors import Matrix, read_matrix, write_matrix
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

Floats = npt.NDArray[np.float32] | npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]
Weights = tuple[float, ...]

_ZERO = f32(0.0)
_HALF = f32(0.5)
_ONE = f32(1.0)
_TWO = f32(2.0)
_FOUR = f32(4.0)
_THREE_HALVES = f32(1.5)
_THREE_QUARTERS = f32(0.75)
_FIRST_BEHIND = (3, 0, 0)
_FIRST_BEHIND_IN_TILE = (0, 1, 5)
_COVERED = (1, 4, 3)


@inline
def stencil(
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


@inline
def clear_tile(tiles: Floats, tile: int) -> None:
    """Set a tile to zero."""
    for i in range(TILE_FLOATS):
        write(tiles, tile + i, _ZERO)


@inline
def first_value(value: Weights, slope: Weights, d: Weights) -> Weights:
    """Value at the first node of a stencil: the particle's and its change over the distance."""
    return (
        value[0] + slope[0] * d[0] + slope[4] * d[3] + slope[8] * d[6],
        value[1] + slope[1] * d[0] + slope[5] * d[3] + slope[9] * d[6],
        value[2] + slope[2] * d[0] + slope[6] * d[3] + slope[10] * d[6],
        value[3],
    )


@kernel
def p2g(
    state: Floats,
    pack_start: Ints,
    origin: Ints,
    tiles: Floats,
    step: tuple[float, float],
    blend: tuple[float, float],
) -> None:
    """Scatter mass and momentum of every block into its tile.

    Momentum of a node: Σ w (m v + A (x_i − x_p)), A = m (a C + b Cᵀ) + stress_factor · V0 τ.

    Args:
        state: Particle packs, see `layout`.
        pack_start: First pack of every block and the end of the last, shape [blocks + 1].
        origin: First node of every block, shape [blocks, 3].
        tiles: Output, `TILE_FLOATS` a block.
        step: Cell side dx [m] and stress_factor −dt · 4 / dx² [s/m²].
        blend: Factors a and b of `TransferBlend`.
    """
    dx, stress_factor = step
    plain, turned = blend
    inverse_dx = _ONE / dx
    k = stress_factor * dx
    for block in prange(len(pack_start) - 1):
        tile = block * TILE_FLOATS
        clear_tile(tiles, tile)
        for pack in range(pack_start[block], pack_start[block + 1]):
            for lane in range(LANES):
                at = pack * PACK + lane
                mass = read(state, at + MASS)
                if mass > _ZERO:
                    first, weights, d = stencil(state, at, origin, block, inverse_dx)
                    c = read_matrix(state, at + C)
                    m, n = plain * mass * dx, turned * mass * dx
                    txx, txy, txz, tyy, tyz, tzz = (
                        k * read(state, at + TAU),
                        k * read(state, at + TAU + LANES),
                        k * read(state, at + TAU + 2 * LANES),
                        k * read(state, at + TAU + 3 * LANES),
                        k * read(state, at + TAU + 4 * LANES),
                        k * read(state, at + TAU + 5 * LANES),
                    )
                    slope = (
                        m * c[0] + n * c[0] + txx,
                        m * c[3] + n * c[1] + txy,
                        m * c[6] + n * c[2] + txz,
                        _ZERO,
                        m * c[1] + n * c[3] + txy,
                        m * c[4] + n * c[4] + tyy,
                        m * c[7] + n * c[5] + tyz,
                        _ZERO,
                        m * c[2] + n * c[6] + txz,
                        m * c[5] + n * c[7] + tyz,
                        m * c[8] + n * c[8] + tzz,
                        _ZERO,
                    )
                    momentum = (
                        mass * read(state, at + V),
                        mass * read(state, at + V + LANES),
                        mass * read(state, at + V + 2 * LANES),
                        mass,
                    )
                    value = first_value(momentum, slope, d)
                    scatter_stencil(tiles, tile + first, weights, value, slope)


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


@inline
def load_tile(tiles: Floats, tile: int, grid: Floats, grid_of: Ints, block: int) -> None:
    """Copy the velocities of all nodes that a block's particles feel into its tile."""
    for neighbour in range(NEIGHBOURS):
        _load_shared(tiles, tile, grid, grid_of[block, neighbour] * BLOCK_FLOATS, neighbour)


@inline
def gathered_gradient(s: Weights, inverse_dx: float) -> Matrix:
    """C = (4 / dx²) Σ w v_i ⊗ (x_i − x_p) [1/s], row by row, from `gather_stencil`'s sums."""
    k = _FOUR * inverse_dx
    return (
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
        grid: Velocities of the nodes.
        tiles: Room for one tile a block; overwritten.
        step: Cell side [m] and dt [s].
    """
    dx, dt = step
    inverse_dx = _ONE / dx
    for block in prange(len(pack_start) - 1):
        tile = block * TILE_FLOATS
        load_tile(tiles, tile, grid, grid_of, block)
        for pack in range(pack_start[block], pack_start[block + 1]):
            for lane in range(LANES):
                at = pack * PACK + lane
                if read(state, at + MASS) > _ZERO:
                    first, weights, d = stencil(state, at, origin, block, inverse_dx)
                    s = gather_stencil(tiles, tile + first, weights, d)
                    write_matrix(state, at + C, gathered_gradient(s, inverse_dx))
                    for axis in range(3):
                        shift = axis * LANES
                        write(state, at + V + shift, s[axis])
                        write(state, at + X + shift, read(state, at + X + shift) + dt * s[axis])
