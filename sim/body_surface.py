"""Where the surface cuts the voxels of a body's shell.

A shell of splats is a voxel or more too thick, because splats reach beyond their centres and
voxels are coarse. The surface runs through the centres of the splats: a plane for every voxel
between the inside and the outside tells how much of it is matter. Walls, sheets and limbs without
an inside keep their full thickness.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

BoolArray = npt.NDArray[np.bool_]
LongArray = npt.NDArray[np.int64]
DoubleArray = npt.NDArray[np.float64]

THICKEST_SHELL = 3
"""Voxels of the shell so far from the inside are cut by the surface at most."""
LEVEL_NEIGHBOURS = 4
"""Splats whose mean centre gives the height of the surface."""
SMALLEST_SLOPE = 0.1
"""Slope of the mean filling over 5 voxels [1/voxel] at a surface; a plane gives 0.2."""


@dataclass(frozen=True, slots=True, eq=False)
class BodySurface:
    """Planes of the surface in Z voxels."""

    voxels: LongArray
    """Flat indices of the voxels, ascending, shape [Z]."""
    inward: DoubleArray
    """Unit normals towards the inside, shape [Z, 3]."""
    levels: DoubleArray
    """A point of each plane [voxels], shape [Z, 3]."""
    shares: DoubleArray
    """Share of each voxel that is matter, 0 to 1, shape [Z]."""

    def below(self, rows: LongArray, points: DoubleArray) -> BoolArray:
        """Whether points [voxels], shape [..., 3], lie under the planes of the rows [...]."""
        heights = (points - self.levels[rows]) * self.inward[rows]
        return np.asarray(heights.sum(axis=-1) > 0, bool)


def body_surface(filled: BoolArray, shell: BoolArray, centers: DoubleArray) -> BodySurface:
    """Planes of the surface in the voxels of the shell that have an inside at their back.

    Args:
        filled: Shell and inside, shape [A, B, C].
        shell: Voxels of the shell, shape [A, B, C].
        centers: Centres of the body's splats [voxels], shape [N, 3].
    """
    from scipy import ndimage
    from scipy.spatial import cKDTree

    inside = filled & ~shell
    around = np.ones((3, 3, 3), bool)
    backed = ndimage.binary_dilation(inside, around, iterations=THICKEST_SHELL)
    backed &= ndimage.binary_dilation(~filled, around, iterations=THICKEST_SHELL) & shell
    cells = np.argwhere(backed)
    share = ndimage.uniform_filter(filled.astype(np.float32), 5, mode="constant")
    slopes = np.stack([_slope(share, cells, axis) for axis in range(3)], axis=1)
    steep = np.linalg.norm(slopes, axis=1)
    cells, slopes = cells[steep > SMALLEST_SLOPE], slopes[steep > SMALLEST_SLOPE]
    inward = slopes / np.maximum(np.linalg.norm(slopes, axis=1, keepdims=True), SMALLEST_SLOPE)
    middles = cells + 0.5
    count = min(LEVEL_NEIGHBOURS, len(centers))
    _, nearest = cKDTree(centers).query(middles, k=count)
    levels = centers[nearest.reshape(-1, count)].mean(axis=1)
    depths = ((middles - levels) * inward).sum(axis=1) / np.abs(inward).sum(axis=1)
    return BodySurface(
        voxels=np.ravel_multi_index(tuple(cells.T), filled.shape).astype(np.int64),
        inward=inward,
        levels=levels,
        shares=np.clip(0.5 + depths, 0, 1),
    )


def _slope(share: npt.NDArray[np.float32], cells: LongArray, axis: int) -> DoubleArray:
    """Central difference of a field at voxels, which do not lie on its border."""
    step = np.eye(3, dtype=np.int64)[axis]
    ahead, behind = share[tuple((cells + step).T)], share[tuple((cells - step).T)]
    return np.asarray(0.5 * (ahead - behind), np.float64)
