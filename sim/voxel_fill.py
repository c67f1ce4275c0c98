"""Which voxels a Gaussian cloud's body fills: an opaque shell, closed and flooded from outside.

A shell of splats seldom closes perfectly. A ball as wide as the widest gap to be closed floods the
space outside; wherever such a ball fits but cannot get out is inside. Smaller and smaller balls
then fill what the larger ones were too wide for, down to single voxels, so that thin limbs fill to
their walls while clefts that are open to the outside stay open. Source of the trapped ball: Zhang
et al., Vectorizing Cartoon Animations, IEEE TVCG 2009, section 4.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from render.errors import InputError
from render.gaussians import GaussianCloud
from sim.body_surface import BodySurface, body_surface
from sim.opacity_grid import EXTENT_SIGMAS, OpacityGrid, opacity_grid
from sim.scene.checks import checked_number

FloatArray = npt.NDArray[np.float32]
BoolArray = npt.NDArray[np.bool_]
DoubleArray = npt.NDArray[np.float64]
LongArray = npt.NDArray[np.int64]

BALL_RADII = (0.0, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0)
"""Radii tried [voxels], the smallest that is caught inside is taken."""
FILLED_SHARE = 0.7
"""Share of the places in the six-direction inside where a ball must be caught."""
FLOATER_SHARE = 0.02
"""Connected pieces with fewer voxels than this share of the largest are floaters."""
SPACING_NEIGHBOUR = 7
"""Voxels are about as wide as the distance to this neighbour, so that sparse shells close."""
COARSEST_RESOLUTION = 24
"""Fewest voxels along the longest side."""
SPLAT_VOXELS = 8.0
"""Voxels that half of a typical splat spans at most; few large ones need no finer grid."""

_AROUND = np.ones((3, 3, 3), bool)


@dataclass(frozen=True, slots=True)
class FillOptions:
    """What counts as matter and how a body is filled."""

    opacity_threshold: float = 0.02
    """Gaussians at or below this opacity are no matter, 0 to 1."""
    shell_opacity: float = 0.3
    """Accumulated opacity from which a voxel belongs to the shell, 0 to 1."""
    gap_m: float | None = None
    """Widest gap of the shell to close [m]; 0 closes none, None finds it."""
    particles_per_cell: float | None = None
    """Particles a cell wanted, 1 to 64; None takes 8 where the particle limit allows."""

    def __post_init__(self) -> None:
        checked_number("opacity threshold", self.opacity_threshold, 0.0, 1.0)
        checked_number("shell opacity", self.shell_opacity, 1e-3, 1.0)
        if self.gap_m is not None:
            checked_number("the gap to close", self.gap_m, 0.0, 1e4, unit="m")
        if self.particles_per_cell is not None:
            checked_number("particles a cell", self.particles_per_cell, 1.0, 64.0)


@dataclass(frozen=True, slots=True)
class GaussianCounts:
    """What became of a cloud's Gaussians when its body was filled."""

    body: int
    """Gaussians that make the body."""
    floaters: int
    """Gaussians in small pieces apart from the body, or too faint and alone to be matter."""
    outliers: int
    """Gaussians far outside the bulk of the cloud."""
    transparent: int
    """Gaussians at or below the opacity threshold."""

    @property
    def weightless(self) -> int:
        """Visible Gaussians that weigh nothing: floaters and outliers."""
        return self.floaters + self.outliers


@dataclass(frozen=True, slots=True, eq=False)
class VoxelBody:
    """Filled voxels of a body."""

    filled: BoolArray
    """Shell and inside, shape [A, B, C]."""
    surface: BodySurface
    """Where the surface cuts voxels of the shell."""
    shell_count: int
    """Voxels of the shell."""
    low_m: npt.NDArray[np.float64]
    """Lower corner of voxel (0, 0, 0) [m], shape [3]."""
    side_m: float
    """Voxel side [m]."""
    longest_m: float
    """Longest side of the body's bounding box [m]."""
    gap_m: float | None
    """Widest gap that was closed [m]; None when only the six-direction test found an inside."""
    counts: GaussianCounts
    """What became of the Gaussians."""

    @property
    def interior_count(self) -> int:
        """Filled voxels that are not of the shell."""
        return int(self.filled.sum()) - self.shell_count

    @property
    def volume_m3(self) -> float:
        """Volume [m³]: filled voxels, those that the surface cuts by their share."""
        cut = float((1 - self.surface.shares).sum())
        return (float(self.filled.sum()) - cut) * self.side_m**3


