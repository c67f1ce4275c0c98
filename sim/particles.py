"""From a Gaussian cloud to particles that fill its body evenly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from render.errors import InputError
from render.gaussians import GaussianCloud
from sim.quality import QualityPreset
from sim.voxel_fill import VoxelBody, fill_voxels

FloatArray = npt.NDArray[np.float32]

WANTED_PER_CELL = 8.0
"""Particles a cell where the particle limit allows."""
FEWEST_PER_CELL = 4.0
"""Below this bodies fracture numerically; the cells grow instead (design section 7)."""
FEWEST_PARTICLES = 64
"""Thin and tiny bodies get at least this many particles."""

_SITES_PER_PARTICLE = 8
_RELAXATIONS = 3


@dataclass(frozen=True, slots=True, eq=False)
class Particles:
    """Material points of one body at rest."""

    positions: FloatArray
    """Positions in the world [m], shape [P, 3]."""
    volumes: FloatArray
    """Rest volumes [m³], shape [P]."""
    spacing_m: float
    """Mean distance of neighbours, the cube root of the mean volume [m]."""


@dataclass(frozen=True, slots=True, eq=False)
class FilledBody:
    """Particles and the grid that suits them."""

    particles: Particles
    """Material points."""
    dx_m: float
    """Cell side [m]."""
    notes: tuple[str, ...]
    """What people should know: coarser cells, floaters, leaks."""

    @property
    def particles_per_cell(self) -> float:
        """Mean particles a cell of the filled body."""
        return (self.dx_m / self.particles.spacing_m) ** 3


def fill_body(cloud: GaussianCloud, *, quality: QualityPreset, seed: int) -> FilledBody:
    """Fill the body of a cloud and choose the cell side.

    The finest cell side of the preset is kept while the particle limit gives it enough particles;
    otherwise cells grow until `FEWEST_PER_CELL` fit.

    Args:
        cloud: World frame [m].
        quality: Grid figure and particle limit.
        seed: Seed of the sampling.

    Raises:
        InputError: If the cloud is empty or has no extent.
    """
    if not cloud.gaussian_count:
        raise InputError("an empty cloud cannot be simulated; load or predict an object first")
    resolution = int(np.clip(1.5 * quality.grid, 48, 192))
    body = fill_voxels(cloud, resolution=resolution)
    finest = quality.finest_dx_m(body.longest_m)
    volume = body.volume_m3
    count = min(WANTED_PER_CELL * volume / finest**3, quality.max_particles)
    count = max(int(count), min(FEWEST_PARTICLES, quality.max_particles))
    particles = fill(body, count=count, seed=seed)
    dx = max(finest, (FEWEST_PER_CELL * volume / count) ** (1 / 3))
    return FilledBody(particles, dx, _notes(body, dx, finest))


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
    from scipy.spatial import cKDTree

    rng = np.random.default_rng(seed)
    voxels = np.argwhere(body.filled)
    site_count = max(count * _SITES_PER_PARTICLE, 1)
    parts = max(1, round((site_count / len(voxels)) ** (1 / 3)))
    steps = np.stack(np.meshgrid(*[np.arange(parts)] * 3), axis=-1).reshape(-1, 3)
    sites = (voxels[:, None, :] * parts + steps).reshape(-1, 3)
    sites = (sites + rng.random(sites.shape)) / parts
    if len(sites) > 2 * site_count:
        sites = sites[np.sort(rng.choice(len(sites), site_count, replace=False))]
    sites = body.low_m + sites * body.side_m
    count = min(count, len(sites))
    evenly = (np.arange(count) + 0.5) * (len(sites) / count)
    centers = sites[_along_curve(sites, body)][evenly.astype(np.int64)]
    for _ in range(_RELAXATIONS):
        _, nearest = cKDTree(centers).query(sites)
        sizes = np.bincount(nearest, minlength=len(centers))
        kept = sizes > 0
        sums = np.stack([np.bincount(nearest, sites[:, k], len(centers)) for k in range(3)], axis=1)
        centers, sizes = sums[kept] / sizes[kept, None], sizes[kept]
    volumes = sizes * (body.volume_m3 / len(sites))
    return Particles(
        centers.astype(np.float32),
        volumes.astype(np.float32),
        (body.volume_m3 / len(centers)) ** (1 / 3),
    )


def _along_curve(points: npt.NDArray[np.float64], body: VoxelBody) -> npt.NDArray[np.int64]:
    """Order of the points along a Morton curve, which visits space evenly."""
    cells = ((points - body.low_m) / body.side_m * 4).astype(np.uint64)
    keys = np.zeros(len(points), np.uint64)
    for bit in range(12):
        for axis in range(3):
            keys |= ((cells[:, axis] >> np.uint64(bit)) & np.uint64(1)) << np.uint64(3 * bit + axis)
    return np.argsort(keys, kind="stable")


def _notes(body: VoxelBody, dx_m: float, finest_m: float) -> tuple[str, ...]:
    notes = []
    if dx_m > 1.01 * finest_m:
        notes.append(
            f"cells of {1e3 * dx_m:.1f} mm instead of {1e3 * finest_m:.1f} mm, so that "
            f"{FEWEST_PER_CELL:.0f} particles fit in each"
        )
    if body.floater_count:
        notes.append(
            f"{body.floater_count} Gaussians float apart from the body: they weigh nothing"
        )
    if body.closing < 0:
        notes.append("the shell has large holes: its inside was found by the six-direction test")
    elif body.closing > 0:
        gap_mm = 2e3 * body.closing * body.side_m
        notes.append(f"gaps of the shell up to {gap_mm:.0f} mm were closed to fill it")
    return tuple(notes)
