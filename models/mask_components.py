"""Cleaning a mask: keep the parts that belong to the object, fill pinholes."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import ndimage

FloatArray = npt.NDArray[np.float32]
BoolArray = npt.NDArray[np.bool_]

BIG_PART = 0.2
"""A part with this share of the largest part's area belongs to the object wherever it lies."""
CLOSE_PART = 0.005
"""A part with this share belongs to the object if it lies close to the largest part."""
CLOSE_GAP = 0.05
"""How close: the gap as a share of the largest part's longer side."""
PINHOLE = 0.002
"""Holes below this share of the object's area are filled; larger ones are real (a handle)."""

_EIGHT_NEIGHBOURS = np.ones((3, 3), dtype=bool)


def clean_mask(alpha: FloatArray, *, threshold: float = 0.5) -> FloatArray:
    """Remove parts that do not belong to the object and fill pinholes.

    Args:
        alpha: Soft mask 0 to 1, shape [H, W].
        threshold: Pixels above it count as object.

    Returns:
        Mask of the same shape: soft edges of kept parts stay, all else is 0.
    """
    inside = alpha > threshold
    if not inside.any():
        return np.zeros_like(alpha)
    kept = _own_parts(inside)
    reach = ndimage.binary_propagation(
        kept, structure=_EIGHT_NEIGHBOURS, mask=(alpha > 0.02) & ~(inside & ~kept)
    )
    cleaned = np.where(reach, alpha, 0).astype(np.float32)
    cleaned[_pinholes(kept)] = 1
    return cleaned


def _own_parts(inside: BoolArray) -> BoolArray:
    """Parts that belong to the object: the largest, big ones, and close ones that are no specks."""
    labels, count = ndimage.label(inside, structure=_EIGHT_NEIGHBOURS)
    if count == 1:
        return inside
    areas = np.bincount(labels.ravel(), minlength=count + 1)
    areas[0] = 0
    largest = int(areas.argmax())
    shares = areas / areas[largest]
    distance = ndimage.distance_transform_edt(labels != largest)
    nearest = ndimage.minimum(distance, labels, index=np.arange(count + 1))
    rows, columns = np.nonzero(labels == largest)
    longer_side = max(np.ptp(rows), np.ptp(columns)) + 1
    own = (shares >= BIG_PART) | ((shares >= CLOSE_PART) & (nearest <= CLOSE_GAP * longer_side))
    own[0] = False
    return np.asarray(own[labels], dtype=bool)


def _pinholes(inside: BoolArray) -> BoolArray:
    """Holes too small to be real."""
    labels, count = ndimage.label(~inside)
    if count == 0:
        return np.zeros_like(inside)
    areas = np.bincount(labels.ravel(), minlength=count + 1)
    edge_labels = np.unique(np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]]))
    small = areas < max(PINHOLE * int(inside.sum()), 2)
    small[0] = False
    small[edge_labels] = False
    return np.asarray(small[labels], dtype=bool)
