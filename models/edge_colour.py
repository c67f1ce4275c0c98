"""Colours at an object's outline, free of the background that shone through there."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import ndimage

FloatArray = npt.NDArray[np.float32]

VISIBLE = 0.02
"""Opacity below which a colour is a rounding remainder and is replaced."""
MIXED, PURE = 0.7, 0.98
"""Opacity, relative to the largest nearby, up to which a colour is replaced and from which it is
kept; between them it is blended."""
SOLIDITY_POWER = 6
"""How strongly solid pixels outweigh soft ones when colours are averaged."""


def object_colour(rgb: FloatArray, alpha: FloatArray, *, radius_px: int) -> FloatArray:
    """Replace colours on the outline, where object and background mix, by the object's own.

    A soft pixel takes the average colour of the more solid pixels around it. Pixels as opaque as
    their surroundings keep theirs, so that glass and thin parts are left alone.

    Args:
        rgb: Straight colour 0 to 1, shape [H, W, 3].
        alpha: Opacity 0 to 1, shape [H, W].
        radius_px: How far colours are taken from [px]: about the width of the soft edge.

    Returns:
        Colour of shape [H, W, 3]; invisible pixels hold the colour of the nearest visible one, so
        that interpolation across the outline meets no foreign colour.
    """
    size = 2 * radius_px + 1
    weight = (alpha**SOLIDITY_POWER)[..., None]
    total = ndimage.uniform_filter(rgb * weight, size, mode="nearest", axes=(0, 1))
    norm = ndimage.uniform_filter(weight, size, mode="nearest", axes=(0, 1))
    solid_colour = np.clip(total / np.maximum(norm, 1e-12), 0, 1)
    relative = alpha / np.maximum(ndimage.maximum_filter(alpha, size, mode="nearest"), 1e-3)
    step = np.clip((relative - MIXED) / (PURE - MIXED), 0, 1)
    own = (step * step * (3 - 2 * step))[..., None]
    colour = own * rgb + (1 - own) * solid_colour
    return _bleed_outwards(colour.astype(np.float32), alpha)


def _bleed_outwards(rgb: FloatArray, alpha: FloatArray) -> FloatArray:
    """Fill invisible pixels with the colour of the nearest visible one."""
    hidden = alpha < VISIBLE
    if not hidden.any() or hidden.all():
        return rgb
    rows, columns = ndimage.distance_transform_edt(
        hidden, return_distances=False, return_indices=True
    )
    return np.asarray(rgb[rows, columns], dtype=np.float32)
