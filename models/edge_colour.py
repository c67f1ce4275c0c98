"""Colours at an object's outline, free of the background that shone through there."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import ndimage

FloatArray = npt.NDArray[np.float32]

SOLID = 0.95
"""Opacity from which a pixel's colour is taken for the object's own."""
VISIBLE = 0.02
"""Opacity below which a colour is a rounding remainder and is replaced."""


def object_colour(rgb: FloatArray, alpha: FloatArray, *, radius_px: int) -> FloatArray:
    """Estimate the object's colour where the picture mixes it with the background.

    Blur-fusion estimation (Forte, "Approximate fast foreground colour estimation", ICIP 2021):
    foreground and background are blurred by their weights, then corrected by the mixing equation.

    Args:
        rgb: Picture 0 to 1, shape [H, W, 3].
        alpha: The object's share of every pixel, shape [H, W].
        radius_px: How far colours are taken from [px]: about the width of the soft edge.

    Returns:
        Colour of shape [H, W, 3]; pixels that are wholly object keep theirs.
    """
    weight = alpha[..., None]
    foreground = _weighted_blur(rgb, weight**3, radius_px)
    background = _weighted_blur(rgb, (1 - weight) ** 3, radius_px)
    mixed = weight * foreground + (1 - weight) * background
    corrected = np.clip(foreground + weight * (rgb - mixed), 0, 1)
    return np.where(weight >= SOLID, rgb, corrected).astype(np.float32)


def bleed_outwards(rgb: FloatArray, alpha: FloatArray) -> FloatArray:
    """Fill invisible pixels with the colour of the nearest visible one.

    Args:
        rgb: Straight colour 0 to 1, shape [H, W, 3].
        alpha: Opacity, shape [H, W].

    Returns:
        Colour of the same shape, so that interpolating across the outline meets no foreign colour.
    """
    hidden = alpha < VISIBLE
    if not hidden.any() or hidden.all():
        return rgb
    rows, columns = ndimage.distance_transform_edt(
        hidden, return_distances=False, return_indices=True
    )
    return np.asarray(rgb[rows, columns], dtype=np.float32)


def _weighted_blur(rgb: FloatArray, weight: FloatArray, radius_px: int) -> FloatArray:
    size = 2 * radius_px + 1
    total = ndimage.uniform_filter(rgb * weight, size, mode="nearest", axes=(0, 1))
    norm = ndimage.uniform_filter(weight, size, mode="nearest", axes=(0, 1))
    blurred = total / np.maximum(norm, 1e-6)
    return np.where(norm > 1e-4, blurred, rgb).astype(np.float32)
