"""Splats under a stretch: their new axes by Jacobi rotations over many splats at a time.

numpy's `eigh` calls LAPACK once a matrix, which costs several times more than the few rotations
that a 3 × 3 matrix needs. The rotations are collected in the quaternion itself.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from render.quaternion import matrix_from_quaternion, multiply, normalized

FloatArray = npt.NDArray[np.float32]
Columns = npt.NDArray[np.float64]

SMALLEST_SCALE_M = 1e-7
"""Smallest standard deviation of a stretched splat [m]; flatter ones keep this."""

_CHUNK = 4096
_MOST_SWEEPS = 6
_CONVERGED = 1e-9
_TINY = 1e-300


def stretched(
    quats: FloatArray, scales: FloatArray, stretches: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Quaternions and scales of covariances S Q diag(scales²) Qᵀ S.

    Source: Jacobi's method; Golub and Van Loan, Matrix Computations, section 8.5.

    Args:
        quats: Rotations Q as unit quaternions wxyz, shape [N, 4].
        scales: Standard deviations [m], shape [N, 3].
        stretches: Symmetric stretches S, shape [N, 3, 3].

    Returns:
        Unit quaternions wxyz, shape [N, 4], and standard deviations [m], shape [N, 3].
    """
    turned, sizes = np.empty_like(quats), np.empty_like(scales)
    for start in range(0, len(quats), _CHUNK):
        part = slice(start, start + _CHUNK)
        squares, turn = _eigen(_own_covariances(quats[part], scales[part], stretches[part]))
        turned[part] = normalized(multiply(quats[part], turn))
        sizes[part] = np.sqrt(np.maximum(squares, SMALLEST_SCALE_M**2))
    return turned, sizes


def _own_covariances(quats: FloatArray, scales: FloatArray, stretches: FloatArray) -> Columns:
    """Upper triangles of W diag(scales²) W with W = Qᵀ S Q, near diagonal, shape [3, 3, N].

    Written out over columns: numpy's products of many small matrices are slower.
    """
    axes = np.asarray(matrix_from_quaternion(quats.astype(np.float64)), np.float64)
    axes = np.moveaxis(axes, 0, -1)
    s = np.ascontiguousarray(stretches.transpose(1, 2, 0), np.float64)
    size = np.ascontiguousarray(scales.T, np.float64)
    part = [[_dot(s[i], axes[:, k]) for k in range(3)] for i in range(3)]
    w = np.empty_like(s)
    for i in range(3):
        for k in range(i, 3):
            w[i, k] = axes[0, i] * part[0][k] + axes[1, i] * part[1][k] + axes[2, i] * part[2][k]
            w[k, i] = w[i, k]
    w *= size
    covariances = np.empty_like(s)
    for i in range(3):
        for k in range(i, 3):
            covariances[i, k] = _dot(w[i], w[k])
    return covariances


def _dot(a: Columns, b: Columns) -> Columns:
    """Products a · b of shape [N] of two arrays of shape [3, N]."""
    return np.asarray(a[0] * b[0] + a[1] * b[1] + a[2] * b[2])


def _eigen(a: Columns) -> tuple[Columns, Columns]:
    """Eigenvalues [N, 3] in no order, and quaternions of proper eigenvector matrices [N, 4].

    Args:
        a: Upper triangles of symmetric matrices, shape [3, 3, N]; overwritten.
    """
    trace = a[0, 0] + a[1, 1] + a[2, 2]
    turn = np.zeros((4, a.shape[2]))
    turn[0] = 1
    for _ in range(_MOST_SWEEPS):
        apart = np.maximum(np.maximum(np.abs(a[0, 1]), np.abs(a[0, 2])), np.abs(a[1, 2]))
        if not (apart > _CONVERGED * trace).any():
            break
        _rotate(a, turn, (0, 1, 2), -1.0)
        _rotate(a, turn, (0, 2, 1), 1.0)
        _rotate(a, turn, (1, 2, 0), -1.0)
    return np.stack([a[0, 0], a[1, 1], a[2, 2]], axis=1), turn.T


def _rotate(
    a: Columns,
    turn: Columns,
    axes: tuple[int, int, int],
    sense: float,
) -> None:
    """Turn entry (p, q) of every matrix in [3, 3, N] to zero, and the quaternions [4, N] with it.

    Args:
        a: Symmetric matrices, of which the upper triangle is kept up.
        turn: Quaternions wxyz.
        axes: p < q and the axis r of the rotation.
        sense: Sign of the rotation about r.
    """
    p, q, r = axes
    coupling, apart = a[p, q], a[q, q] - a[p, p]
    twice = coupling + coupling
    root = np.sqrt(apart * apart + twice * twice) + _TINY
    tangent = twice / (apart + np.copysign(root, apart))
    cosine = 1 / np.sqrt(1 + tangent * tangent)
    sine = tangent * cosine
    change = tangent * coupling
    a[p, p] -= change
    a[q, q] += change
    a[p, q] = 0
    rp, rq = (min(r, p), max(r, p)), (min(r, q), max(r, q))
    a[rp], a[rq] = cosine * a[rp] - sine * a[rq], sine * a[rp] + cosine * a[rq]
    half_cosine = np.sqrt(0.5 + 0.5 * cosine)
    half_sine = sense * 0.5 * sine / half_cosine
    w, along = turn[0], turn[1 + r]
    first, second = turn[1 + (r + 1) % 3], turn[1 + (r + 2) % 3]
    turned_w = w * half_cosine - along * half_sine
    turned_first = first * half_cosine + second * half_sine
    turn[1 + r] = along * half_cosine + w * half_sine
    turn[1 + (r + 2) % 3] = second * half_cosine - first * half_sine
    turn[0] = turned_w
    turn[1 + (r + 1) % 3] = turned_first
