"""3×3 tensors as nine scalars, row by row, without branches so that lane loops vectorise."""

from __future__ import annotations

from math import copysign, sqrt
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from sim.mpm.cpu.jit import f32, inline, with_float32
from sim.mpm.cpu.layout import LANES
from sim.mpm.cpu.vector_rows import read, write

Matrix: TypeAlias = tuple[float, float, float, float, float, float, float, float, float]
Symmetric: TypeAlias = tuple[float, float, float, float, float, float]
Triple: TypeAlias = tuple[float, float, float]
State: TypeAlias = npt.NDArray[Any]
Indices: TypeAlias = npt.NDArray[np.int32]

_ONE = f32(1.0)
_HALF = f32(0.5)
_ZERO = f32(0.0)
_TINY = f32(1e-15)


@inline
def read_matrix(state: State, at: int) -> Matrix:
    """Nine fields from index `at`."""
    return (
        read(state, at),
        read(state, at + LANES),
        read(state, at + 2 * LANES),
        read(state, at + 3 * LANES),
        read(state, at + 4 * LANES),
        read(state, at + 5 * LANES),
        read(state, at + 6 * LANES),
        read(state, at + 7 * LANES),
        read(state, at + 8 * LANES),
    )


@inline
def write_matrix(state: State, at: int, m: Matrix) -> None:
    """Store nine fields from index `at`."""
    write(state, at, m[0])
    write(state, at + LANES, m[1])
    write(state, at + 2 * LANES, m[2])
    write(state, at + 3 * LANES, m[3])
    write(state, at + 4 * LANES, m[4])
    write(state, at + 5 * LANES, m[5])
    write(state, at + 6 * LANES, m[6])
    write(state, at + 7 * LANES, m[7])
    write(state, at + 8 * LANES, m[8])


@inline
def write_symmetric(state: State, at: int, m: Symmetric, factor: float) -> None:
    """Store xx xy xz yy yz zz times `factor` from index `at`."""
    write(state, at, factor * m[0])
    write(state, at + LANES, factor * m[1])
    write(state, at + 2 * LANES, factor * m[2])
    write(state, at + 3 * LANES, factor * m[3])
    write(state, at + 4 * LANES, factor * m[4])
    write(state, at + 5 * LANES, factor * m[5])


@inline
def product(a: Matrix, b: Matrix) -> Matrix:
    """Matrix product a b."""
    return (
        a[0] * b[0] + a[1] * b[3] + a[2] * b[6],
        a[0] * b[1] + a[1] * b[4] + a[2] * b[7],
        a[0] * b[2] + a[1] * b[5] + a[2] * b[8],
        a[3] * b[0] + a[4] * b[3] + a[5] * b[6],
        a[3] * b[1] + a[4] * b[4] + a[5] * b[7],
        a[3] * b[2] + a[4] * b[5] + a[5] * b[8],
        a[6] * b[0] + a[7] * b[3] + a[8] * b[6],
        a[6] * b[1] + a[7] * b[4] + a[8] * b[7],
        a[6] * b[2] + a[7] * b[5] + a[8] * b[8],
    )


@inline
def transposed(m: Matrix) -> Matrix:
    """Transpose."""
    return m[0], m[3], m[6], m[1], m[4], m[7], m[2], m[5], m[8]


@inline
def advanced(F: Matrix, C: Matrix, dt: float) -> Matrix:
    """Trial deformation gradient (I + dt C) F."""
    step = (
        _ONE + dt * C[0],
        dt * C[1],
        dt * C[2],
        dt * C[3],
        _ONE + dt * C[4],
        dt * C[5],
        dt * C[6],
        dt * C[7],
        _ONE + dt * C[8],
    )
    return product(step, F)


@inline
def determinant(m: Matrix) -> float:
    """Determinant."""
    return (
        m[0] * (m[4] * m[8] - m[5] * m[7])
        - m[1] * (m[3] * m[8] - m[5] * m[6])
        + m[2] * (m[3] * m[7] - m[4] * m[6])
    )


