"""`PictureTexture`: a picture from the CPU in graphics memory."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from vispy import gloo

FloatArray = npt.NDArray[np.float32]


class PictureTexture:
    """Rows from the top, 16 bits a channel; memory is allocated anew when the size changes."""

    def __init__(self) -> None:
        self.texture: Any = None
        self.upload(np.zeros((1, 1, 3), np.float32))

    def upload(self, picture: FloatArray) -> None:
        """Store a picture, shape [H, W, 3] or [H, W, 4]."""
        if self.texture is not None and self.texture.shape == picture.shape:
            self.texture.set_data(picture)
            return
        if self.texture is not None:
            self.texture.delete()
        base = "rgb" if picture.shape[2] == 3 else "rgba"
        self.texture = gloo.Texture2D(
            picture, format=base, internalformat=f"{base}16f", interpolation="nearest"
        )
