"""Kernels that carry Gaussians along with their particles; see `sim.binding`."""

from __future__ import annotations

from math import sqrt

import numpy as np
import numpy.typing as npt

from sim.mpm.cpu.float_bits import exp
from sim.mpm.cpu.jit import f32, function, inline, kernel, prange
from sim.mpm.cpu.tensors import (
    Matrix,
    Triple,
    determinant,
    product,
    scaled_columns,
    squared_stretches,
    times_transposed,
    transposed,
)

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]

_ZERO = f32(0.0)
_HALF = f32(0.5)
_ONE = f32(1.0)
_THREE_HALVES = f32(1.5)
_FOUR = f32(4.0)
_SMALLEST_SQUARE = f32(1e-6)
_LARGEST_EXPONENT = f32(80.0)


@inline
def _cross(a: Triple, b: Triple) -> Triple:
    return a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]


@inline
def _orthogonal(r: Matrix) -> Matrix:
    """The nearest rotation, by one Newton-Schulz step R (3 I − Rᵀ R) / 2; R is one nearly."""
    g = product(transposed(r), r)
    half = (
        _THREE_HALVES - _HALF * g[0],
        -_HALF * g[1],
        -_HALF * g[2],
        -_HALF * g[3],
        _THREE_HALVES - _HALF * g[4],
        -_HALF * g[5],
        -_HALF * g[6],
        -_HALF * g[7],
        _THREE_HALVES - _HALF * g[8],
    )
    return product(r, half)


@inline
def _symmetric(a: Matrix) -> Matrix:
    """Mean of a matrix and its transpose."""
    xy, xz, yz = _HALF * (a[1] + a[3]), _HALF * (a[2] + a[6]), _HALF * (a[5] + a[7])
    return a[0], xy, xz, xy, a[4], yz, xz, yz, a[8]


@function
def capped_polar(f: Matrix, cap: float) -> tuple[Matrix, Matrix]:
    """Proper rotation R and right stretch S of F = R S, stretches held in 1/cap to cap.

    The left axis of the smallest stretch is the cross product of the other two, so that collapsed
    and inverted gradients give proper rotations too.
    """
    squares, v = squared_stretches(f)
    s0 = sqrt(max(squares[0], _SMALLEST_SQUARE))
    s1 = sqrt(max(squares[1], _SMALLEST_SQUARE))
    s2 = sqrt(max(squares[2], _SMALLEST_SQUARE))
    u = scaled_columns(product(f, v), (_ONE / s0, _ONE / s1, _ONE / s2))
    u0, u1, u2 = (u[0], u[3], u[6]), (u[1], u[4], u[7]), (u[2], u[5], u[8])
    if s0 <= s1 and s0 <= s2:
        u0 = _cross(u1, u2)
    elif s1 <= s2:
        u1 = _cross(u2, u0)
    else:
        u2 = _cross(u0, u1)
    left = (u0[0], u1[0], u2[0], u0[1], u1[1], u2[1], u0[2], u1[2], u2[2])
    rotation = _orthogonal(times_transposed(left, v))
    low = _ONE / cap
    if min(s0, s1, s2) >= low and max(s0, s1, s2) <= cap and determinant(f) > _ZERO:
        return rotation, _symmetric(product(transposed(rotation), f))
    held = (min(max(s0, low), cap), min(max(s1, low), cap), min(max(s2, low), cap))
    return rotation, times_transposed(scaled_columns(v, held), v)


@inline
def _row(array: Floats, i: int) -> Matrix:
    return (
        array[i, 0],
        array[i, 1],
        array[i, 2],
        array[i, 3],
        array[i, 4],
        array[i, 5],
        array[i, 6],
        array[i, 7],
        array[i, 8],
    )


@function
def _bonds(
    i: int,
    f: Matrix,
    positions: Floats,
    rest: tuple[Floats, Ints],
    limits: tuple[float, float],
) -> tuple[float, float]:
    """Broken and overlong bonds of particle i, by squares of the two limits [bond lengths]."""
    at_rest, neighbours = rest
    reach, long = limits
    broken: float = _ZERO
    overlong: float = _ZERO
    for k in range(neighbours.shape[1]):
        j = neighbours[i, k]
        x = at_rest[j, 0] - at_rest[i, 0]
        y = at_rest[j, 1] - at_rest[i, 1]
        z = at_rest[j, 2] - at_rest[i, 2]
        square = x * x + y * y + z * z
        x1 = positions[j, 0] - positions[i, 0]
        y1 = positions[j, 1] - positions[i, 1]
        z1 = positions[j, 2] - positions[i, 2]
        if x1 * x1 + y1 * y1 + z1 * z1 > long * square:
            overlong += _ONE
        x1 -= f[0] * x + f[1] * y + f[2] * z
        y1 -= f[3] * x + f[4] * y + f[5] * z
        z1 -= f[6] * x + f[7] * y + f[8] * z
        if x1 * x1 + y1 * y1 + z1 * z1 > reach * square:
            broken += _ONE
    return broken, overlong


