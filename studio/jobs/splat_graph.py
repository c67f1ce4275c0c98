"""Which Gaussians hang together, and which float about: both by cells of a grid.

Two Gaussians are linked when their cells are the same or touch, also by an edge or a corner.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]
IntArray = npt.NDArray[np.int64]

_HALF = [offset for offset in product((-1, 0, 1), repeat=3) if offset > (0, 0, 0)]
"""One of each pair of opposite neighbours."""
_MOST_CELLS = 1 << 20
"""Cells along an axis; a smaller gap is taken to be as large as this allows."""


@dataclass(frozen=True, slots=True, eq=False)
class SplatCells:
    """Gaussians sorted into cells."""

    cell: IntArray
    """Number of every Gaussian's cell, shape [N]."""
    counts: IntArray
    """Gaussians of every cell, shape [C]."""
    pairs: tuple[IntArray, IntArray]
    """Cells that touch, each pair once, shapes [E] and [E]."""

    def parts(self) -> IntArray:
        """Number of the connected part of every Gaussian, shape [N]."""
        from scipy.sparse import coo_matrix
        from scipy.sparse.csgraph import connected_components

        first, second = self.pairs
        size = (len(self.counts), len(self.counts))
        ones = np.ones(len(first), np.int8)
        _, labels = connected_components(coo_matrix((ones, (first, second)), size), directed=False)
        return np.asarray(labels, np.int64)[self.cell]

    def neighbour_counts(self) -> IntArray:
        """Gaussians in the cell of every Gaussian and those that touch it, shape [N]."""
        first, second = self.pairs
        total = self.counts.copy()
        np.add.at(total, first, self.counts[second])
        np.add.at(total, second, self.counts[first])
        return np.asarray(total[self.cell])


def cells_of(means: FloatArray, gap_m: float) -> SplatCells:
    """Sort Gaussians into cells.

    Args:
        means: Centres [m], shape [N, 3], N >= 1.
        gap_m: Side of a cell [m], > 0.
    """
    low = means.min(axis=0).astype(np.float64)
    reach = float(np.ptp(means, axis=0).max())
    side = max(gap_m, reach / _MOST_CELLS, 1e-12)
    places = np.floor((means - low) / side).astype(np.int64) + 1
    span = places.max(axis=0) + 2
    strides = np.array([span[1] * span[2], span[2], 1])
    keys, cell, counts = np.unique(places @ strides, return_inverse=True, return_counts=True)
    firsts, seconds = [], []
    for offset in _HALF:
        wanted = keys + np.array(offset) @ strides
        found = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        hit = keys[found] == wanted
        firsts.append(np.flatnonzero(hit))
        seconds.append(found[hit])
    pairs = (np.concatenate(firsts), np.concatenate(seconds))
    return SplatCells(cell.reshape(-1), counts.astype(np.int64), pairs)


def connected_with(means: FloatArray, seed: int, gap_m: float) -> npt.NDArray[np.bool_]:
    """Gaussians of the part that one of them belongs to, shape [N].

    Args:
        means: Centres [m], shape [N, 3].
        seed: The one.
        gap_m: Gap that still connects [m].
    """
    labels = cells_of(means, gap_m).parts()
    return np.asarray(labels == labels[seed])
