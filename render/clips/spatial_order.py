"""An order of points in which neighbours in the list are neighbours in space."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

_BITS = 10
_SPREAD = ((16, 0x030000FF), (8, 0x0300F00F), (4, 0x030C30C3), (2, 0x09249249))


def spatial_order(points: npt.NDArray[np.float32]) -> npt.NDArray[np.int64]:
    """Indices of points along a Z-shaped curve through space, shape [N].

    Source: Morton, A Computer Oriented Geodetic Data Base, 1966.

    Args:
        points: Points, shape [N, 3].
    """
    if not len(points):
        return np.empty(0, np.int64)
    low, high = np.percentile(points, [1, 99], axis=0)
    cell = max(float((high - low).max()), 1e-12) / ((1 << _BITS) - 1)
    cells = np.clip((points - low) / cell, 0, (1 << _BITS) - 1).astype(np.uint64)
    code = np.zeros(len(points), np.uint64)
    for axis in range(3):
        spread = cells[:, axis]
        for shift, mask in _SPREAD:
            spread = (spread | spread << np.uint64(shift)) & np.uint64(mask)
        code |= spread << np.uint64(axis)
    return np.argsort(code, kind="stable")
