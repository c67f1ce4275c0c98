"""From U²-Net-p's 320 px answer to a mask that follows the object's edges in the photo."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from PIL import Image
from scipy import ndimage

from models.guided_filter import guided_filter
from models.mask_components import clean_mask
from models.plain_background import follow_plain_background
from models.u2netp import saliency

FloatArray = npt.NDArray[np.float32]
Box: TypeAlias = tuple[int, int, int, int]
"""Left, top, width, height [px]."""

COARSE_SIDE_PX = 640
"""Longest side of the picture in which the object is looked for."""
FINE_SIDE_PX = 720
"""Longest side of the close-up on which edges are refined; the crop for the network shows it at
about 300 px."""
MIN_SALIENCY = 0.5
"""Below this peak the network sees no object."""
MIN_SHARE, MAX_UNSURE = 0.0008, 1.2
"""A mask smaller than this share, or with more unsure pixels (times its area), is no object."""
MIN_AGREEMENT = 0.75
"""Intersection over union with the first look that a close look must reach to replace it."""
CLOSE_UP_MARGIN = 0.35
"""Space left around the object in the close look, as a share of its longer side."""
EDGE_RADIUS = 1 / 90
"""Radius of the guided filter as a share of the close-up's longest side."""
EDGE_EPSILON = 5e-5
DECIDED = (0.3, 0.7)
"""Network answers at and beyond which a pixel is decided; wide undecided areas would be haze."""
EDGE_CONTRAST = (0.25, 0.75)
"""Filtered values at and beyond which a pixel is wholly background or wholly object."""


def find_object(rgb: FloatArray) -> FloatArray | None:
    """Soft mask of the object that stands out.

    The network looks twice: at the whole picture, then at a close-up of what it found, which
    resolves thin parts; a guided filter then moves the mask's edges onto the picture's.

    Args:
        rgb: sRGB colour 0 to 1, shape [H, W, 3].

    Returns:
        Opacity 0 to 1, shape [H, W], or None where nothing stands out.
    """
    coarse_rgb = _resized(rgb, COARSE_SIDE_PX)
    coarse = saliency(coarse_rgb)
    coarse_mask = clean_mask(coarse)
    if not _stands_out(coarse, coarse_mask):
        return None
    height, width = rgb.shape[:2]
    scale = width / coarse.shape[1]
    box = _grown(box_of_mask(coarse_mask), scale, (width, height))
    left, top, box_width, box_height = box
    close_rgb = _resized(rgb[top : top + box_height, left : left + box_width], FINE_SIDE_PX)
    close_size = (close_rgb.shape[1], close_rgb.shape[0])
    first_look = _cut(coarse_mask, box, scale, close_size)
    close = _refined(close_rgb, _second_look(close_rgb, first_look))
    close = clean_mask(follow_plain_background(close_rgb, close))
    full = np.zeros((height, width), dtype=np.float32)
    full[top : top + box_height, left : left + box_width] = _resized_to(
        close, (box_width, box_height)
    )
    return np.clip(full, 0, 1)


def box_of_mask(alpha: FloatArray) -> Box:
    """Bounding box of the pixels above half the largest value; all zero for an empty mask."""
    largest = float(alpha.max())
    inside = alpha > 0.5 * largest
    if largest <= 0:
        return 0, 0, 0, 0
    rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
    left, top = int(columns[0]), int(rows[0])
    return left, top, int(columns[-1]) - left + 1, int(rows[-1]) - top + 1


def _stands_out(raw: FloatArray, mask: FloatArray) -> bool:
    area = int((mask > 0.5).sum())
    if raw.max() < MIN_SALIENCY or area < MIN_SHARE * mask.size:
        return False
    unsure = int(((raw > 0.2) & (raw < 0.8)).sum())
    return unsure <= MAX_UNSURE * area


def _second_look(close_rgb: FloatArray, first_look: FloatArray) -> FloatArray:
    """Mask of the close-up, or the first look where the network now means something else."""
    close = clean_mask(saliency(close_rgb))
    first, second = first_look > 0.5, close > 0.5
    union = int((first | second).sum())
    agreement = int((first & second).sum()) / union if union else 0.0
    return close if agreement >= MIN_AGREEMENT else first_look


def _refined(rgb: FloatArray, mask: FloatArray) -> FloatArray:
    """Move the mask's edges onto the picture's; pixels far from the edge stay as they are."""
    radius = max(2, round(EDGE_RADIUS * max(mask.shape)))
    decided = np.clip((mask - DECIDED[0]) / (DECIDED[1] - DECIDED[0]), 0, 1)
    filtered = guided_filter(rgb, decided, radius_px=radius, epsilon=EDGE_EPSILON)
    low, high = EDGE_CONTRAST
    filtered = np.clip((filtered - low) / (high - low), 0, 1)
    core = ndimage.minimum_filter(mask, 2 * radius + 1, mode="nearest") > 0.5
    reach = ndimage.maximum_filter(mask, 2 * radius + 1, mode="nearest") > 0.5
    refined = np.where(core, np.maximum(filtered, decided), np.where(reach, filtered, 0))
    return refined.astype(np.float32)


def _grown(box: Box, scale: float, size: tuple[int, int]) -> Box:
    """A box of the coarse picture with a margin, in photo pixels, inside the photo."""
    left, top, width, height = (scale * value for value in box)
    margin = CLOSE_UP_MARGIN * max(width, height)
    x0, y0 = max(0, int(left - margin)), max(0, int(top - margin))
    x1 = min(size[0], int(np.ceil(left + width + margin)))
    y1 = min(size[1], int(np.ceil(top + height + margin)))
    return x0, y0, x1 - x0, y1 - y0


def _cut(mask: FloatArray, box: Box, scale: float, size: tuple[int, int]) -> FloatArray:
    """Part of the coarse mask under a box of the photo, resized to `size` (width, height)."""
    left, top, width, height = (value / scale for value in box)
    limits = (
        left,
        top,
        min(left + width, mask.shape[1]),
        min(top + height, mask.shape[0]),
    )
    cut = Image.fromarray(mask).resize(size, Image.Resampling.BILINEAR, box=limits)
    return np.asarray(cut, dtype=np.float32)


def _resized(rgb: FloatArray, longest_side_px: int) -> FloatArray:
    """The picture with its longest side reduced to a limit, shape [h, w, 3]."""
    height, width = rgb.shape[:2]
    factor = longest_side_px / max(width, height)
    if factor >= 1:
        return rgb
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    image = Image.fromarray(np.uint8(np.clip(rgb, 0, 1) * 255 + 0.5))
    small = np.asarray(image.resize(size, Image.Resampling.LANCZOS))
    return small.astype(np.float32) / np.float32(255)


def _resized_to(mask: FloatArray, size: tuple[int, int]) -> FloatArray:
    """A mask resized to width and height."""
    return np.asarray(Image.fromarray(mask).resize(size, Image.Resampling.BILINEAR), np.float32)
