"""Unit quaternions without their largest component, which their length gives back."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]
IntArray = npt.NDArray[np.int64]

ROOT_HALF = float(np.sqrt(0.5))
"""No component but the largest is longer than this."""

_OTHERS = np.array([[1, 2, 3], [0, 2, 3], [0, 1, 3], [0, 1, 2]])
"""Index of the largest component -> indices of the others, in order."""


class SmallestThree(NamedTuple):
    """Quaternions as index of the largest component and the three others."""

    largest: IntArray
    """0 to 3, shape [N]."""
    others: FloatArray
    """The other components, of the quaternion whose largest one is positive, shape [N, 3]."""


def split(quats: FloatArray) -> SmallestThree:
    """Take the largest component out of unit quaternions of any order, shape [N, 4]."""
    largest = np.abs(quats).argmax(axis=1)
    others = np.take_along_axis(quats, _OTHERS[largest], axis=1)
    negative = np.take_along_axis(quats, largest[:, None], axis=1) < 0
    return SmallestThree(largest, np.where(negative, -others, others))


def joined(parts: SmallestThree) -> FloatArray:
    """Unit quaternions of what `split` gave, shape [N, 4]."""
    quats = np.empty((len(parts.largest), 4), np.float32)
    rest = 1 - np.einsum("nk,nk->n", parts.others, parts.others)
    np.put_along_axis(quats, _OTHERS[parts.largest], parts.others, axis=1)
    np.put_along_axis(quats, parts.largest[:, None], np.sqrt(np.maximum(rest, 0))[:, None], axis=1)
    return quats
