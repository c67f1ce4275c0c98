"""Pictures in memory that the window and the view process share."""

from __future__ import annotations

from multiprocessing.shared_memory import SharedMemory

import numpy as np
import numpy.typing as npt

BYTES_PER_PIXEL = 4
_GRANULE = 1 << 20


class PictureBuffer:
    """The window's end: owns one block of shared memory that grows with the picture."""

    def __init__(self) -> None:
        self._memory: SharedMemory | None = None

    def reserve(self, width: int, height: int) -> str:
        """Make room for a picture [px].

        Returns:
            Name under which the other process finds the memory.
        """
        needed = width * height * BYTES_PER_PIXEL
        if self._memory is None or self._memory.size < needed:
            self.close()
            size = -(-needed // _GRANULE) * _GRANULE
            self._memory = SharedMemory(create=True, size=size)
        return self._memory.name

    def copy(self, width: int, height: int) -> bytes:
        """The picture drawn last, BGRX rows of `width` pixels."""
        if self._memory is None or self._memory.buf is None:
            raise ValueError("no picture was reserved")
        return bytes(self._memory.buf[: width * height * BYTES_PER_PIXEL])

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

    def write(self, name: str, pixels: npt.NDArray[np.uint8]) -> None:
        """Copy a picture, shape [H, W, 4], into the block of this name."""
        memory = self._memories.get(name)
        if memory is None:
            memory = SharedMemory(name=name)
            self._memories[name] = memory
            while len(self._memories) > self._limit:
                self._memories.pop(next(iter(self._memories))).close()
        target = np.ndarray(pixels.shape, dtype=np.uint8, buffer=memory.buf)
        target[:] = pixels
        del target
