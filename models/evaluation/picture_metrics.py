"""How alike two pictures are."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]

_PERFECT_PSNR = 100.0
_SOLID = 0.5


def psnr(
    first: FloatArray, second: FloatArray, *, mask: npt.NDArray[np.bool_] | None = None
) -> float:
    """Peak signal-to-noise ratio [dB] of pictures 0 to 1, shape [H, W, 3], 100 for equal ones."""
    squares = (first.astype(np.float64) - second) ** 2
    error = float(squares[mask].mean() if mask is not None else squares.mean())
    return _PERFECT_PSNR if error <= 10 ** (-_PERFECT_PSNR / 10) else -10 * float(np.log10(error))


def ssim(first: FloatArray, second: FloatArray) -> float:
    """Structural similarity of pictures 0 to 1, shape [H, W, 3].

    Source: Wang et al., Image quality assessment, IEEE TIP 13(4), 2004; 7 x 7 uniform window.
    """
    from skimage.metrics import structural_similarity

    value = structural_similarity(  # type: ignore[no-untyped-call]
        first, second, channel_axis=-1, data_range=1.0
    )
    return float(value)


def silhouette_iou(first: FloatArray, second: FloatArray) -> float:
    """Intersection over union of two coverages [H, W], cut at one half; 1 if both are empty."""
    a, b = first > _SOLID, second > _SOLID
    union = int((a | b).sum())
    return float((a & b).sum() / union) if union else 1.0
