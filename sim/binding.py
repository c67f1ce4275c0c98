"""`Binding`: Gaussians travel, turn and stretch with the particles around them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from render.gaussians import GaussianCloud
from render.quaternion import quaternion_from_matrix
from sim.materials import ConstitutiveLaw
from sim.particles import Particles
from sim.take_codec import FramePose

FloatArray = npt.NDArray[np.float32]

NEIGHBOUR_COUNT = 4
"""Particles that a Gaussian follows."""
STRETCH_CAPS = {
    ConstitutiveLaw.JELLY: 3.0,
    ConstitutiveLaw.PLASTICINE: 2.0,
    ConstitutiveLaw.SAND: 1.25,
}
"""Largest drawn stretch of a splat; its inverse is the smallest."""

_POLAR_STEPS = 8


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
        rotations, stretches = capped_polar(deformations, stretch_cap)
        capped = rotations @ stretches
        chosen = capped[self.neighbours]
        moved = (chosen @ self.offsets[..., None])[..., 0]
        predicted = positions[self.neighbours] + moved
        apart = ((predicted - predicted[:, :1]) ** 2).sum(axis=-1)
        turned = ((chosen - chosen[:, :1]) ** 2).sum(axis=(-1, -2))
        weights = self.weights * np.exp(-4 * apart / self.spacing_m**2 - turned)
        weights /= weights.sum(axis=1, keepdims=True)
        means = (weights[..., None] * predicted).sum(axis=1)
        blended = (weights[..., None, None] * chosen).sum(axis=1)
        turn, stretch = capped_polar(blended, stretch_cap)
        quats = quaternion_from_matrix(turn).astype(np.float32)
        return FramePose(means.astype(np.float32), quats, stretch.astype(np.float32))


def capped_polar(F: FloatArray, cap: float) -> tuple[FloatArray, FloatArray]:  # noqa: N803
    """Rotation R and right stretch S of F = R S with stretches held in 1/cap to cap.

    Args:
        F: Deformation gradients, shape [N, 3, 3]; inverted ones become pure rotations.
        cap: Largest stretch, > 1.

    Source: Newton iteration of Higham 1986; collapsed and inverted matrices by their SVD.
    """
    rotations = _newton_polar(F)
    stretches = rotations.transpose(0, 2, 1) @ F
    stretches = (stretches + stretches.transpose(0, 2, 1)) / 2
    limit = _norm_bound(cap)
    strain = np.abs(stretches - np.eye(3, dtype=np.float32)).sum(axis=2).max(axis=1)
    unsure = np.flatnonzero(~(strain < limit) | (np.linalg.det(F) < 0.02))
    if len(unsure):
        u, s, vt = np.linalg.svd(np.nan_to_num(F[unsure].astype(np.float64)))
        mirror = np.linalg.det(u @ vt) < 0
        u[mirror, :, 2] *= -1
        s = np.clip(s, 1 / cap, cap)
        rotations[unsure] = u @ vt
        stretches[unsure] = (vt.transpose(0, 2, 1) * s[:, None, :]) @ vt
    return rotations, stretches


def _norm_bound(cap: float) -> float:
    """Row-sum norm of S − I below which every stretch certainly lies in 1/cap to cap."""
    return 1 - 1 / cap


def _newton_polar(F: FloatArray) -> FloatArray:  # noqa: N803
    """Orthogonal factors by Newton's iteration; not finite where F is singular."""
    a = F.astype(np.float32)
    with np.errstate(all="ignore"):
        for _ in range(_POLAR_STEPS):
            cofactor = np.stack(
                [
                    np.cross(a[:, 1], a[:, 2]),
                    np.cross(a[:, 2], a[:, 0]),
                    np.cross(a[:, 0], a[:, 1]),
                ],
                axis=1,
            )
            det = (a[:, 0] * cofactor[:, 0]).sum(axis=1)
            a = 0.5 * (a + cofactor / det[:, None, None])
    return np.asarray(a, np.float32)