def fill_voxels(
    cloud: GaussianCloud, *, resolution: float, options: FillOptions | None = None
) -> VoxelBody:
    """Fill the body of a cloud.

    Args:
        cloud: World frame [m].
        resolution: Voxels along the longest side, at most.
        options: Thresholds and the gap to close.

    Raises:
        InputError: If the cloud is empty or wholly transparent.
    """
    options = options or FillOptions()
    solid = _solid(cloud, options.opacity_threshold)
    near = solid[_without_outliers(cloud.means[solid].astype(np.float64))]
    matter = cloud.select(near)
    low, high = matter.means.min(axis=0), matter.means.max(axis=0)
    reach = EXTENT_SIGMAS * float(np.median(matter.scales.max(axis=1)))
    longest = max(float((high - low).max()), 2 * reach)
    spacing = min(_typical_spacing(matter.means), longest / COARSEST_RESOLUTION)
    side = max(longest / resolution, spacing, reach / SPLAT_VOXELS)
    grid = opacity_grid(matter, side)
    shell = _shell(grid, options.shell_opacity)
    filled, gap = _fill_inside(shell, side, options.gap_m)
    body_index = near[grid.touching(filled)]
    counts = GaussianCounts(
        body=len(body_index),
        floaters=len(near) - len(body_index),
        outliers=len(solid) - len(near),
        transparent=cloud.gaussian_count - len(solid),
    )
    centers = (cloud.means[body_index].astype(np.float64) - grid.low_m) / side
    return VoxelBody(
        filled=filled,
        surface=body_surface(filled, shell, centers),
        shell_count=int(shell.sum()),
        low_m=grid.low_m,
        side_m=side,
        longest_m=longest,
        gap_m=gap,
        counts=counts,
    )


def _solid(cloud: GaussianCloud, threshold: float) -> LongArray:
    if not cloud.gaussian_count:
        raise InputError("an empty cloud cannot be simulated; load or predict an object first")
    solid = np.flatnonzero(cloud.opacities > threshold)
    if not len(solid):
        raise InputError(
            f"no Gaussian is more opaque than {threshold:g} (the most opaque has "
            f"{cloud.opacities.max():g}); lower the opacity threshold"
        )
    return solid


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


def _shell(grid: OpacityGrid, threshold: float) -> BoolArray:
    """Opaque voxels without small pieces that hang in the air."""
    from scipy import ndimage

    shell = grid.opacity >= min(threshold, float(grid.opacity.max()))
    pieces, count = ndimage.label(ndimage.binary_dilation(shell, _AROUND), structure=_AROUND)
    if count < 2:
        return shell
    sizes = np.bincount(pieces[shell], minlength=count + 1)
    sizes[0] = 0
    return np.asarray(shell & (sizes >= FLOATER_SHARE * sizes.max())[pieces], bool)


def _fill_inside(
    shell: BoolArray, side: float, gap_m: float | None
) -> tuple[BoolArray, float | None]:
    """Shell with its inside, and the gap that was closed [m]."""
    if gap_m is not None:
        return _closed(shell, 0.5 * gap_m / side), gap_m
    enclosed = _enclosed_on_all_sides(shell) | shell
    radius = _smallest_trapped_ball(shell, enclosed)
    if radius is None:
        return enclosed, None
    return _closed(shell, radius), 2 * radius * side


def _smallest_trapped_ball(shell: BoolArray, enclosed: BoolArray) -> float | None:
    """Radius [voxels] of the smallest ball that is caught nearly wherever it fits inside."""
    from scipy import ndimage

    pad = int(np.ceil(BALL_RADII[-1])) + 1
    room: DoubleArray = ndimage.distance_transform_edt(~np.pad(shell, pad))
    inside = np.pad(enclosed, pad)
    for radius in BALL_RADII:
        fits = np.asarray(room > radius, bool)
        places, _ = ndimage.label(fits)
        caught = fits & (places != places[0, 0, 0])
        wanted = int((fits & inside).sum())
        if radius and not wanted:
            return None
        if int(caught.sum()) >= FILLED_SHARE * wanted:
            return radius
    return None


def _closed(shell: BoolArray, radius: float) -> BoolArray:
    """Shell, what balls of a radius [voxels] cannot leave, and narrow pockets among the splats.

    A pocket is narrow when a morphological closing with that ball fills it; those with matter in
    all six axis directions are filled, clefts that open to a side are not.
    """
    from scipy import ndimage

    filled = _trapped(shell, radius)
    if radius < 1:
        return filled
    pad = int(np.ceil(radius)) + 1
    dilated = ndimage.distance_transform_edt(~np.pad(filled, pad)) <= radius
    eroded = ndimage.distance_transform_edt(dilated) > radius
    inner = (slice(pad, -pad),) * 3
    return np.asarray(filled | (eroded[inner] & _enclosed_on_all_sides(filled)), bool)


def _trapped(shell: BoolArray, radius: float) -> BoolArray:
    """Shell and what balls of this radius and smaller ones [voxels] cannot leave."""
    from scipy import ndimage

    pad = int(np.ceil(radius)) + 1
    filled = np.pad(shell, pad)
    radii = [*(r for r in np.arange(np.ceil(radius), 0, -1) if r < radius), 0.0]
    for ball in [radius, *radii] if radius else radii:
        fits = ~filled
        if ball:
            fits = np.asarray(ndimage.distance_transform_edt(fits) > ball, bool)
        places, count = ndimage.label(fits)
        caught = (places != places[0, 0, 0]) & (places > 0)
        if count < 2 or not caught.any():
            continue
        if ball:
            caught = ndimage.distance_transform_edt(~caught) <= ball
        filled |= caught
    inner = (slice(pad, -pad),) * 3
    return np.asarray(filled[inner], bool)


def _enclosed_on_all_sides(shell: BoolArray) -> BoolArray:
    """Voxels with the shell somewhere in each of the six axis directions."""
    inside = np.ones_like(shell)
    for axis in range(3):
        forward = np.logical_or.accumulate(shell, axis=axis)
        backward = np.flip(np.logical_or.accumulate(np.flip(shell, axis), axis=axis), axis)
        inside &= forward & backward
    return inside
