"""The surroundings of lattice cells: means over wider blocks and chords of the visual hull."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import torch
from torch.nn import functional

from models.view_fusion.lattice_features import CELLS, FEATURES

FloatArray = npt.NDArray[np.float32]
BoolArray = npt.NDArray[np.bool_]

CONTEXT_FEATURES = 3 * FEATURES + 6
"""Numbers a cell with its surroundings."""
_BLOCKS = (3, 9)
_OFF_CHORD = 2.0


def with_context(features: FloatArray) -> FloatArray:
    """Features of cells, of the blocks about them and of the hull's chords through them.

    Args:
        features: Features of a lattice, the first of them the hull's signed distance, shape
            [FEATURES, CELLS, CELLS, CELLS].

    Returns:
        Shape [CONTEXT_FEATURES, CELLS³].
    """
    field = torch.from_numpy(features)[None]
    parts = [features, *(_block_means(field, block) for block in _BLOCKS), _chords(features[0] > 0)]
    return np.concatenate(parts).reshape(CONTEXT_FEATURES, -1)


def _block_means(field: torch.Tensor, block: int) -> FloatArray:
    """Means over blocks of cells, trilinear between them, shape [FEATURES, X, Y, Z]."""
    means = functional.avg_pool3d(field, block)
    wide = functional.interpolate(means, scale_factor=float(block), mode="trilinear")
    return np.asarray(wide[0].numpy(), np.float32)


def _chords(hull: BoolArray) -> FloatArray:
    """Where cells lie between the first and the last hull cell of their lines, and how far apart.

    The two horizontal axes are sorted, so that the features do not depend on their order.
    """
    chords = [_chord(hull, axis) for axis in range(3)]
    place, length = [chord[0] for chord in chords], [chord[1] for chord in chords]
    swapped = np.less(place[0], place[1])
    first, second = np.where(swapped, place[1], place[0]), np.where(swapped, place[0], place[1])
    long, short = np.where(swapped, length[1], length[0]), np.where(swapped, length[0], length[1])
    return np.stack([first, second, long, short, place[2], length[2]]).astype(np.float32)


def _chord(hull: BoolArray, axis: int) -> tuple[FloatArray, FloatArray]:
    """Distance from the chord's middle over its half, and its share of the lattice's side."""
    lines = np.moveaxis(hull, axis, -1)
    first = lines.argmax(axis=-1)[..., None]
    last = CELLS - 1 - lines[..., ::-1].argmax(axis=-1)[..., None]
    met = lines.any(axis=-1, keepdims=True)
    count = last - first + 1
    place = np.abs(np.arange(CELLS) - (first + last) / 2) / (count / 2)
    place = np.where(met, place, _OFF_CHORD).clip(0, _OFF_CHORD)
    length = np.broadcast_to(np.where(met, count / CELLS, 0), hull.shape)
    return (
        np.moveaxis(place, -1, axis).astype(np.float32),
        np.moveaxis(length, -1, axis).astype(np.float32),
    )
