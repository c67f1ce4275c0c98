"""What is drawn of a soft body: the splats of its surface, and its inside where that shows.

Every particle may be drawn as a round splat with the colour of the nearest surface. It stays hidden
while the particle is among its neighbours of the rest state and the splats around it can stretch as
it does, and while matter is on all its sides; so a body at rest, or bending, shows its surface
alone, and what crumbles, tears or is cut shows what it is made of. The rule needs nothing but the
positions and deformations of one frame.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from render.clips.frame_pose import FramePose
from render.gaussians import GaussianCloud
from sim.binding import Binding
from sim.materials import ConstitutiveLaw
from sim.particles import Particles

FloatArray = npt.NDArray[np.float32]
BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.int32]
LongArray = npt.NDArray[np.int64]

STRETCH_CAPS = {
    "metal": 2.0,
    "plasticine": 2.0,
    "foam": 2.0,
    "snow": 1.25,
    "sand": 1.25,
    "liquid": 1.25,
    "rigid": 1.0,
}
"""Largest drawn stretch of a splat by law; what is elastic may stretch by `ELASTIC_CAP`."""
ELASTIC_CAP = 3.0
INTERIOR_SIZE = 0.55
"""Standard deviation of an interior splat [spacings]: neighbours cover one another."""
LARGEST_INTERIOR = 150_000
"""Most interior splats; of more particles an even share is drawn, larger."""
COLOURING_SHARE = 0.5
"""Splats with less than this share of the largest opacity give no colour to the inside."""
ENCLOSING_CELL = 2.0
"""Side of the cells whose neighbours tell whether a particle is enclosed [spacings]."""
EXPOSED_CRUMBLING = 0.2
"""Particles that crumble less than this are among their neighbours."""
EXPOSED_OVERLONG = 0.1
"""Share of overlong bonds from which gaps open between the splats of the surface."""


def stretch_cap(law: ConstitutiveLaw) -> float:
    """Largest drawn stretch of splats of a law."""
    return STRETCH_CAPS.get(law.value, ELASTIC_CAP)


@dataclass(frozen=True, slots=True, eq=False)
class DrawnBody:
    """Splats of a body's surface and inside, bound to its particles."""

    rest: GaussianCloud
    """Surface splats followed by interior ones, world frame at rest [m]."""
    interior_count: int
    """Number of interior splats M, the last of `rest`."""
    binding: Binding
    """How they follow the particles."""
    interior_particles: LongArray
    """Particle of every interior splat, shape [M]."""
    stretch_caps: FloatArray
    """Largest drawn stretch near every particle, shape [P]."""

    @staticmethod
    def at_rest(
        cloud: GaussianCloud,
        particles: Particles,
        laws: Sequence[ConstitutiveLaw],
        material: IntArray | None = None,
    ) -> DrawnBody:
        """Bind a cloud to the particles that fill it and make its interior splats.

        Args:
            cloud: World frame [m].
            particles: Particles at rest.
            laws: Laws of the body's materials.
            material: Index into `laws` of every particle, shape [P]; None gives all the first.
        """
        inside, chosen = interior_splats(cloud, particles)
        rest = cloud.concat(inside)
        by_law = np.array([stretch_cap(law) for law in laws], np.float32)
        index = np.zeros(len(particles.positions), np.int32) if material is None else material
        return DrawnBody(rest, len(chosen), Binding.at_rest(rest, particles), chosen, by_law[index])

    def pose(self, positions: FloatArray, deformations: FloatArray) -> FramePose:
        """Where the splats are, and which interior ones are hidden.

        Args:
            positions: Particles [m], shape [P, 3].
            deformations: Deformation gradients to follow, shape [P, 3, 3].
        """
        frame = self.binding.pose(positions, deformations, stretch_caps=self.stretch_caps)
        loose = frame.crumbling >= EXPOSED_CRUMBLING
        loose |= frame.overlong >= EXPOSED_OVERLONG
        hidden = np.zeros(self.rest.gaussian_count, bool)
        if self.interior_count:
            shown = loose[self.interior_particles]
            if shown.any():
                cell = ENCLOSING_CELL * self.binding.particles.spacing_m
                shown &= ~enclosed(positions, cell)[self.interior_particles]
            hidden[-self.interior_count :] = ~shown
        return frame.pose._replace(hidden=hidden)


def interior_splats(cloud: GaussianCloud, particles: Particles) -> tuple[GaussianCloud, LongArray]:
    """Round opaque splats at the particles, and the particle of each.

    Args:
        cloud: Surface splats, world frame at rest [m].
        particles: Particles at rest.
    """
    from scipy.spatial import cKDTree

    total = len(particles.positions)
    share = max(total / LARGEST_INTERIOR, 1.0)
    chosen = np.unique((np.arange(int(total / share)) * share).astype(np.int64))
    seen = np.flatnonzero(cloud.opacities >= COLOURING_SHARE * cloud.opacities.max())
    _, nearest = cKDTree(cloud.means[seen]).query(particles.positions[chosen])
    count, size = len(chosen), INTERIOR_SIZE * particles.spacing_m * share ** (1 / 3)
    colors = np.zeros((count, cloud.sh_coeffs.shape[1], 3), np.float32)
    colors[:, 0] = cloud.sh_coeffs[seen[nearest], 0]
    splats = GaussianCloud(
        means=particles.positions[chosen],
        quats=np.tile(np.array([1.0, 0.0, 0.0, 0.0], np.float32), (count, 1)),
        scales=np.full((count, 3), size, np.float32),
        opacities=np.ones(count, np.float32),
        sh_coeffs=colors,
    )
    return splats, chosen


def enclosed(positions: FloatArray, cell_m: float) -> BoolArray:
    """Particles with matter in all 26 cells around their own, shape [P].

    Args:
        positions: Particles [m], shape [P, 3].
        cell_m: Side of the cells [m].
    """
    cells = np.floor((positions - positions.min(axis=0)) / cell_m).astype(np.int64) + 1
    counts = cells.max(axis=0) + 2
    flat = (cells[:, 0] * counts[1] + cells[:, 1]) * counts[2] + cells[:, 2]
    taken, own = np.unique(flat, return_inverse=True)
    inside = np.ones(len(taken), bool)
    steps = np.array([(i, j, k) for i in (-1, 0, 1) for j in (-1, 0, 1) for k in (-1, 0, 1)])
    for step in (steps[:, 0] * counts[1] + steps[:, 1]) * counts[2] + steps[:, 2]:
        around = taken[inside] + step
        places = np.minimum(np.searchsorted(taken, around), len(taken) - 1)
        inside[inside] = taken[places] == around
    return np.asarray(inside[own], bool)
