"""Small clips made of noise, of which everything is known."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from models.reference.clip import FilmedClip


def texture(height: int, width: int, *, seed: int, coarse: float = 2.0) -> npt.NDArray[np.float32]:
    """Smooth noise 0 to 255 of one size and of four times that, shape [H, W, 3]."""
    noise = np.random.default_rng(seed).normal(size=(height, width, 3))
    layers = [ndimage.gaussian_filter(noise, (size, size, 0)) for size in (coarse, 4 * coarse)]
    smooth = sum(layer / layer.std() for layer in layers)
    return np.clip(128 + 32 * smooth, 0, 255).astype(np.float32)


def shifted(
    picture: npt.NDArray[np.float32], x: float, y: float, *, mode: str = "nearest"
) -> npt.NDArray[np.float32]:
    """The picture moved right and down by parts of pixels; beyond it its rim goes on."""
    return ndimage.shift(picture, (y, x) + (0,) * (picture.ndim - 2), order=3, mode=mode)


def falling_square(
    *,
    frame_count: int = 10,
    side: int = 36,
    acceleration: float = 900.0,
    landing_px: float = 60.0,
    shake_px: float = 0.0,
    gain: float = 1.0,
) -> tuple[FilmedClip, npt.NDArray[np.bool_]]:
    """A textured square that falls before a textured wall, 25 pictures a second.

    Args:
        frame_count: Pictures.
        side: Side of the square [px].
        acceleration: Of the fall [px/s²].
        landing_px: Way to the ground [px].
        shake_px: Wandering of the camera [px].
        gain: Brightness of the last picture over that of the first.

    Returns:
        The clip and the square's true silhouettes, shape [T, H, W], before the shake.
    """
    height, width = 144, 160
    wall = 0.35 * texture(height, width, seed=1, coarse=3.0) + 120
    square = np.clip(texture(side, side, seed=2) * [1.2, 0.5, 0.3], 0, 255)
    rng = np.random.default_rng(3)
    pictures, masks = [], []
    for index in range(frame_count):
        y = 12 + min(0.5 * acceleration * (0.04 * index) ** 2, landing_px)
        layer, cover = np.zeros((height, width, 3)), np.zeros((height, width))
        layer[:side, 60 : 60 + side], cover[:side, 60 : 60 + side] = square, 1
        layer = shifted(layer, 0, y, mode="constant")
        cover = np.clip(shifted(cover, 0, y, mode="constant"), 0, 1)
        picture = cover[..., None] * layer + (1 - cover[..., None]) * wall
        masks.append(cover > 0.5)
        if index and shake_px:
            picture = shifted(picture, *rng.uniform(-shake_px, shake_px, 2))
        light = 1 + (gain - 1) * index / max(frame_count - 1, 1)
        pictures.append(np.clip(light * picture, 0, 255).astype(np.uint8))
    return FilmedClip(np.stack(pictures), 0.04 * np.arange(frame_count), "square"), np.stack(masks)