@inline
def _toward_rotation(a: Matrix) -> Matrix:
    """One Newton step ½ (A + A⁻ᵀ) towards the orthogonal polar factor."""
    c0, c1, c2 = a[4] * a[8] - a[5] * a[7], a[5] * a[6] - a[3] * a[8], a[3] * a[7] - a[4] * a[6]
    c3, c4, c5 = a[2] * a[7] - a[1] * a[8], a[0] * a[8] - a[2] * a[6], a[1] * a[6] - a[0] * a[7]
    c6, c7, c8 = a[1] * a[5] - a[2] * a[4], a[2] * a[3] - a[0] * a[5], a[0] * a[4] - a[1] * a[3]
    h = _HALF / (a[0] * c0 + a[1] * c1 + a[2] * c2)
    return (
        _HALF * a[0] + h * c0,
        _HALF * a[1] + h * c1,
        _HALF * a[2] + h * c2,
        _HALF * a[3] + h * c3,
        _HALF * a[4] + h * c4,
        _HALF * a[5] + h * c5,
        _HALF * a[6] + h * c6,
        _HALF * a[7] + h * c7,
        _HALF * a[8] + h * c8,
    )


@inline
def polar_rotation(F: Matrix) -> Matrix:
    """Rotation R of F = R S for det F > 0; stretches of 0.2 to 5 converge to 1e-6.

    Source: Higham, Computing the Polar Decomposition, SIAM J. Sci. Stat. Comput. 1986.
    """
    a = _toward_rotation(F)
    a = _toward_rotation(a)
    a = _toward_rotation(a)
    a = _toward_rotation(a)
    a = _toward_rotation(a)
    return _toward_rotation(a)


@inline
def _rotation_of(app: float, aqq: float, apq: float) -> Triple:
    """Cosine and sine of the Jacobi rotation that makes a_pq zero, and by how much a_pp falls."""
    d = aqq - app
    twice = apq + apq
    h = abs(d) + sqrt(d * d + twice * twice) + _TINY
    inverse = _ONE / sqrt(h * h + twice * twice)
    c = h * inverse
    s = copysign(twice, twice * d) * inverse
    return c, s, s * (c * twice - s * d)


@inline
def _sweep(a: Symmetric, v: Matrix) -> tuple[Symmetric, Matrix]:
    """Three Jacobi rotations of a symmetric matrix (xx xy xz yy yz zz) and of its axes."""
    xx, xy, xz, yy, yz, zz = a
    v0, v1, v2, v3, v4, v5, v6, v7, v8 = v
    c, s, fall = _rotation_of(xx, yy, xy)
    xx, yy = xx - fall, yy + fall
    xz, yz = c * xz - s * yz, s * xz + c * yz
    v0, v1 = c * v0 - s * v1, s * v0 + c * v1
    v3, v4 = c * v3 - s * v4, s * v3 + c * v4
    v6, v7 = c * v6 - s * v7, s * v6 + c * v7
    c, s, fall = _rotation_of(xx, zz, xz)
    xx, zz = xx - fall, zz + fall
    xy, yz = -s * yz, c * yz
    v0, v2 = c * v0 - s * v2, s * v0 + c * v2
    v3, v5 = c * v3 - s * v5, s * v3 + c * v5
    v6, v8 = c * v6 - s * v8, s * v6 + c * v8
    c, s, fall = _rotation_of(yy, zz, yz)
    yy, zz = yy - fall, zz + fall
    xy, xz = c * xy, s * xy
    v1, v2 = c * v1 - s * v2, s * v1 + c * v2
    v4, v5 = c * v4 - s * v5, s * v4 + c * v5
    v7, v8 = c * v7 - s * v8, s * v7 + c * v8
    return (xx, xy, xz, yy, _ZERO, zz), (v0, v1, v2, v3, v4, v5, v6, v7, v8)


