"""`RigidCoupling`: rigid bodies among the particles of the material point method.

The particles of a rigid body carry its mass and momentum to the grid like all others, where they
meet soft matter: a node that both reach has one velocity, their common momentum over their common
mass. Before the ground, obstacles and walls act on the grid, velocities and affine velocities are
gathered at the rigid particles. What a body's gathered momentum and angular momentum (that of the
affine velocities included: Jiang et al., The Affine Particle-In-Cell Method, SIGGRAPH 2015,
section 5) exceed those that were scattered is what soft matter, gravity and the hand gave it. The
body takes just that, then the impulses of ground, obstacles and other bodies, and its particles
move with it: v = V + ω × r, C = [ω]×.

Nothing is put back on the grid. Soft matter takes the rest of the nodes' momentum, so the sum of
both is kept to rounding; the body's stiffness acts on soft matter in the next substep, as stress
does. (Putting m (v_new − v_gathered) back would hand the share of the soft mass on shared nodes
to the soft matter without taking it from the body.)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.mpm.options import TransferBlend
from sim.rigid.body import RigidBodySetup
from sim.rigid.world import RigidWorld
from sim.scene_setup import SceneSetup

Vector = npt.NDArray[np.float64]

LEAST_GYRATION_CELLS = 1.0
"""Radius of gyration about any axis below which a body turns more slowly than it would.

The grid gives a body an inertia that is larger by mass · dx² / 2; a body much thinner than a cell
would answer to what the grid gives it with a multiple of its spin.
"""


@dataclass(frozen=True, slots=True, eq=False)
class RigidParticles:
    """The R particles of all rigid bodies, body by body."""

    positions: Vector
    """Positions in the world [m], shape [R, 3]."""
    velocities: Vector
    """Velocities [m/s], shape [R, 3]."""
    affine: Vector
    """Affine velocities, the spin matrices [1/s], shape [R, 3, 3]."""


class RigidCoupling:
    """Moves rigid bodies in the substeps of an `MpmSolver`.

    Args:
        bodies: Rigid bodies; their particles, in this order, are the solver's rigid particles.
        scene: Ground and obstacles. Gravity, wind and the hand reach the bodies through the grid.
        dx_m: Cell side [m].
        blend: Transfer blend of the solver, which may leave a part of the spin off the grid.
    """

    def __init__(
        self,
        bodies: Sequence[RigidBodySetup],
        scene: SceneSetup,
        *,
        dx_m: float,
        blend: TransferBlend = TransferBlend(),  # noqa: B008 - frozen
    ) -> None:
        self.world = RigidWorld([_resolved(body, dx_m) for body in bodies], scene, sleeping=False)
        """The bodies."""
        counts = [len(body.masses_kg) for body in bodies]
        self._body = np.repeat(np.arange(len(bodies)), counts)
        self._arms = np.concatenate([body.arms_m for body in bodies])
        self._masses = np.concatenate([body.masses_kg for body in bodies])
        self._affine_factor = dx_m * dx_m / 4
        self._spin_kept = 1.0 - blend.pic
        self._given = self._scattered(self.particles())

    def particles(self) -> RigidParticles:
        """Where the rigid particles are and how they move; also the solver's initial values."""
        state, arms = self.world.state, self._turned_arms()
        spins = state.spins()
        return RigidParticles(
            state.centers[self._body] + arms,
            state.velocities[self._body] + np.cross(spins[self._body], arms),
            _cross_matrices(spins)[self._body],
        )

    def exchange(self, dt_s: float, velocities: Vector, affine: Vector) -> RigidParticles:
        """One substep of the bodies.

        Args:
            dt_s: Substep [s].
            velocities: Velocities that the rigid particles gather from the grid after gravity,
                damping and contact between velocity fields, before ground and obstacles [m/s],
                shape [R, 3].
            affine: Their affine velocities, gathered from the same grid [1/s], shape [R, 3, 3].

        Returns:
            The particles after the substep; their state in the solver is replaced by this.
        """
        state = self.world.state
        gathered = self._momenta(velocities.astype(np.float64), affine.astype(np.float64))
        gained = gathered - self._given
        state.velocities = state.velocities + gained[:, :3] / state.masses[:, None]
        state.angular_momenta = state.angular_momenta + gained[:, 3:]
        self.world.step(dt_s, gravity=False)
        moved = self.particles()
        self._given = self._scattered(moved)
        return moved

    def checkpoint(self) -> dict[str, Any]:
        """State that `restore` continues from bit for bit: arrays and numbers."""
        return {**self.world.checkpoint(), "given_momenta": self._given.copy()}

    def restore(self, checkpoint: Mapping[str, Any]) -> None:
        """Continue from a checkpoint of the same bodies and scene."""
        self.world.restore(checkpoint)
        self._given = np.array(checkpoint["given_momenta"], np.float64)

    def _scattered(self, particles: RigidParticles) -> Vector:
        """Momenta that particles bring to the grid, shape [n, 6]."""
        return self._momenta(particles.velocities, self._spin_kept * particles.affine)

    def _turned_arms(self) -> Vector:
        """Particles from their body's centre of mass, world axes [m], shape [R, 3]."""
        turns = self.world.state.rotations()[self._body]
        return np.asarray((turns @ self._arms[:, :, None])[:, :, 0], np.float64)

    def _momenta(self, velocities: Vector, affine: Vector) -> Vector:
        """Momentum and angular momentum about the centre of mass of every body, shape [n, 6]."""
        curl = np.stack(
            [
                affine[:, 2, 1] - affine[:, 1, 2],
                affine[:, 0, 2] - affine[:, 2, 0],
                affine[:, 1, 0] - affine[:, 0, 1],
            ],
            axis=1,
        )
        angular = np.cross(self._turned_arms(), velocities) + self._affine_factor * curl
        values = self._masses[:, None] * np.concatenate([velocities, angular], axis=1)
        count = len(self.world.bodies)
        sums = [np.bincount(self._body, values[:, k], count) for k in range(6)]
        return np.asarray(np.stack(sums, axis=1), np.float64)


def _cross_matrices(vectors: Vector) -> Vector:
    """Matrices of vector ×, shape [n, 3, 3]."""
    x, y, z = vectors.T
    zero = np.zeros_like(x)
    rows = [[zero, -z, y], [z, zero, -x], [-y, x, zero]]
    return np.stack([np.stack(row, axis=-1) for row in rows], axis=-2)


def _resolved(body: RigidBodySetup, dx_m: float) -> RigidBodySetup:
    """The body with no principal inertia below what the grid resolves."""
    values, axes = np.linalg.eigh(body.inertia)
    floor = body.mass_kg * (LEAST_GYRATION_CELLS * dx_m) ** 2
    if values.min() >= floor:
        return body
    return replace(body, inertia=(axes * np.maximum(values, floor)) @ axes.T)
