"""`DataTexture`: a long array in graphics memory that shaders read element by element."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from vispy import gloo
from vispy.gloo import gl

from render.errors import InputError

FloatArray = npt.NDArray[np.float32]

TEXTURE_WIDTH = 8192
"""Elements in a row, as in `shaders/data.glsl`; every OpenGL 3.3 device takes that many."""

_FORMATS = {1: ("red", "r"), 2: ("rg", "rg"), 3: ("rgb", "rgb"), 4: ("rgba", "rgba")}


class DataTexture:
    """Elements of one to four floats; arrays go to the driver as they are, without a copy.

    Memory is allocated anew only when the number of rows changes.
    """

    def __init__(self, components: int, *, half: bool = False) -> None:
        """Prepare; nothing is allocated before `upload`.

        Args:
            components: Floats of an element, 1 to 4.
            half: Whether the driver stores them in 16 bits.
        """
        self._components = components
        self._format, base = _FORMATS[components]
        self._internal = f"{base}{16 if half else 32}f"
        self._rows = 0
        self.texture: Any = None

    def upload(self, values: FloatArray) -> bool:
        """Store elements.

        Args:
            values: One element after the other, contiguous, shape [M, components].

        Returns:
            Whether `texture` is another one than before, which programs must be told.

        Raises:
            InputError: If the driver does not take textures of that size.
        """
        rows = max(-(-len(values) // TEXTURE_WIDTH), 1)
        is_new = rows != self._rows
        if is_new:
            self._allocate(rows)
        whole = len(values) // TEXTURE_WIDTH
        cut = whole * TEXTURE_WIDTH
        if whole:
            shape = (whole, TEXTURE_WIDTH, self._components)
            self.texture.set_data(values[:cut].reshape(shape), offset=(0, 0))
        if cut < len(values):
            shape = (1, len(values) - cut, self._components)
            self.texture.set_data(values[cut:].reshape(shape), offset=(whole, 0))
        return is_new

    def delete(self) -> None:
        """Free the memory."""
        if self.texture is not None:
            self.texture.delete()
            self.texture, self._rows = None, 0

    def _allocate(self, rows: int) -> None:
        largest = int(gl.glGetParameter(gl.GL_MAX_TEXTURE_SIZE))
        if rows > largest:
            raise InputError(
                f"{rows * TEXTURE_WIDTH:,} values of Gaussians do not fit the graphics driver's "
                f"textures of {largest} rows; lower the colour degree or draw with cpu_tiles"
            )
        self.delete()
        self.texture = gloo.Texture2D(
            (rows, TEXTURE_WIDTH, self._components),
            format=self._format,
            internalformat=self._internal,
            interpolation="nearest",
        )
        self._rows = rows
