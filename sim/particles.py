"""From a Gaussian cloud to particles that fill its body evenly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from render.gaussians import GaussianCloud
from sim.quality import QualityPreset
from sim.voxel_fill import FillOptions, GaussianCounts, VoxelBody, fill_voxels

__all__ = ["FillOptions", "FillPreview", "FilledBody", "Particles", "fill_body", "preview_fill"]

FloatArray = npt.NDArray[np.float32]
DoubleArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

WANTED_PER_CELL = 8.0
"""Particles a cell where the particle limit allows."""
FEWEST_PER_CELL = 4.0
"""Below this bodies fracture numerically; the cells grow instead (design section 7)."""
FEWEST_PARTICLES = 64
"""Thin and tiny bodies get at least this many particles."""

_SITES_PER_PARTICLE = 8
_CROWDED_SITES = 3
_RELAXATIONS = ((40_000, 3), (200_000, 1))
"""(Particles at most, relaxations): beyond the last, the even scattering is kept as it is."""


@dataclass(frozen=True, slots=True, eq=False)
class Particles:
    """Material points of one body at rest."""

    positions: FloatArray
    """Positions in the world [m], shape [P, 3]."""
    volumes: FloatArray
    """Rest volumes [m³], shape [P]."""
    spacing_m: float
    """Mean distance of neighbours, the cube root of the mean volume [m]."""


@dataclass(frozen=True, slots=True)
class FillPreview:
    """What filling a body would give, without its particles."""

    particle_count: int
    """Particles."""
    shell_cells: int
    """Voxels of the shell."""
    interior_cells: int
    """Voxels inside the shell."""
    cell_m: float
    """Voxel side of the filling grid [m]."""
    volume_m3: float
    """Volume of the body [m³]."""
    dx_m: float
    """Cell side of the simulation [m]."""
    particles_per_cell: float
    """Mean particles a cell of the simulation."""
    gap_m: float | None
    """Widest gap that was closed [m]; None when only the six-direction test found an inside."""
    gaussians: GaussianCounts
    """What became of the Gaussians."""
    notes: tuple[str, ...]
    """What people should know: coarser cells, floaters, leaks."""


@dataclass(frozen=True, slots=True, eq=False)
class FilledBody:
    """Particles and the grid that suits them."""

    particles: Particles
    """Material points."""
    dx_m: float
    """Cell side [m]."""
    notes: tuple[str, ...]
    """What people should know: coarser cells, floaters, leaks."""
    preview: FillPreview | None = None
    """Counts of the filling; None for particles that were not filled from a cloud."""

    @property
    def particles_per_cell(self) -> float:
        """Mean particles a cell of the filled body."""
        return (self.dx_m / self.particles.spacing_m) ** 3


def fill_body(
    cloud: GaussianCloud,
    *,
    quality: QualityPreset,
    seed: int,
    options: FillOptions | None = None,
) -> FilledBody:
    """Fill the body of a cloud and choose the cell side.

    The finest cell side of the preset is kept while the particle limit gives it enough particles;
    otherwise cells grow until `FEWEST_PER_CELL` fit.

    Args:
        cloud: World frame [m].
        quality: Grid figure and particle limit.
        seed: Seed of the sampling.
        options: Thresholds, the gap to close and the particles a cell.

    Raises:
        InputError: If the cloud is empty or wholly transparent.
    """
    body, counts = _filled(cloud, quality, options)
    particles = fill(body, count=counts.particle_count, seed=seed)
    return FilledBody(particles, counts.dx_m, counts.notes, counts)


def preview_fill(
    cloud: GaussianCloud, *, quality: QualityPreset, options: FillOptions | None = None
) -> FillPreview:
    """Count what `fill_body` would make, without sampling it; arguments as there."""
    return _filled(cloud, quality, options)[1]


def _filled(
    cloud: GaussianCloud, quality: QualityPreset, options: FillOptions | None
) -> tuple[VoxelBody, FillPreview]:
    options = options or FillOptions()
    resolution = int(np.clip(1.5 * quality.grid, 48, 192))
    body = fill_voxels(cloud, resolution=resolution, options=options)
    finest = quality.finest_dx_m(body.longest_m)
    volume = body.volume_m3
    wanted = options.particles_per_cell or WANTED_PER_CELL
    count = min(wanted * volume / finest**3, quality.max_particles)
    count = max(int(count), min(FEWEST_PARTICLES, quality.max_particles))
    fewest = min(FEWEST_PER_CELL, wanted)
    dx = max(finest, (fewest * volume / count) ** (1 / 3))
    return body, FillPreview(
        particle_count=count,
        shell_cells=body.shell_count,
        interior_cells=body.interior_count,
        cell_m=body.side_m,
        volume_m3=volume,
        dx_m=dx,
        particles_per_cell=dx**3 * count / volume,
        gap_m=body.gap_m,
        gaussians=body.counts,
        notes=_notes(body, dx, finest, fewest),
    )


def fill(body: VoxelBody, *, count: int, seed: int) -> Particles:
    """Spread particles evenly through the filled voxels.

    Sites scattered in the voxels are grouped by their nearest particle and every particle moves to
    the centre of its sites a few times (Lloyd's relaxation), so that thin and thick parts get the
    same density; the volume of a particle is that of its sites.

    Args:
        body: Filled voxels.
        count: Number of particles wanted; a few may be dropped.
        seed: Seed of the scattering.
    """
    rng = np.random.default_rng(seed)
    sites = _sites(body, count * _SITES_PER_PARTICLE, rng)
    count = min(count, len(sites))
    edges = np.arange(count + 1) * (len(sites) / count)
    sites = sites[_along_curve(sites, body)]
    centers = sites[(0.5 * (edges[1:] + edges[:-1])).astype(np.int64)]
    sizes = np.diff(np.rint(edges).astype(np.int64))
    rounds = next((rounds for most, rounds in _RELAXATIONS if count <= most), 0)
    for left in range(rounds - 1, -1, -1):
        centers, sizes = _relaxed(centers, sites, reseed=left > 0)
    volumes = sizes * (body.volume_m3 / len(sites))
    return Particles(
        centers.astype(np.float32),
        volumes.astype(np.float32),
        (body.volume_m3 / len(centers)) ** (1 / 3),
    )


def _sites(body: VoxelBody, wanted: int, rng: np.random.Generator) -> DoubleArray:
    """About `wanted` sites [m], evenly scattered in the body, shape [S, 3]."""
    voxels = np.argwhere(body.filled)
    whole = body.volume_m3 / body.side_m**3
    parts = max(1, int(np.ceil((max(wanted, 1) / whole) ** (1 / 3) - 0.05)))
    steps = np.stack(np.meshgrid(*[np.arange(parts)] * 3), axis=-1).reshape(-1, 3)
    sites: DoubleArray = rng.random((len(voxels), len(steps), 3))
    sites = voxels[:, None, :] + (steps + sites) / parts
    kept = np.ones(sites.shape[:2], bool)
    flat = np.flatnonzero(body.filled)
    cut = np.searchsorted(flat, body.surface.voxels)
    rows = np.arange(len(cut))[:, None]
    kept[cut] = body.surface.below(np.broadcast_to(rows, (len(cut), len(steps))), sites[cut])
    chosen = sites[kept] if kept.any() else sites.reshape(-1, 3)
    if len(chosen) > 1.5 * wanted:
        chosen = chosen[np.sort(rng.choice(len(chosen), wanted, replace=False))]
    return np.asarray(body.low_m + chosen * body.side_m, np.float64)


def _relaxed(
    centers: DoubleArray, sites: DoubleArray, *, reseed: bool
) -> tuple[DoubleArray, npt.NDArray[np.int64]]:
    """Centres in the middle of their sites, and how many sites each has.

    With `reseed`, centres of few sites move to a site at the border of one of the largest groups,
    which the next relaxation then shares out.
    """
    from scipy.spatial import cKDTree

    _, nearest = cKDTree(centers).query(sites)
    sizes = np.bincount(nearest, minlength=len(centers))
    sums = np.stack([np.bincount(nearest, sites[:, k], len(centers)) for k in range(3)], axis=1)
    moved = sums / np.maximum(sizes, 1)[:, None]
    if not reseed:
        return moved[sizes > 0], sizes[sizes > 0]
    poor = np.flatnonzero(sizes < _CROWDED_SITES)
    rich = np.argsort(-sizes, kind="stable")[: len(poor)]
    groups, first = np.unique(nearest, return_index=True)
    moved[poor] = sites[first[np.searchsorted(groups, rich)]]
    return moved, sizes


def _along_curve(points: DoubleArray, body: VoxelBody) -> npt.NDArray[np.int64]:
    """Order of the points along a Morton curve, which visits space evenly."""
    cells = ((points - body.low_m) / body.side_m * 4).astype(np.uint64)
    keys = np.zeros(len(points), np.uint64)
    for bit in range(12):
        for axis in range(3):
            keys |= ((cells[:, axis] >> np.uint64(bit)) & np.uint64(1)) << np.uint64(3 * bit + axis)
    return np.argsort(keys, kind="stable")


def _notes(body: VoxelBody, dx_m: float, finest_m: float, fewest: float) -> tuple[str, ...]:
    notes = []
    if dx_m > 1.01 * finest_m:
        notes.append(
            f"cells of {length_text(dx_m)} instead of {length_text(finest_m)}, so that "
            f"{fewest:.0f} particles fit in each"
        )
    if body.counts.weightless:
        notes.append(
            f"{body.counts.weightless} Gaussians float apart from the body: they weigh nothing"
        )
    if body.gap_m is None:
        notes.append("the shell has large holes: its inside was found by the six-direction test")
    elif body.gap_m > 0:
        notes.append(f"gaps of the shell up to {length_text(body.gap_m)} were closed to fill it")
    return tuple(notes)


def length_text(length_m: float) -> str:
    """A length [m] with three significant digits, in m from one on and in mm below."""
    rounded = float(f"{length_m:.3g}")
    return f"{rounded:g} m" if rounded >= 1 else f"{1e3 * rounded:.3g} mm"
