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
    size = 2 * radius_px + 1

    def box(values: FloatArray) -> FloatArray:
        axes = (0, 1)
        return ndimage.uniform_filter(values, size, mode="nearest", axes=axes)  # type: ignore[no-any-return]

    mean_guide, mean_mask = box(guide), box(mask)
    pairs = box(guide[..., :, None] * guide[..., None, :])  # [H, W, 3, 3]
    covariance = pairs - mean_guide[..., :, None] * mean_guide[..., None, :]
    covariance += epsilon * np.eye(3, dtype=np.float32)
    cross = box(guide * mask[..., None]) - mean_guide * mean_mask[..., None]
    slope = np.linalg.solve(covariance, cross[..., None])[..., 0]
    offset = mean_mask - (slope * mean_guide).sum(-1)
    filtered = (box(slope.astype(np.float32)) * guide).sum(-1) + box(offset)
    return filtered.astype(np.float32)
