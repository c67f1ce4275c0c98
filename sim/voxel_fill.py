"""Which voxels a Gaussian cloud's body fills: shell, closing, flood from outside.

A shell of splats seldom closes perfectly. Gaps are closed morphologically, step by step, until the
flood from outside leaves an inside; where even that leaks, a voxel counts as inside when the shell
lies in all six axis directions (reference `mpm.md`, section 6).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from render.gaussians import GaussianCloud
from render.quaternion import matrix_from_quaternion

FloatArray = npt.NDArray[np.float32]
BoolArray = npt.NDArray[np.bool_]

MIN_OPACITY = 0.02
"""Gaussians at or below this opacity are no matter."""
LARGEST_CLOSING = 3
"""Widest closing radius tried [voxels]."""
LEAK_SHARE = 0.5
"""A flood that leaves less than this share of the six-direction inside has leaked."""
FLOATER_SHARE = 0.02
"""Connected pieces with fewer voxels than this share of the largest are floaters."""

SPACING_NEIGHBOUR = 7
"""Voxels are about as wide as the distance to this neighbour, so that sparse shells close."""
COARSEST_RESOLUTION = 24
"""Fewest voxels along the longest side."""

_PLANE_SAMPLES = np.array([-1.2, -0.6, 0.0, 0.6, 1.2])
_LARGEST_SPLAT_VOXELS = 12.0
_MARGIN = LARGEST_CLOSING + 2


@dataclass(frozen=True, slots=True, eq=False)
class VoxelBody:
    """Filled voxels of a body."""

    filled: BoolArray
    """Shell and inside, shape [A, B, C]."""
    low_m: npt.NDArray[np.float64]
    """Lower corner of voxel (0, 0, 0) [m], shape [3]."""
    side_m: float
    """Voxel side [m]."""
    longest_m: float
    """Longest side of the body's bounding box [m]."""
    closing: int
    """Closing radius that was needed [voxels]; −1 when the six-direction test filled it."""
    floater_count: int
    """Gaussians left out because they float apart from the body or lie far outside."""

    @property
    def volume_m3(self) -> float:
        """Volume of the filled voxels [m³]."""
        return float(self.filled.sum()) * self.side_m**3


def fill_voxels(cloud: GaussianCloud, *, resolution: int) -> VoxelBody:
    """Fill the body of a cloud.

    Args:
        cloud: World frame [m]; at least one Gaussian.
        resolution: Voxels along the longest side, at most.
    """
    solid = np.flatnonzero(cloud.opacities > MIN_OPACITY)
    if not len(solid):
        solid = np.arange(cloud.gaussian_count)
    means = cloud.means[solid].astype(np.float64)
    near = solid[_without_outliers(means)]
    low, high = cloud.means[near].min(axis=0), cloud.means[near].max(axis=0)
    splat = 2 * float(np.median(cloud.scales[near].max(axis=1)))
    longest = max(float((high - low).max()), splat)
    spacing = _typical_spacing(cloud.means[near])
    side = max(longest / resolution, min(spacing, longest / COARSEST_RESOLUTION))
    points, owners = _surface_samples(cloud, near, side)
    low = low.astype(np.float64) - (_MARGIN + _LARGEST_SPLAT_VOXELS) * side
    cells = np.floor((points - low) / side).astype(np.int64)
    shape = np.ceil((high - low) / side + _MARGIN + _LARGEST_SPLAT_VOXELS).astype(np.int64) + 1
    shell = np.zeros(tuple(int(n) for n in shape), bool)
    shell[tuple(cells.T)] = True
    shell = _without_floaters(shell)
    kept = shell[tuple(cells.T)]
    body_count = len(np.unique(owners[kept]))
    filled, closing = _fill_inside(shell)
    return VoxelBody(filled, low, side, longest, closing, len(solid) - body_count)


