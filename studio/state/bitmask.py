"""`BitMask`: which of many things are chosen, one bit each, immutable and cheap to keep."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from render.errors import InputError

BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class BitMask:
    """A selection among `count` things; equal masks compare equal."""

    count: int
    """Things there are."""
    packed: bytes
    """Eight things a byte, the first in its highest bit; the bits after the last are zero."""

    def __post_init__(self) -> None:
        if self.count < 0 or len(self.packed) != (self.count + 7) // 8:
            raise InputError(
                f"a mask of {self.count} things takes {(self.count + 7) // 8} bytes, "
                f"not {len(self.packed)}; select anew"
            )

    @staticmethod
    def none(count: int) -> BitMask:
        """Nothing of `count` things."""
        return BitMask(count, bytes((count + 7) // 8))

    @staticmethod
    def full(count: int) -> BitMask:
        """All of `count` things."""
        return BitMask.of(np.ones(count, np.bool_))

    @staticmethod
    def of(chosen: BoolArray) -> BitMask:
        """Mask of truth values of shape [N]."""
        return BitMask(len(chosen), np.packbits(chosen).tobytes())

    def array(self) -> BoolArray:
        """Truth values of shape [N]."""
        bits = np.unpackbits(np.frombuffer(self.packed, np.uint8), count=self.count)
        return bits.view(np.bool_)

    @property
    def chosen_count(self) -> int:
        """How many are chosen."""
        return int.from_bytes(self.packed, "big").bit_count()

    def __bool__(self) -> bool:
        """Whether anything is chosen."""
        return any(self.packed)

    def union(self, other: BitMask) -> BitMask:
        """What is chosen in either."""
        self._check(other)
        return self._combined(self._number | other._number)

    def intersection(self, other: BitMask) -> BitMask:
        """What is chosen in both."""
        self._check(other)
        return self._combined(self._number & other._number)

    def without(self, other: BitMask) -> BitMask:
        """What is chosen here and not there."""
        self._check(other)
        return self._combined(self._number & ~other._number)

    def inverted(self) -> BitMask:
        """What is not chosen."""
        return BitMask.full(self.count).without(self)

    @property
    def _number(self) -> int:
        return int.from_bytes(self.packed, "big")

    def _combined(self, number: int) -> BitMask:
        return BitMask(self.count, number.to_bytes(len(self.packed), "big"))

    def _check(self, other: BitMask) -> None:
        if other.count != self.count:
            raise InputError(
                f"a mask of {other.count} things cannot be combined with one of {self.count}; "
                "select anew"
            )
