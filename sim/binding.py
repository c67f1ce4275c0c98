"""`Binding`: Gaussians travel, turn and stretch with the particles around them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from render.clips.frame_pose import FramePose
from render.gaussians import GaussianCloud
from render.kernel_cache import PARALLEL_KERNEL_LOCK
from render.quaternion import matrix_from_quaternion
from sim.particles import Particles

FloatArray = npt.NDArray[np.float32]
LongArray = npt.NDArray[np.int64]

NEIGHBOUR_COUNT = 4
"""Particles that a Gaussian follows."""
BOND_COUNT = 18
"""Neighbours whose loss tells that a particle is torn off; a plane cut takes a third of them."""
BROKEN_DISTANCE = 0.65
"""Distance from where the deformation puts a neighbour that breaks the bond [bond lengths]."""
CRUMBLING = (0.1, 0.6)
"""Share of broken bonds at which splats start to turn into grains, and at which they are grains."""
GRAIN_SIZE = 0.5
"""Largest standard deviation of a grain [spacings]."""
LARGEST_SWELLING = 8.0
"""Splats are thickened at most so much, because stretches are stored as float16."""


class BoundFrame(NamedTuple):
    """Gaussians of a frame, and how far their particles crumble."""

    pose: FramePose
    """Means, rotations and stretches."""
    crumbling: FloatArray
    """0 for particles among their neighbours, 1 for loose grains, shape [P]."""
    overlong: FloatArray
    """Share of the bonds longer than splats are drawn, so that these part, shape [P]."""


@dataclass(frozen=True, slots=True, eq=False)
class Binding:
    """Which particles each Gaussian follows, from the rest state."""

    particles: Particles
    """Particles at rest."""
    neighbours: LongArray
    """Particle indices, nearest first, shape [N, k]."""
    weights: FloatArray
    """Weights at rest, sum 1, shape [N, k]."""
    offsets: FloatArray
    """Gaussian minus particle position at rest [m], shape [N, k, 3]."""
    grains: FloatArray
    """Stretches that make round grains of the Gaussians, shape [N, 3, 3]."""
    bonds: npt.NDArray[np.int32]
    """Neighbours of every particle at rest, shape [P, m]."""

    @staticmethod
    def at_rest(cloud: GaussianCloud, particles: Particles) -> Binding:
        """Bind every Gaussian to its nearest particles with Gaussian weights.

        Args:
            cloud: World frame [m], N Gaussians.
            particles: Rest particles.
        """
        from scipy.spatial import cKDTree

        spacing, total = particles.spacing_m, len(particles.positions)
        count = min(NEIGHBOUR_COUNT, total)
        tree = cKDTree(particles.positions)
        distances, neighbours = tree.query(cloud.means, k=count, workers=1)
        distances, neighbours = distances.reshape(-1, count), neighbours.reshape(-1, count)
        excess = distances**2 - distances[:, :1] ** 2
        weights = np.exp(-excess / (0.5 * spacing**2))
        weights /= weights.sum(axis=1, keepdims=True)
        bond_count = min(BOND_COUNT, total - 1)
        bonds = np.empty((total, 0), np.int32)
        if bond_count:
            _, found = tree.query(particles.positions, k=bond_count + 1, workers=1)
            bonds = np.ascontiguousarray(found[:, 1:], np.int32)
        return Binding(
            particles=particles,
            neighbours=neighbours.astype(np.int64),
            weights=weights.astype(np.float32),
            offsets=(cloud.means[:, None, :] - particles.positions[neighbours]).astype(np.float32),
            grains=_grains(cloud, GRAIN_SIZE * spacing),
            bonds=bonds,
        )

    def pose(
        self, positions: FloatArray, deformations: FloatArray, *, stretch_caps: FloatArray
    ) -> BoundFrame:
        """Where the Gaussians are.

        Every particle predicts x + F · offset. Particles whose prediction lies apart from that of
        the nearest one have separated from it and lose their weight, so that splats follow pieces
        instead of spanning the gaps between them. Splats of particles that lost their neighbours
        become round grains of at most half the particle spacing, so that no shell is left hanging.

        Args:
            positions: Particles [m], shape [P, 3].
            deformations: Deformation gradients to follow, shape [P, 3, 3].
            stretch_caps: Largest drawn stretch near every particle, shape [P]; its inverse is the
                smallest.
        """
        from sim.mpm.cpu.follow import cap_gradients, follow_particles
        from sim.mpm.cpu.jit import f32, threads_for

        count, spacing = len(self.neighbours), f32(self.particles.spacing_m)
        caps = np.ascontiguousarray(stretch_caps, np.float32)
        capped = np.empty((len(positions), 9), np.float32)
        bonds = np.empty((len(positions), 2), np.float32)
        means, quats = np.empty((count, 3), np.float32), np.empty((count, 4), np.float32)
        stretches = np.empty((count, 9), np.float32)
        first, last = CRUMBLING
        with PARALLEL_KERNEL_LOCK, threads_for(count):
            cap_gradients(
                np.ascontiguousarray(deformations, np.float32).reshape(-1, 9),
                positions,
                (self.particles.positions, self.bonds),
                caps,
                f32(BROKEN_DISTANCE),
                capped,
                bonds,
            )
            broken, overlong = bonds.T / np.float32(max(self.bonds.shape[1], 1))
            crumbling = np.clip((broken - first) / (last - first), 0, 1).astype(np.float32)
            follow_particles(
                positions,
                (capped, crumbling, caps),
                (self.neighbours, self.weights, self.offsets),
                self.grains.reshape(-1, 9),
                spacing,
                (means, quats, stretches),
            )
        pose = FramePose(means, quats, stretches.reshape(-1, 3, 3))
        return BoundFrame(pose, crumbling, overlong)


def _grains(cloud: GaussianCloud, largest_m: float) -> FloatArray:
    """Stretches that turn splats into spheres of the same area, of limited size [m]."""
    scales = np.sort(cloud.scales, axis=1)
    radius = np.minimum(np.sqrt(scales[:, 1] * scales[:, 2]), largest_m)
    factors = np.minimum(radius[:, None] / cloud.scales, LARGEST_SWELLING)
    axes = matrix_from_quaternion(cloud.quats)
    return np.asarray((axes * factors[:, None, :]) @ axes.transpose(0, 2, 1), np.float32)
