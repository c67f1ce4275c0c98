"""Which Gaussians hang together, and which float about: both by cells of a grid.

Two Gaussians are linked when their cells are the same or touch, also by an edge or a corner.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

from studio.jobs.picture_places import CHUNK, Check, never_stop

FloatArray = npt.NDArray[np.float32]
IntArray = npt.NDArray[np.int64]

_HALF = [offset for offset in product((-1, 0, 1), repeat=3) if offset > (0, 0, 0)]
"""One of each pair of opposite neighbours."""
_MOST_CELLS = 1 << 20
"""Cells along an axis; a smaller gap is taken to be as large as this allows."""
_FEW_CELLS = 1 << 23
"""So many cells are counted, empty ones too; more are sorted."""


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

    def near(self, chosen: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
        """Gaussians in the cells of chosen ones and in those that touch these, shape [N]."""
        holding = np.zeros(len(self.counts), np.bool_)
        holding[self.cell[chosen]] = True
        first, second = self.pairs
        reached = holding.copy()
        reached[first[holding[second]]] = True
        reached[second[holding[first]]] = True
        return np.asarray(reached[self.cell])

    def neighbour_counts(self) -> IntArray:
        """Gaussians in the cell of every Gaussian and those that touch it, shape [N]."""
        first, second = self.pairs
        total = self.counts.copy()
        np.add.at(total, first, self.counts[second])
        np.add.at(total, second, self.counts[first])
        return np.asarray(total[self.cell])


def cells_of(means: FloatArray, gap_m: float, check: Check = never_stop) -> SplatCells:
    """Sort Gaussians into cells.

    Args:
        means: Centres [m], shape [N, 3], N >= 1.
        gap_m: Side of a cell [m], > 0.
        check: Called between pieces of work.
    """
    low = means.min(axis=0).astype(np.float64)
    reach = float(np.ptp(means, axis=0).max())
    side = max(gap_m, reach / _MOST_CELLS, 1e-12)
    span = np.floor((means.max(axis=0) - low) / side).astype(np.int64) + 3
    strides = np.array([span[1] * span[2], span[2], 1])
    key = np.empty(len(means), np.int64)
    for first in range(0, len(means), CHUNK):
        part = slice(first, first + CHUNK)
        key[part] = (np.floor((means[part] - low) / side).astype(np.int64) + 1) @ strides
        check()
    keys, cell, counts = _distinct(key, int(span.prod()))
    check()
    firsts, seconds = [], []
    for offset in _HALF:
        wanted = keys + np.array(offset) @ strides
        found = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        hit = keys[found] == wanted
        firsts.append(np.flatnonzero(hit))
        seconds.append(found[hit])
    pairs = (np.concatenate(firsts), np.concatenate(seconds))
    return SplatCells(cell, counts.astype(np.int64), pairs)


def _distinct(key: IntArray, cell_count: int) -> tuple[IntArray, IntArray, IntArray]:
    """Distinct keys in order, the place of each key among them, and how often each comes."""
    if cell_count > _FEW_CELLS:
        keys, cell, counts = np.unique(key, return_inverse=True, return_counts=True)
        return keys, cell.reshape(-1), counts
    every = np.bincount(key, minlength=cell_count)
    keys = np.flatnonzero(every)
    place = np.zeros(cell_count, np.int64)
    place[keys] = np.arange(len(keys))
    return keys, place[key], every[keys]


def connected_with(
    means: FloatArray, seed: int, gap_m: float, check: Check = never_stop
) -> npt.NDArray[np.bool_]:
    """Gaussians of the part that one of them belongs to, shape [N].

    Args:
        means: Centres [m], shape [N, 3].
        seed: The one.
        gap_m: Gap that still connects [m].
        check: Called between pieces of work.
    """
    cells = cells_of(means, gap_m, check)
    check()
    labels = cells.parts()
    return np.asarray(labels == labels[seed])
