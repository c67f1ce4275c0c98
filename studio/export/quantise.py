"""From pictures of floats to the whole numbers that files hold."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]
Picture = npt.NDArray[np.uint8]
StoredPicture = npt.NDArray[Any]
"""uint8, uint16 or float32, shape [H, W, 3] or, with straight alpha, [H, W, 4]."""

DITHER_TILE_PX = 64


def stored(picture: FloatArray, bits: int, *, origin: tuple[int, int] = (0, 0)) -> StoredPicture:
    """A picture with as many bits as a codec takes.

    Args:
        picture: sRGB, and alpha where there is a fourth channel, 0 to 1, shape [H, W, C].
        bits: 8 (dithered), 16 (to the nearest) or 32 (as it is).
        origin: Row and column [px] at which this part lies in the whole picture.
    """
    if bits == 8:
        return to_uint8(picture, dither=True, origin=origin)
    if bits == 16:
        scaled = np.clip(picture, 0, 1) * np.float32(65535) + np.float32(0.5)
        return np.asarray(scaled, dtype=np.uint16)
    return picture


def to_uint8(
    color: FloatArray, *, dither: bool = False, origin: tuple[int, int] = (0, 0)
) -> Picture:
    """Quantise values 0 to 1 to 8 bits.

    Args:
        color: Picture, shape [H, W, C]; a fourth channel is alpha and is never dithered.
        dither: Round up or down by a fixed pattern, so that soft gradients show no steps;
            otherwise to the nearest value.
        origin: Row and column [px] at which this part lies in the whole picture.
    """
    half = np.float32(0.5)
    offset = _dither_pattern(*color.shape[:2], *origin)[:, :, None] if dither else half
    scaled = np.clip(color, 0, 1) * np.float32(255)
    scaled[:, :, :3] += offset
    scaled[:, :, 3:] += half
    return scaled.astype(np.uint8)


@lru_cache(maxsize=4)
def _dither_pattern(height: int, width: int, top: int, left: int) -> FloatArray:
    """Offsets 0 to just below 1, the same in every frame so that nothing flickers, [H, W]."""
    tile = np.random.default_rng(0).random((DITHER_TILE_PX, DITHER_TILE_PX), dtype=np.float32)
    rows = (np.arange(height) + top) % DITHER_TILE_PX
    columns = (np.arange(width) + left) % DITHER_TILE_PX
    return np.minimum(tile, 0.99)[np.ix_(rows, columns)]
