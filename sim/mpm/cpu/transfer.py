"""From particles to tiles and back: the transfers of MLS-MPM, without float atomics.

Every block of particles scatters into a tile of nodes, which is then added to the grid, and gathers
from a tile that was copied from it; see `tiles` and `fill`.

Source: Hu et al., A Moving Least Squares Material Point Method, SIGGRAPH 2018; blocks and
tiles after Gao et al., GPU Optimization of Material Point Methods, SIGGRAPH Asia 2018.
"""

from __future__ import annotations

from math import floor
from typing import Any

import numpy as np

from sim.mpm.cpu.jit import f32, inline, kernel, prange
from sim.mpm.cpu.layout import LANES, MASS, PACK, TAU, C, V, X
from sim.mpm.cpu.pack_rows import (
    SCRATCH_FLOATS,
    WEIGHTS,
    gather_lane,
    scatter_lane,
    transpose_lanes,
)
from sim.mpm.cpu.tensors import Matrix, read_matrix
from sim.mpm.cpu.tiles import Floats, Ints, clear_tile, load_tile, touched_by
from sim.mpm.cpu.turns import Turn, claim
from sim.mpm.cpu.vector_rows import STEP_X, STEP_Y, STEP_Z, TILE_FLOATS, read, write

Weights = tuple[float, ...]

_ZERO = f32(0.0)
_HALF = f32(0.5)
_ONE = f32(1.0)
_TWO = f32(2.0)
_FOUR = f32(4.0)
_THREE_HALVES = f32(1.5)
_THREE_QUARTERS = f32(0.75)
_STEP_X, _STEP_Y, _STEP_Z = np.int32(STEP_X), np.int32(STEP_Y), np.int32(STEP_Z)
_NODE_BEFORE = np.int32(1)


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
def _axis_weights(f: float) -> Weights:
    """Weights of the three nodes along an axis; f is the distance [cells] from the first."""
    return (
        _HALF * (_THREE_HALVES - f) * (_THREE_HALVES - f),
        _THREE_QUARTERS - (f - _ONE) * (f - _ONE),
        _HALF * (f - _HALF) * (f - _HALF),
    )


@inline
def _place(
    state: Floats, at: int, corner: tuple[int, int, int], inverse_dx: float
) -> tuple[Any, Any, Any, Any]:
    """Tile offset of a particle's first node and its distances [cells] from there."""
    gx = read(state, at + X) * inverse_dx
    gy = read(state, at + X + LANES) * inverse_dx
    gz = read(state, at + X + 2 * LANES) * inverse_dx
    bx, by, bz = np.floor(gx - _HALF), np.floor(gy - _HALF), np.floor(gz - _HALF)
    first = (
        (np.int32(bx) - corner[0]) * _STEP_X
        + (np.int32(by) - corner[1]) * _STEP_Y
        + (np.int32(bz) - corner[2]) * _STEP_Z
    )
    return first, gx - bx, gy - by, gz - bz


@inline
def tile_corner(origin: Ints, block: int) -> tuple[int, int, int]:
    """First node of a block's tile."""
    return (
        origin[block, 0] - _NODE_BEFORE,
        origin[block, 1] - _NODE_BEFORE,
        origin[block, 2] - _NODE_BEFORE,
    )


@inline
def _used_lanes(state: Floats, start: int) -> int:
    """Lanes of the pack at `start` that hold a particle; they come first."""
    count = 0
    for lane in range(LANES):
        count += 1 if read(state, start + MASS + lane) > _ZERO else 0
    return count


@inline
def _write_products(scratch: Floats, at: int, x: Weights, y: Weights, z: Weights) -> None:
    """Put what `scatter_lane` needs of a stencil's weights into the scratch array."""
    for i in range(3):
        for j in range(3):
            write(scratch, at + (3 * i + j) * LANES, x[i] * y[j])
        write(scratch, at + (9 + i) * LANES, z[i])


