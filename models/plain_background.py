"""Exact outlines where the background is one flat colour, as in product and rendered pictures."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import ndimage

FloatArray = npt.NDArray[np.float32]

RIM = 0.02
"""Width of the rim that must be flat, as a share of the shorter side."""
FLAT_TOLERANCE = 4 / 255
"""Largest difference to the rim's median colour that still counts as the background."""
FLAT_SHARE = 0.9
"""Share of the rim that must hold the background's colour."""
DIFFERENT = (0.03, 0.10)
"""Colour differences at which a pixel starts to be, and wholly is, something else."""
DEEPEST_SHADOW = 0.35
"""Darker than this share of the background's brightness is no longer taken for a shadow."""
SURE = 0.98
"""The network's answer from which a pixel stays object although it has the background's colour."""


def follow_plain_background(rgb: FloatArray, mask: FloatArray) -> FloatArray:
    """Move a mask's outline to where the picture leaves its flat background colour.

    Parts that are joined to the object and differ from the background are added, unless they look
    like a shadow; background that the mask took along is dropped. Without a flat background the
    mask comes back as it is.

    Args:
        rgb: sRGB colour 0 to 1, shape [H, W, 3].
        mask: Soft mask 0 to 1, shape [H, W].

    Returns:
        Mask of the same shape.
    """
    background = _flat_colour(rgb)
    if background is None:
        return mask
    difference = np.abs(rgb - background).max(axis=-1)
    low, high = DIFFERENT
    key = np.clip((difference - low) / (high - low), 0, 1)
    joined = ndimage.binary_propagation(
        mask > 0.5, mask=(mask > 0.5) | ((key > 0.5) & ~_shadow_like(rgb, background))
    )
    added = np.where(joined, np.maximum(mask, key), mask)
    same = (difference < FLAT_TOLERANCE) & (mask < SURE)
    return np.where(same, 0, added).astype(np.float32)


def _flat_colour(rgb: FloatArray) -> FloatArray | None:
    """Colour of the rim, or None where the rim is not flat."""
    height, width = rgb.shape[:2]
    rim = max(2, round(RIM * min(height, width)))
    pixels = np.concatenate(
        [
            part.reshape(-1, 3)
            for part in (rgb[:rim], rgb[-rim:], rgb[rim:-rim, :rim], rgb[rim:-rim, -rim:])
        ]
    )
    colour = np.median(pixels, axis=0)
    flat = np.abs(pixels - colour).max(axis=1) <= FLAT_TOLERANCE
    return np.asarray(colour, dtype=np.float32) if flat.mean() >= FLAT_SHARE else None


def _shadow_like(rgb: FloatArray, background: FloatArray) -> npt.NDArray[np.bool_]:
    """Darker than the background, not very dark, and of the same hue."""
    brightness = float(background.mean())
    ratio = rgb.mean(axis=-1) / max(brightness, 1e-3)
    tint = np.abs(rgb - background * ratio[..., None]).max(axis=-1)
    return np.asarray((ratio < 1) & (ratio > DEEPEST_SHADOW) & (tint < 0.06), dtype=bool)
