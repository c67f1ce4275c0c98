"""Algebra of unit quaternions, wxyz order throughout."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

FloatND = npt.NDArray[np.floating]


def normalized(quats: FloatND) -> FloatND:
    """Quaternions of length one, shape [..., 4]."""
    return np.asarray(quats / np.linalg.norm(quats, axis=-1, keepdims=True))


def conjugate(quats: FloatND) -> FloatND:
    """Inverse rotations of unit quaternions, shape [..., 4]."""
    return quats * np.array([1, -1, -1, -1], dtype=quats.dtype)


def multiply(first: FloatND, second: FloatND) -> FloatND:
    """Hamilton product: the rotation `second` followed by `first`, shape [..., 4]."""
    w1, x1, y1, z1 = np.moveaxis(np.asarray(first), -1, 0)
    w2, x2, y2, z2 = np.moveaxis(np.asarray(second), -1, 0)
    return np.stack(
        [
            w1 * w2 - x1 * x2 - y1 * y2 - z1 * z2,
            w1 * x2 + x1 * w2 + y1 * z2 - z1 * y2,
            w1 * y2 - x1 * z2 + y1 * w2 + z1 * x2,
            w1 * z2 + x1 * y2 - y1 * x2 + z1 * w2,
        ],
        axis=-1,
    )


def matrix_from_quaternion(quats: FloatND) -> FloatND:
    """Rotation matrices of unit quaternions, shape [..., 3, 3]."""
    w, x, y, z = np.moveaxis(np.asarray(quats), -1, 0)
    rows = [
        [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
        [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
        [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
    ]
    return np.stack([np.stack(row, axis=-1) for row in rows], axis=-2)


def quaternion_from_matrix(matrices: FloatND) -> FloatND:
    """Unit quaternions with w >= 0 of proper rotation matrices, shape [..., 4].

    Source: the four-candidate form of Shepperd's method, which divides by the largest component.
    """
    m = np.asarray(matrices, np.float64)
    m00, m11, m22 = m[..., 0, 0], m[..., 1, 1], m[..., 2, 2]
    squares = np.stack(
        [1 + m00 + m11 + m22, 1 + m00 - m11 - m22, 1 - m00 + m11 - m22, 1 - m00 - m11 + m22], -1
    )
    sx, sy, sz = (
        m[..., 2, 1] - m[..., 1, 2],
        m[..., 0, 2] - m[..., 2, 0],
        m[..., 1, 0] - m[..., 0, 1],
    )
    xy, xz, yz = (
        m[..., 0, 1] + m[..., 1, 0],
        m[..., 0, 2] + m[..., 2, 0],
        m[..., 1, 2] + m[..., 2, 1],
    )
    candidates = np.stack(
        [
            np.stack([squares[..., 0], sx, sy, sz], -1),
            np.stack([sx, squares[..., 1], xy, xz], -1),
            np.stack([sy, xy, squares[..., 2], yz], -1),
            np.stack([sz, xz, yz, squares[..., 3]], -1),
        ],
        axis=-2,
    )
    best = squares.argmax(-1)[..., None, None]
    quats = normalized(np.take_along_axis(candidates, best, axis=-2)[..., 0, :])
    return np.where(quats[..., :1] < 0, -quats, quats)