@inline
def _write_quarter(scratch: Floats, at: int, x: float, y: float, z: float, last: float) -> None:
    """Four fields of a row."""
    write(scratch, at, x)
    write(scratch, at + LANES, y)
    write(scratch, at + 2 * LANES, z)
    write(scratch, at + 3 * LANES, last)


@inline
def _momentum_slopes(
    state: Floats, at: int, k: float, factors: tuple[float, float]
) -> tuple[float, ...]:
    """Change of the momentum from node to node, A dx, column by column; see `p2g`."""
    c = read_matrix(state, at + C)
    mass = read(state, at + MASS)
    m, n = factors[0] * mass, factors[1] * mass
    txx, txy, txz, tyy, tyz, tzz = (
        k * read(state, at + TAU),
        k * read(state, at + TAU + LANES),
        k * read(state, at + TAU + 2 * LANES),
        k * read(state, at + TAU + 3 * LANES),
        k * read(state, at + TAU + 4 * LANES),
        k * read(state, at + TAU + 5 * LANES),
    )
    return (
        m * c[0] + n * c[0] + txx,
        m * c[3] + n * c[1] + txy,
        m * c[6] + n * c[2] + txz,
        m * c[1] + n * c[3] + txy,
        m * c[4] + n * c[4] + tyy,
        m * c[7] + n * c[5] + tyz,
        m * c[2] + n * c[6] + txz,
        m * c[5] + n * c[7] + tyz,
        m * c[8] + n * c[8] + tzz,
    )


@inline
def scatter_block(
    state: Floats,
    packs: tuple[int, int],
    corner: tuple[int, int, int],
    room: tuple[Floats, Floats, Ints],
    step: tuple[float, float, float, float],
) -> int:
    """Add mass and momentum of a block's particles to its tile.

    Momentum of a node: Σ w (m v + A (x_i − x_p)), A = m (a C + b Cᵀ) + stress_factor · V0 τ.

    Args:
        state: Particle packs, see `layout`.
        packs: First pack of the block and the end of the last.
        corner: First node of the tile.
        room: The tile, which is changed: momentum [kg m/s] and mass [kg]; scratch floats and
            integers.
        step: Cell side dx [m], stress_factor −dt · 4 / dx² [s/m²] and the factors a and b of
            `TransferBlend`.

    Returns:
        Nodes of the tile that are used, see `tiles`.
    """
    tile, scratch, firsts = room
    dx, stress_factor, own, mirrored = step
    factors = (own * dx, mirrored * dx)
    inverse_dx = _ONE / dx
    touched = 0
    for pack in range(packs[0], packs[1]):
        start = pack * PACK
        for lane in range(LANES):
            at = start + lane
            first, fx, fy, fz = _place(state, at, corner, inverse_dx)
            write(firsts, lane, np.int32(first))
            _write_products(
                scratch, WEIGHTS + lane, _axis_weights(fx), _axis_weights(fy), _axis_weights(fz)
            )
            ax, ay, az, bx, by, bz, cx, cy, cz = _momentum_slopes(
                state, at, stress_factor * dx, factors
            )
            mass = read(state, at + MASS)
            _write_quarter(
                scratch,
                lane,
                mass * read(state, at + V) - ax * fx - bx * fy - cx * fz,
                mass * read(state, at + V + LANES) - ay * fx - by * fy - cy * fz,
                mass * read(state, at + V + 2 * LANES) - az * fx - bz * fy - cz * fz,
                mass,
            )
            _write_quarter(scratch, lane + 4 * LANES, ax, ay, az, _ZERO)
            _write_quarter(scratch, lane + 8 * LANES, bx, by, bz, _ZERO)
            _write_quarter(scratch, lane + 12 * LANES, cx, cy, cz, _ZERO)
        transpose_lanes(scratch)
        for lane in range(_used_lanes(state, start)):
            first = read(firsts, lane)
            touched |= touched_by(first)
            scatter_lane(tile, first, scratch, lane)
    return touched


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


