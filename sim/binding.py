"""`Binding`: Gaussians travel, turn and stretch with the particles around them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from render.gaussians import GaussianCloud
from render.kernel_cache import PARALLEL_KERNEL_LOCK
from sim.materials import ConstitutiveLaw
from sim.particles import Particles
from sim.take_codec import FramePose

FloatArray = npt.NDArray[np.float32]

NEIGHBOUR_COUNT = 4
"""Particles that a Gaussian follows."""
STRETCH_CAPS = {
    ConstitutiveLaw.JELLY: 3.0,
    ConstitutiveLaw.METAL: 2.0,
    ConstitutiveLaw.PLASTICINE: 2.0,
    ConstitutiveLaw.SNOW: 1.5,
    ConstitutiveLaw.SAND: 1.25,
    ConstitutiveLaw.FOAM: 2.0,
    ConstitutiveLaw.LIQUID: 1.25,
    ConstitutiveLaw.NEO_HOOKEAN: 3.0,
    ConstitutiveLaw.HENCKY: 3.0,
}
"""Largest drawn stretch of a splat; its inverse is the smallest."""


@dataclass(frozen=True, slots=True, eq=False)
class Binding:
    """Which particles each Gaussian follows, from the rest state."""

    neighbours: npt.NDArray[np.int64]
    """Particle indices, nearest first, shape [N, k]."""
    weights: FloatArray
    """Weights at rest, sum 1, shape [N, k]."""
    offsets: FloatArray
    """Gaussian minus particle position at rest [m], shape [N, k, 3]."""
    spacing_m: float
    """Particle spacing at rest [m]."""

    @staticmethod
    def at_rest(cloud: GaussianCloud, particles: Particles) -> Binding:
        """Bind every Gaussian to its nearest particles with Gaussian weights.

        Args:
            cloud: World frame [m], N Gaussians.
            particles: Rest particles.
        """
        from scipy.spatial import cKDTree

        count = min(NEIGHBOUR_COUNT, len(particles.positions))
        tree = cKDTree(particles.positions)
        distances, neighbours = tree.query(cloud.means, k=count, workers=1)
        distances, neighbours = distances.reshape(-1, count), neighbours.reshape(-1, count)
        excess = distances**2 - distances[:, :1] ** 2
        weights = np.exp(-excess / (0.5 * particles.spacing_m**2))
        weights /= weights.sum(axis=1, keepdims=True)
        offsets = cloud.means[:, None, :] - particles.positions[neighbours]
        return Binding(
            neighbours.astype(np.int64),
            weights.astype(np.float32),
            offsets.astype(np.float32),
            particles.spacing_m,
        )

    def pose(
        self, positions: FloatArray, deformations: FloatArray, *, stretch_cap: float
    ) -> FramePose:
        """Where the Gaussians are.

        Every particle predicts x + F · offset. Particles whose prediction lies apart from that of
        the nearest one have separated from it and lose their weight, so that splats follow pieces
        instead of spanning the gaps between them.

        Args:
            positions: Particles [m], shape [P, 3].
            deformations: Deformation gradients to follow, shape [P, 3, 3].
            stretch_cap: Largest drawn stretch; its inverse is the smallest.
        """
        from sim.mpm.cpu.follow import cap_gradients, follow_particles
        from sim.mpm.cpu.jit import f32, threads_for

        count, cap = len(self.neighbours), f32(stretch_cap)
        capped = np.empty((len(positions), 9), np.float32)
        means = np.empty((count, 3), np.float32)
        quats = np.empty((count, 4), np.float32)
        stretches = np.empty((count, 9), np.float32)
        with PARALLEL_KERNEL_LOCK, threads_for(count):
            cap_gradients(np.ascontiguousarray(deformations).reshape(-1, 9), cap, capped)
            follow_particles(
                positions,
                capped,
                (self.neighbours, self.weights, self.offsets),
                f32(self.spacing_m),
                cap,
                (means, quats, stretches),
            )
        return FramePose(means, quats, stretches.reshape(-1, 3, 3))