def _three(x: float) -> bool:  # noqa: ARG001 - the type of x counts
    return False


@with_float32(_three)
def _needs_fourth_sweep(x: float) -> bool:  # noqa: ARG001 - the type of x counts
    """Whether numbers of this type hold more digits than three sweeps give."""
    return True


@inline
def eigen_frame(a: Symmetric) -> tuple[Triple, Matrix]:
    """Eigenvalues and eigenvectors (in columns) of a symmetric matrix, by Jacobi's rotations.

    Three sweeps leave off-diagonal elements below 2e-5 of the largest element at worst, 1e-6 for
    stretches within 2 %; float64 takes a fourth, which leaves 1e-19.
    """
    v = (_ONE, _ZERO, _ZERO, _ZERO, _ONE, _ZERO, _ZERO, _ZERO, _ONE)
    a, v = _sweep(a, v)
    a, v = _sweep(a, v)
    a, v = _sweep(a, v)
    if _needs_fourth_sweep(a[0]):
        a, v = _sweep(a, v)
    return (a[0], a[3], a[5]), v


@inline
def left_cauchy_green(F: Matrix) -> Symmetric:
    """F Fᵀ, xx xy xz yy yz zz."""
    return (
        F[0] * F[0] + F[1] * F[1] + F[2] * F[2],
        F[0] * F[3] + F[1] * F[4] + F[2] * F[5],
        F[0] * F[6] + F[1] * F[7] + F[2] * F[8],
        F[3] * F[3] + F[4] * F[4] + F[5] * F[5],
        F[3] * F[6] + F[4] * F[7] + F[5] * F[8],
        F[6] * F[6] + F[7] * F[7] + F[8] * F[8],
    )


@inline
def squared_stretches(F: Matrix) -> tuple[Triple, Matrix]:
    """Squared principal stretches and right axes V (in columns) of F."""
    return eigen_frame(
        (
            F[0] * F[0] + F[3] * F[3] + F[6] * F[6],
            F[0] * F[1] + F[3] * F[4] + F[6] * F[7],
            F[0] * F[2] + F[3] * F[5] + F[6] * F[8],
            F[1] * F[1] + F[4] * F[4] + F[7] * F[7],
            F[1] * F[2] + F[4] * F[5] + F[7] * F[8],
            F[2] * F[2] + F[5] * F[5] + F[8] * F[8],
        )
    )


@inline
def scaled_columns(m: Matrix, s: Triple) -> Matrix:
    """Product m diag(s)."""
    return (
        m[0] * s[0],
        m[1] * s[1],
        m[2] * s[2],
        m[3] * s[0],
        m[4] * s[1],
        m[5] * s[2],
        m[6] * s[0],
        m[7] * s[1],
        m[8] * s[2],
    )


@inline
def times_transposed(a: Matrix, b: Matrix) -> Matrix:
    """Product a bᵀ."""
    return product(a, (b[0], b[3], b[6], b[1], b[4], b[7], b[2], b[5], b[8]))


@inline
def spatial(principal: Triple, u: Matrix) -> Symmetric:
    """Symmetric tensor U diag(principal) Uᵀ, xx xy xz yy yz zz."""
    m = scaled_columns(u, principal)
    return (
        m[0] * u[0] + m[1] * u[1] + m[2] * u[2],
        m[0] * u[3] + m[1] * u[4] + m[2] * u[5],
        m[0] * u[6] + m[1] * u[7] + m[2] * u[8],
        m[3] * u[3] + m[4] * u[4] + m[5] * u[5],
        m[3] * u[6] + m[4] * u[7] + m[5] * u[8],
        m[6] * u[6] + m[7] * u[7] + m[8] * u[8],
    )


@inline
def full(s: Symmetric) -> Matrix:
    """The nine numbers of a symmetric matrix xx xy xz yy yz zz."""
    return s[0], s[1], s[2], s[1], s[3], s[4], s[2], s[4], s[5]
