"""`floater_scores`: how much every Gaussian looks like a leftover of the reconstruction."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from render.gaussians import GaussianCloud
from studio.jobs.picture_places import Check, never_stop
from studio.jobs.splat_graph import SplatCells, cells_of

FloatArray = npt.NDArray[np.float32]
IntArray = npt.NDArray[np.int64]

CELL_SHARE = 1 / 40
"""Side of a cell in shares of the object's longest side, at first."""
USUAL_COUNT = 16
"""Cells grow until half of the Gaussians have at least so many neighbours."""
LARGEST_CELL = 1 / 5
"""Side at which they stop growing, in longest sides."""
FAINT = 0.1
"""Opacity below which a Gaussian is hardly seen."""
LARGE_SHARE = 0.1
"""Standard deviation, in longest sides, above which a Gaussian is a haze."""
LONELY_SHARE = 0.25
"""Neighbours, as a share of the usual number, that are enough for anything: a corner's."""
SMALL_PART = 0.02
"""Share of all Gaussians below which a part that hangs on nothing is small."""


def floater_scores(cloud: GaussianCloud, check: Check = never_stop) -> FloatArray:
    """Scores 0 (belongs to the object) to 1 (surely does not), shape [N].

    The score is the largest of four: few neighbours, a part of its own that is small, a huge
    extent, and, at half weight because sound surfaces have them too, a low opacity.

    Args:
        cloud: N Gaussians, at least one [m].
        check: Called between pieces of work.
    """
    solid = cloud.opacities > FAINT
    shown = cloud.means[solid] if solid.any() else cloud.means
    low, high = np.percentile(shown, [1, 99], axis=0)
    longest = max(float((high - low).max()), 1e-9)
    cells, near = _cells(cloud.means, longest, check)
    usual = max(float(np.median(near)), 2.0)
    lonely = 1 - np.minimum((near - 1) / (usual * LONELY_SHARE), 1)
    check()
    parts = cells.parts()
    check()
    sizes = np.bincount(parts)
    share = (sizes[parts] - 1) / cloud.gaussian_count
    apart = np.where(sizes[parts] == sizes.max(), 0, 1 - np.minimum(share / SMALL_PART, 1) ** 0.5)
    widest = cloud.scales.max(axis=1) / longest
    hazy = np.clip(np.log(np.maximum(widest / LARGE_SHARE, 1e-9)) / np.log(4) + 0.5, 0, 1)
    faint = 0.5 * (1 - np.minimum(cloud.opacities / FAINT, 1))
    return np.asarray(np.max([lonely, apart, hazy, faint], axis=0), np.float32)


def _cells(means: FloatArray, longest_m: float, check: Check) -> tuple[SplatCells, IntArray]:
    """Cells in which most Gaussians have neighbours, and how many each has, shape [N]."""
    share = CELL_SHARE
    while True:
        cells = cells_of(means, longest_m * share, check)
        check()
        near = cells.neighbour_counts()
        if np.median(near) >= USUAL_COUNT or share >= LARGEST_CELL:
            return cells, near
        share *= 2


def floaters(
    cloud: GaussianCloud, strength: float, check: Check = never_stop
) -> npt.NDArray[np.bool_]:
    """Gaussians that float about, shape [N]; a higher strength finds all that a lower one does.

    Args:
        cloud: N Gaussians, at least one [m].
        strength: 0 (none) to 1 (all that look in the least like it).
        check: Called between pieces of work.
    """
    if strength <= 0:
        return np.zeros(cloud.gaussian_count, np.bool_)
    return np.asarray(floater_scores(cloud, check) >= max(1 - strength, 0.02))
