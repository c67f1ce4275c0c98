"""`Target`: a picture in graphics memory that is drawn into and read by shaders."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import numpy.typing as npt
from vispy import gloo
from vispy.gloo import gl

from render.errors import InputError

FloatArray = npt.NDArray[np.float32]
Rgba = tuple[float, float, float, float]

CLEAR: Rgba = (0.0, 0.0, 0.0, 0.0)


class Target:
    """Four floats a pixel; memory is allocated anew only when the size changes."""

    def __init__(self, *, half: bool = False) -> None:
        """Prepare; nothing is allocated before `resize`.

        Args:
            half: Whether a float has 16 bits in the place of 32.
        """
        self._internal = "rgba16f" if half else "rgba32f"
        self._size = (0, 0)
        self._buffer: Any = None
        self.texture: Any = None

    def resize(self, width: int, height: int) -> None:
        """Take a size [px].

        Raises:
            InputError: If the driver does not draw pictures of that size.
        """
        if (width, height) == self._size:
            return
        largest = int(gl.glGetParameter(gl.GL_MAX_TEXTURE_SIZE))
        if max(width, height) > largest:
            raise InputError(
                f"the graphics driver draws at most {largest} px a side, not {width}x{height}; "
                "draw in tiles or with cpu_tiles"
            )
        self.delete()
        self._size = (width, height)
        self.texture = gloo.Texture2D(
            (height, width, 4),
            format="rgba",
            internalformat=self._internal,
            interpolation="nearest",
        )
        self._buffer = gloo.FrameBuffer(color=self.texture)

    @contextmanager
    def drawing(self, clear: Rgba = CLEAR) -> Iterator[None]:
        """Draw into the target inside the block, over a colour."""
        with self._buffer:
            gloo.set_viewport(0, 0, *self._size)
            gloo.clear(color=clear)
            yield

    def read(self) -> FloatArray:
        """Pixels from the upper left, shape [H, W, 4]."""
        with self._buffer:
            pixels = gloo.read_pixels((0, 0, *self._size), alpha=True, out_type="float")
        return np.asarray(pixels, dtype=np.float32)

    def delete(self) -> None:
        """Free the memory."""
        if self._buffer is not None:
            self._buffer.delete()
            self.texture.delete()
        self._buffer = self.texture = None
        self._size = (0, 0)
