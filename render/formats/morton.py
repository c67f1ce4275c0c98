"""Order along a space-filling curve, in which neighbours in space stand close together."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

_BITS = 10


def morton_order(points: npt.NDArray[np.float32]) -> npt.NDArray[np.int64]:
    """Indices that sort points along a Morton curve of 1024 cells an axis, shape [N].

    Args:
        points: Any unit, shape [N, 3].
    """
    if not len(points):
        return np.zeros(0, np.int64)
    low, high = points.min(axis=0), points.max(axis=0)
    extent = np.where(high > low, high - low, 1)
    cells = ((points - low) / extent * ((1 << _BITS) - 1)).astype(np.uint32)
    spread = _spread_bits()
    codes = spread[cells[:, 0]] | spread[cells[:, 1]] << 1 | spread[cells[:, 2]] << 2
    return np.argsort(codes, kind="stable")


def _spread_bits() -> npt.NDArray[np.uint32]:
    """Each number below 1024 with two zeros between its bits."""
    numbers = np.arange(1 << _BITS, dtype=np.uint32)
    spread = np.zeros_like(numbers)
    for bit in range(_BITS):
        spread |= ((numbers >> bit) & 1) << (3 * bit)
    return spread
