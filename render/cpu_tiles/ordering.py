"""Ordering kernel: visible Gaussians from near to far."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from render.cpu_tiles.jit import kernel
from render.cpu_tiles.projection import INVISIBLE

DIGIT_BITS = 11
DIGITS = 1 << DIGIT_BITS


@kernel
def order_by_key(keys: npt.NDArray[np.uint32]) -> npt.NDArray[np.int32]:
    """Indices of the visible Gaussians in ascending order of their keys, equal keys by index.

    A radix sort in three passes of 11 bits: the bits of positive floats sort like the floats.

    Args:
        keys: Bits of the camera depth, or `INVISIBLE`, shape [N].

    Returns:
        Indices, shape [V] with V visible Gaussians.
    """
    visible = 0
    for n in range(keys.size):
        if keys[n] != INVISIBLE:
            visible += 1
    order = np.empty(visible, np.int32)
    spare = np.empty(visible, np.int32)
    cursor = 0
    for n in range(keys.size):
        if keys[n] != INVISIBLE:
            order[cursor] = n
            cursor += 1
    starts = np.empty(DIGITS + 1, np.int64)
    for digit in range(3):
        shift = np.uint32(digit * DIGIT_BITS)
        starts[:] = 0
        for n in range(visible):
            starts[((keys[order[n]] >> shift) & np.uint32(DIGITS - 1)) + 1] += 1
        for value in range(DIGITS):
            starts[value + 1] += starts[value]
        for n in range(visible):
            value = (keys[order[n]] >> shift) & np.uint32(DIGITS - 1)
            spare[starts[value]] = order[n]
            starts[value] += 1
        order, spare = spare, order
    return order
