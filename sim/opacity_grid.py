"""Opacity that splats leave in the voxels they pass through.

A splat is sampled over its three axes; a voxel takes the largest falloff among the samples of one
Gaussian, and the Gaussians that meet in it cover one another: opacity = 1 − Π (1 − αᵢ wᵢ). Many
faint splats therefore close a shell that none of them closes alone (reference `mpm.md`, section 6,
sums Gaussian weights over the corners of a cell instead).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

from render.gaussians import GaussianCloud
from render.quaternion import matrix_from_quaternion

FloatArray = npt.NDArray[np.float32]
LongArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

EXTENT_SIGMAS = 1.2
"""Splats count out to so many standard deviations, where half of their opacity is left."""
SAMPLE_STEP = 0.75
"""Largest distance of neighbouring samples [voxels]."""
MARGIN = 2
"""Empty voxels around the splats."""

_LARGEST_REACH = 12
_LARGEST_OPACITY = 0.9999


@dataclass(frozen=True, slots=True, eq=False)
class OpacityGrid:
    """Accumulated opacity of a cloud on a voxel grid."""

    opacity: FloatArray
    """Opacity of the Gaussians that pass through a voxel, 0 to 1, shape [A, B, C]."""
    low_m: npt.NDArray[np.float64]
    """Lower corner of voxel (0, 0, 0) [m], shape [3]."""
    side_m: float
    """Voxel side [m]."""
    voxels: LongArray
    """Flat voxel index of every pair of a Gaussian and a voxel it passes through, shape [Q]."""
    owners: LongArray
    """Index of that Gaussian among those put in, shape [Q]."""

    def touching(self, marked: BoolArray) -> LongArray:
        """Gaussians that pass through at least one marked voxel, ascending."""
        return np.unique(self.owners[marked.ravel()[self.voxels]])


def opacity_grid(cloud: GaussianCloud, side_m: float) -> OpacityGrid:
    """Accumulate the opacity of every Gaussian of a cloud.

    Args:
        cloud: World frame [m]; at least one Gaussian.
        side_m: Voxel side [m].
    """
    means = cloud.means.astype(np.float64)
    scales = cloud.scales.astype(np.float64)
    reach = np.ceil(EXTENT_SIGMAS / SAMPLE_STEP * scales / side_m - 0.5)
    reach = np.clip(reach, 0, _LARGEST_REACH).astype(np.int64)
    scales = np.minimum(scales, (_LARGEST_REACH + 0.5) * SAMPLE_STEP / EXTENT_SIGMAS * side_m)
    axes = matrix_from_quaternion(cloud.quats.astype(np.float64)) * scales[:, None, :]
    radius = EXTENT_SIGMAS * np.linalg.norm(axes, axis=2)
    low = (means - radius).min(axis=0) - MARGIN * side_m
    counts = np.ceil(((means + radius).max(axis=0) - low) / side_m).astype(np.int64) + MARGIN
    shape = tuple(int(count) for count in counts)
    voxels, owners, depths = [], [], []
    for levels in np.unique(reach, axis=0):
        chosen = np.flatnonzero((reach == levels).all(axis=1))
        offsets, falloff = _samples(levels)
        points = means[chosen, None, :] + offsets @ axes[chosen].transpose(0, 2, 1)
        cells = np.floor((points - low) / side_m).astype(np.int64)
        flat = np.ravel_multi_index(tuple(np.moveaxis(cells, -1, 0)), shape)
        rows, columns = _first_in_voxel(flat)
        voxels.append(flat[rows, columns])
        owners.append(chosen[rows])
        covered = np.minimum(cloud.opacities[chosen[rows]] * falloff[columns], _LARGEST_OPACITY)
        depths.append(-np.log1p(-covered))
    flat_voxels = np.concatenate(voxels)
    total = np.bincount(flat_voxels, np.concatenate(depths), minlength=int(np.prod(shape)))
    opacity = (1 - np.exp(-total)).astype(np.float32).reshape(shape)
    return OpacityGrid(opacity, low, side_m, flat_voxels, np.concatenate(owners))


def _samples(levels: LongArray) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Sample points in units of the scales, strongest first, and their falloff."""
    lines = [np.linspace(-EXTENT_SIGMAS, EXTENT_SIGMAS, 2 * k + 1) if k else [0.0] for k in levels]
    points = np.array(list(product(*lines)))
    squares = (points**2).sum(axis=1)
    inside = np.flatnonzero(squares <= EXTENT_SIGMAS**2 * 1.001)
    inside = inside[np.argsort(squares[inside], kind="stable")]
    return points[inside], np.exp(-0.5 * squares[inside])


def _first_in_voxel(flat: LongArray) -> tuple[LongArray, LongArray]:
    """Rows and columns of the first sample of every row in every voxel, shape [Q] each."""
    order = np.argsort(flat, axis=1, kind="stable")
    ordered = np.take_along_axis(flat, order, axis=1)
    first = np.ones(flat.shape, bool)
    first[:, 1:] = ordered[:, 1:] != ordered[:, :-1]
    rows, places = np.nonzero(first)
    return rows, order[rows, places]
