"""Guided filter (He, Sun, Tang, TPAMI 2013): fit a soft mask to the edges of a colour picture."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import ndimage

FloatArray = npt.NDArray[np.float32]


def guided_filter(
    guide: FloatArray, mask: FloatArray, *, radius_px: int, epsilon: float
) -> FloatArray:
    """Express the mask as a local linear function of the guide's colours (paper, section 3.4).

    Args:
        guide: Colour 0 to 1, shape [H, W, 3].
        mask: Soft mask 0 to 1, shape [H, W].
        radius_px: Radius of the window [px].
        epsilon: Regularization: colour variance below it counts as flat.

    Returns:
        Filtered mask, shape [H, W]; may leave 0..1 slightly.
    """
    mean_guide, mean_mask = _box(guide, radius_px), _box(mask, radius_px)
    covariance = np.empty((*mask.shape, 3, 3), dtype=np.float32)
    for row, column in ((0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2)):
        product = _box(guide[..., row] * guide[..., column], radius_px)
        entry = product - mean_guide[..., row] * mean_guide[..., column]
        covariance[..., row, column] = covariance[..., column, row] = entry
    covariance += epsilon * np.eye(3, dtype=np.float32)
    cross = _box(guide * mask[..., None], radius_px) - mean_guide * mean_mask[..., None]
    slope = np.linalg.solve(covariance, cross[..., None])[..., 0].astype(np.float32)
    offset = mean_mask - (slope * mean_guide).sum(-1)
    filtered = (_box(slope, radius_px) * guide).sum(-1) + _box(offset, radius_px)
    return np.asarray(filtered, dtype=np.float32)


def _box(values: FloatArray, radius_px: int) -> FloatArray:
    """Mean over a square window of the two picture axes."""
    mean = ndimage.uniform_filter(values, 2 * radius_px + 1, mode="nearest", axes=(0, 1))
    return np.asarray(mean, dtype=np.float32)
