"""Points that can be tracked: where a picture changes in every direction."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]
BoolArray = npt.NDArray[np.bool_]

WINDOW_PX = 1.5
"""Standard deviation of the window in which gradients are collected [px]."""
LEAST_QUALITY = 0.003
"""Points weaker than this share of the strongest are left out."""


def find_corners(
    grey: FloatArray, where: BoolArray, *, count: int, apart_px: float = 3.0
) -> FloatArray:
    """Strongest corners of a picture, strongest first.

    Source: Shi and Tomasi, Good features to track, CVPR 1994: the smaller eigenvalue of the
    gradients' second moments.

    Args:
        grey: Luma, shape [H, W].
        where: Pixels in which points may lie, shape [H, W].
        count: Largest number of points.
        apart_px: Least distance of two points on an axis [px].

    Returns:
        Places x, y of pixel centres (half integers) [px], shape [P, 2].
    """
    from scipy import ndimage

    down, right = (ndimage.gaussian_filter(grey, 1.0, order=order) for order in ((1, 0), (0, 1)))
    xx, xy, yy = (
        ndimage.gaussian_filter(product, WINDOW_PX)
        for product in (right * right, right * down, down * down)
    )
    strength = (xx + yy) / 2 - np.sqrt(((xx - yy) / 2) ** 2 + xy * xy)
    strength = np.where(where, strength, 0)
    side = 2 * int(apart_px) + 1
    peaks = (strength == ndimage.maximum_filter(strength, side)) & (strength > 0)
    peaks &= strength > LEAST_QUALITY * strength.max(initial=0)
    rows, columns = np.nonzero(peaks)
    order = np.argsort(-strength[rows, columns], kind="stable")[:count]
    return (np.stack([columns[order], rows[order]], axis=1) + 0.5).astype(np.float32)