def _without_outliers(points: npt.NDArray[np.float64]) -> BoolArray:
    """Points inside the 1-99 % box widened by its own half on every side."""
    low, high = np.percentile(points, [1, 99], axis=0)
    margin = 0.5 * (high - low) + 1e-9
    inside = ((points >= low - margin) & (points <= high + margin)).all(axis=1)
    return np.asarray(inside, bool)


def _typical_spacing(points: FloatArray) -> float:
    """Median distance to the `SPACING_NEIGHBOUR`-th neighbour [m]."""
    from scipy.spatial import cKDTree

    if len(points) <= SPACING_NEIGHBOUR:
        return 0.0
    some = points[:: max(len(points) // 5000, 1)]
    distances, _ = cKDTree(points).query(some, k=[SPACING_NEIGHBOUR + 1])
    return float(np.median(distances))


def _surface_samples(
    cloud: GaussianCloud, chosen: npt.NDArray[np.int64], side: float
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64]]:
    """Points on the splats and the Gaussian of each: a patch in the plane of the two long axes."""
    scales = cloud.scales[chosen].astype(np.float64)
    axes = matrix_from_quaternion(cloud.quats[chosen].astype(np.float64))
    order = np.argsort(-scales, axis=1)[:, :2]
    sizes = np.minimum(np.take_along_axis(scales, order, axis=1), _LARGEST_SPLAT_VOXELS / 2 * side)
    first, second = (
        np.take_along_axis(axes, order[:, None, k : k + 1], axis=2)[..., 0] * sizes[:, k : k + 1]
        for k in range(2)
    )
    grid = np.stack(np.meshgrid(_PLANE_SAMPLES, _PLANE_SAMPLES), axis=-1).reshape(-1, 2)
    grid = grid[(grid**2).sum(axis=1) <= 2.0]
    small = sizes[:, 0] < side / 2
    means = cloud.means[chosen].astype(np.float64)
    wide = ~small
    patches = (
        means[wide, None, :]
        + grid[None, :, :1] * first[wide, None, :]
        + grid[None, :, 1:] * second[wide, None, :]
    ).reshape(-1, 3)
    owners = np.concatenate([chosen[small], np.repeat(chosen[wide], len(grid))])
    return np.concatenate([means[small], patches]), owners


def _without_floaters(shell: BoolArray) -> BoolArray:
    """The shell without small pieces that hang in the air."""
    from scipy import ndimage

    around = np.ones((3, 3, 3), bool)
    pieces, count = ndimage.label(ndimage.binary_dilation(shell, around), structure=around)
    if count < 2:
        return shell
    sizes = np.bincount(pieces[shell], minlength=count + 1)
    sizes[0] = 0
    return np.asarray(shell & (sizes >= FLOATER_SHARE * sizes.max())[pieces], bool)


def _fill_inside(shell: BoolArray) -> tuple[BoolArray, int]:
    """Shell with its inside, and the closing radius used (−1: six-direction test)."""
    from scipy import ndimage

    cube = np.ones((3, 3, 3), bool)
    thick = ndimage.binary_dilation(shell, cube)
    enclosed = ndimage.binary_erosion(_enclosed_on_all_sides(thick), cube) | shell
    wanted = LEAK_SHARE * float((enclosed & ~shell).sum())
    for radius in range(LARGEST_CLOSING + 1):
        closed = shell
        if radius:
            closed = ndimage.binary_closing(shell, cube, iterations=radius)
        filled = ndimage.binary_fill_holes(closed)
        if float((filled & ~shell).sum()) >= wanted:
            return np.asarray(filled | shell, bool), radius
    return np.asarray(enclosed, bool), -1


def _enclosed_on_all_sides(shell: BoolArray) -> BoolArray:
    """Voxels with the shell somewhere in each of the six axis directions."""
    inside = np.ones_like(shell)
    for axis in range(3):
        forward = np.logical_or.accumulate(shell, axis=axis)
        backward = np.flip(np.logical_or.accumulate(np.flip(shell, axis), axis=axis), axis)
        inside &= forward & backward
    return inside