@inline
def _write_weights(scratch: Floats, at: int, f: float) -> None:
    """Put the weights along an axis, and weights times distance, into the scratch array."""
    w = _axis_weights(f)
    write(scratch, at, w[0])
    write(scratch, at + LANES, w[1])
    write(scratch, at + 2 * LANES, w[2])
    write(scratch, at + 3 * LANES, -f * w[0])
    write(scratch, at + 4 * LANES, (_ONE - f) * w[1])
    write(scratch, at + 5 * LANES, (_TWO - f) * w[2])


@inline
def _move(state: Floats, at: int, scratch: Floats, lane: int, k: float, dt: float) -> None:
    """New velocity, gradient and position of a particle from the transposed sums."""
    for axis in range(3):
        shift = axis * LANES
        velocity = read(scratch, lane + shift)
        write(state, at + V + shift, velocity)
        write(state, at + X + shift, read(state, at + X + shift) + dt * velocity)
        for along in range(3):
            value = k * read(scratch, lane + (4 + 4 * along) * LANES + shift)
            write(state, at + C + (3 * axis + along) * LANES, value)


@inline
def gather_block(
    state: Floats,
    packs: tuple[int, int],
    corner: tuple[int, int, int],
    room: tuple[Floats, Floats, Ints],
    step: tuple[float, float],
) -> None:
    """Gather velocity and its gradient from a block's tile, and move its particles; see `g2p`."""
    tile, scratch, firsts = room
    dx, dt = step
    inverse_dx = _ONE / dx
    for pack in range(packs[0], packs[1]):
        start = pack * PACK
        for lane in range(LANES):
            first, fx, fy, fz = _place(state, start + lane, corner, inverse_dx)
            write(firsts, lane, np.int32(first))
            _write_weights(scratch, WEIGHTS + lane, fx)
            _write_weights(scratch, WEIGHTS + lane + 6 * LANES, fy)
            _write_weights(scratch, WEIGHTS + lane + 12 * LANES, fz)
        count = _used_lanes(state, start)
        for lane in range(count):
            gather_lane(tile, read(firsts, lane), scratch, lane)
        for n in range(count * LANES, WEIGHTS):
            write(scratch, n, _ZERO)
        transpose_lanes(scratch)
        for lane in range(LANES):
            _move(state, start + lane, scratch, lane, _FOUR * inverse_dx, dt)


@kernel
def g2p(
    state: Floats,
    blocks: tuple[Ints, Ints, Ints, Ints],
    grid: Floats,
    step: tuple[float, float],
    turn: Turn,
    workers: int,
) -> None:
    """Gather velocity and its gradient, and move the particles.

    v = Σ w v_i, C = (4 / dx²) Σ w v_i ⊗ (x_i − x_p), x += dt v.

    Args:
        state: Particle packs, see `layout`.
        blocks: First pack of every block and the end of the last, shape [blocks + 1]; first node
            of every block, shape [blocks, 3]; grid block of its 27 neighbours, shape [blocks, 27];
            nodes of its tile that its particles feel, see `tiles`, shape [blocks].
        grid: Velocities of the nodes.
        step: Cell side [m] and dt [s].
        turn: Counters of `turns`, zero.
        workers: Threads.
    """
    pack_start, origin, grid_of, touched = blocks
    for _ in prange(workers):
        tile = np.empty(TILE_FLOATS, state.dtype)
        scratch = np.empty(SCRATCH_FLOATS, state.dtype)
        firsts = np.empty(LANES, np.int32)
        clear_tile(tile)  # nodes of weight 0 are read too
        block = claim(turn)
        while block < len(touched):
            load_tile(tile, grid, grid_of, block, touched[block])
            packs = (pack_start[block], pack_start[block + 1])
            gather_block(state, packs, tile_corner(origin, block), (tile, scratch, firsts), step)
            block = claim(turn)
