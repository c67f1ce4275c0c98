"""Numbers in few bits, as several formats store them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

FloatND = npt.NDArray[np.floating]


def to_bytes(values: FloatND) -> npt.NDArray[np.uint8]:
    """Nearest whole numbers from 0 to 255."""
    return np.asarray(np.clip(np.rint(values), 0, 255), dtype=np.uint8)


def unit_from_bytes(values: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    """Values from 0 to 1 of whole numbers from 0 to 255."""
    return values.astype(np.float32) / np.float32(255)


def to_bits(values: FloatND, bits: int) -> npt.NDArray[np.uint32]:
    """Values from 0 to 1 as whole numbers of so many bits; others are cut to that range."""
    top = (1 << bits) - 1
    return np.asarray(np.clip(np.floor(values * top + 0.5), 0, top), dtype=np.uint32)


def from_bits(words: npt.NDArray[np.uint32], shift: int, bits: int) -> npt.NDArray[np.float32]:
    """Values from 0 to 1 that stand in `bits` bits of each word, `shift` bits from its end."""
    top = (1 << bits) - 1
    return ((words >> np.uint32(shift)) & np.uint32(top)).astype(np.float32) / np.float32(top)