@kernel
def cap_gradients(
    gradients: Floats,
    positions: Floats,
    rest: tuple[Floats, Ints],
    caps: Floats,
    reach: float,
    capped: Floats,
    bonds: Floats,
) -> None:
    """Hold stretches in 1/cap to cap and count the bonds between neighbours that do not hold.

    Args:
        gradients: Deformation gradients, shape [P, 9].
        positions: Particles [m], shape [P, 3].
        rest: Positions at rest [m], shape [P, 3], and neighbours at rest, shape [P, k].
        caps: Largest stretches, shape [P]; longer bonds are overlong.
        reach: Distance [bond lengths] from where the capped gradient puts a neighbour beyond which
            the bond to it is broken.
        capped: Takes the capped gradients, shape [P, 9].
        bonds: Takes the numbers of broken and overlong bonds, shape [P, 2].
    """
    for i in prange(len(gradients)):
        rotation, stretch = capped_polar(_row(gradients, i), caps[i])
        f = product(rotation, stretch)
        for k in range(9):
            capped[i, k] = f[k]
        limits = (reach * reach, caps[i] * caps[i])
        bonds[i, 0], bonds[i, 1] = _bonds(i, f, positions, rest, limits)


@function
def _quaternion(r: Matrix) -> tuple[float, float, float, float]:
    """Unit quaternion wxyz of a proper rotation; the largest component is found first."""
    w, x = _ONE + r[0] + r[4] + r[8], _ONE + r[0] - r[4] - r[8]
    y, z = _ONE - r[0] + r[4] - r[8], _ONE - r[0] - r[4] + r[8]
    if w >= x and w >= y and w >= z:
        q = (w, r[7] - r[5], r[2] - r[6], r[3] - r[1])
    elif x >= y and x >= z:
        q = (r[7] - r[5], x, r[1] + r[3], r[2] + r[6])
    elif y >= z:
        q = (r[2] - r[6], r[1] + r[3], y, r[5] + r[7])
    else:
        q = (r[3] - r[1], r[2] + r[6], r[5] + r[7], z)
    n = _ONE / sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3])
    return q[0] * n, q[1] * n, q[2] * n, q[3] * n


@kernel
def follow_particles(
    positions: Floats,
    particles: tuple[Floats, Floats, Floats],
    bonds: tuple[Longs, Floats, Floats],
    grains: Floats,
    spacing: float,
    output: tuple[Floats, Floats, Floats],
) -> None:
    """Means, rotations and stretches of Gaussians from the particles they are bound to.

    Args:
        positions: Particles [m], shape [P, 3].
        particles: Their deformation gradients after `cap_gradients` [P, 9], how far they crumble
            into grains, 0 to 1 [P], and their largest stretches [P].
        bonds: Neighbours [N, k], weights at rest [N, k] and offsets at rest [N, k, 3] [m].
        grains: Stretches of the Gaussians that make grains of them, shape [N, 9].
        spacing: Particle spacing at rest [m].
        output: Means [N, 3] [m], quaternions wxyz [N, 4] and stretches [N, 9].
    """
    neighbours, rest_weights, offsets = bonds
    capped, crumbling, caps = particles
    means, quats, stretches = output
    sharpness = _FOUR / (spacing * spacing)
    for i in prange(len(neighbours)):
        first = _row(capped, neighbours[i, 0])
        f = (_ZERO, _ZERO, _ZERO, _ZERO, _ZERO, _ZERO, _ZERO, _ZERO, _ZERO)
        x, y, z, total, loose = _ZERO, _ZERO, _ZERO, _ZERO, _ZERO
        x0, y0, z0 = _ZERO, _ZERO, _ZERO
        for k in range(neighbours.shape[1]):
            p = neighbours[i, k]
            g = _row(capped, p)
            o0, o1, o2 = offsets[i, k, 0], offsets[i, k, 1], offsets[i, k, 2]
            px = positions[p, 0] + g[0] * o0 + g[1] * o1 + g[2] * o2
            py = positions[p, 1] + g[3] * o0 + g[4] * o1 + g[5] * o2
            pz = positions[p, 2] + g[6] * o0 + g[7] * o1 + g[8] * o2
            if k == 0:
                x0, y0, z0 = px, py, pz
            apart = sharpness * (
                (px - x0) * (px - x0) + (py - y0) * (py - y0) + (pz - z0) * (pz - z0)
            )
            for n in range(9):
                apart += (g[n] - first[n]) * (g[n] - first[n])
            weight = rest_weights[i, k] * exp(-min(apart, _LARGEST_EXPONENT))
            total += weight
            loose += weight * crumbling[p]
            x, y, z = x + weight * px, y + weight * py, z + weight * pz
            f = (
                f[0] + weight * g[0],
                f[1] + weight * g[1],
                f[2] + weight * g[2],
                f[3] + weight * g[3],
                f[4] + weight * g[4],
                f[5] + weight * g[5],
                f[6] + weight * g[6],
                f[7] + weight * g[7],
                f[8] + weight * g[8],
            )
        scale = _ONE / total
        means[i, 0], means[i, 1], means[i, 2] = x * scale, y * scale, z * scale
        f = scaled_columns(f, (scale, scale, scale))
        loose = loose * scale
        rotation, stretch = capped_polar(f, caps[neighbours[i, 0]])
        quats[i, 0], quats[i, 1], quats[i, 2], quats[i, 3] = _quaternion(rotation)
        for n in range(9):
            stretches[i, n] = (_ONE - loose) * stretch[n] + loose * grains[i, n]
