"""Pictures and clouds in memory that the window and the view process share."""

from __future__ import annotations

from collections.abc import Sequence
from multiprocessing.shared_memory import SharedMemory

import numpy as np
import numpy.typing as npt

_GRANULE = 1 << 20


class PictureBuffer:
    """The window's end: owns one block of shared memory that grows with the picture."""

    def __init__(self) -> None:
        self._memory: SharedMemory | None = None

    def reserve(self, byte_count: int) -> str:
        """Make room for a picture or cloud.

        Returns:
            Name under which the other process finds the memory.
        """
        if self._memory is None or self._memory.size < byte_count:
            self.close()
            size = -(-byte_count // _GRANULE) * _GRANULE
            self._memory = SharedMemory(create=True, size=size)
        return self._memory.name

    def copy(self, byte_count: int) -> bytes:
        """What was written last."""
        if self._memory is None or self._memory.buf is None:
            raise ValueError("no memory was reserved")
        return bytes(self._memory.buf[:byte_count])

    def close(self) -> None:
        """Give the memory back."""
        if self._memory is not None:
            self._memory.close()
            self._memory.unlink()
            self._memory = None


class AttachedBuffers:
    """The view process's end: keeps the blocks it was told of mapped."""

    def __init__(self, *, limit: int = 2) -> None:
        self._limit = limit
        self._memories: dict[str, SharedMemory] = {}

    def write(self, name: str, arrays: Sequence[npt.NDArray[np.generic]]) -> None:
        """Copy arrays, one behind the other, into the block of this name."""
        memory = self._memories.get(name)
        if memory is None:
            memory = SharedMemory(name=name)
            self._memories[name] = memory
            while len(self._memories) > self._limit:
                self._memories.pop(next(iter(self._memories))).close()
        offset = 0
        for array in arrays:
            target: npt.NDArray[np.generic] = np.ndarray(
                array.shape, dtype=array.dtype, buffer=memory.buf, offset=offset
            )
            target[...] = array
            offset += array.nbytes
            del target
