"""A small, slow MLS-MPM in numpy and float64: what fast executors are compared with.

One particle at a time goes through `sim.constitutive.oracle`; transfers are sums over dense arrays
of the nodes in reach. Written from the equations of Hu et al. (SIGGRAPH 2018), not from a kernel.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from sim.constitutive.oracle import evaluate
from sim.materials import ConstitutiveLaw, MaterialParams
from sim.mpm.grid_world import GridWorld
from sim.mpm.material_rows import initial_history
from sim.mpm.particle_state import MpmParticles

Floats = npt.NDArray[np.float64]
STENCIL = np.stack(np.meshgrid(*[[0, 1, 2]] * 3, indexing="ij"), axis=-1).reshape(-1, 3)


class OracleMpm:
    """P particles; the public arrays are in the order they were given."""

    def __init__(
        self, particles: MpmParticles, materials: Sequence[MaterialParams], world: GridWorld
    ) -> None:
        count = particles.particle_count
        self.positions = particles.positions.astype(np.float64)
        self.velocities = particles.velocities.astype(np.float64)
        self.affine = np.zeros((count, 3, 3))
        self.deformations = np.tile(np.eye(3), (count, 1, 1))
        self.total = self.deformations.copy()
        self.params = [materials[index] for index in particles.material]
        self.history = np.array([initial_history(one.law) for one in self.params], np.float64)
        self.volumes = particles.volumes.astype(np.float64)
        self.masses = self.volumes * [one.density_kg_m3 for one in self.params]
        self.field, self.world = particles.field, world
        self.kirchhoff = np.zeros((count, 3, 3))
        self._apply_laws(0.0)

    def substep(self, dt_s: float) -> float:
        """Advance by dt [s]; the largest |velocity component| of the grid [m/s]."""
        world = self.world
        scaled = self.positions / world.dx_m
        base = np.floor(scaled - 0.5).astype(np.int64)
        offsets = base[:, None, :] + STENCIL - scaled[:, None, :]
        weights = np.prod(quadratic(offsets), axis=2)
        keys = np.concatenate([base[:, None, :] + STENCIL, self._field_column()], axis=2)
        nodes, index = np.unique(keys.reshape(-1, 4), axis=0, return_inverse=True)
        index = index.reshape(weights.shape)
        velocities = self._grid_velocities(nodes, index, weights, offsets, dt_s)
        fastest = float(np.abs(velocities).max())
        felt = velocities[index]
        self.velocities = np.einsum("ps,psa->pa", weights, felt)
        self.affine = 4 / world.dx_m * np.einsum("ps,psa,psb->pab", weights, felt, offsets)
        self.positions = self.positions + dt_s * self.velocities
        step = np.eye(3) + dt_s * self.affine
        self.deformations = step @ self.deformations
        self.total = step @ self.total
        self._apply_laws(dt_s)
        return fastest

    def _field_column(self) -> npt.NDArray[np.int64]:
        return np.broadcast_to(
            self.field.astype(np.int64)[:, None, None], (len(self.field), len(STENCIL), 1)
        )

    def _grid_velocities(
        self,
        nodes: npt.NDArray[np.int64],
        index: npt.NDArray[np.int64],
        weights: Floats,
        offsets: Floats,
        dt_s: float,
    ) -> Floats:
        world = self.world
        plain, turned = world.blend.factors()
        blended = plain * self.affine + turned * self.affine.transpose(0, 2, 1)
        stress = -4 * dt_s / world.dx_m**2 * self.volumes[:, None, None] * self.kirchhoff
        slope = world.dx_m * (self.masses[:, None, None] * blended + stress)
        momenta = self.masses[:, None] * self.velocities
        parts = momenta[:, None, :] + np.einsum("pab,psb->psa", slope, offsets)
        mass, momentum = np.zeros(len(nodes)), np.zeros((len(nodes), 3))
        np.add.at(mass, index, weights * self.masses[:, None])
        np.add.at(momentum, index, weights[..., None] * parts)
        velocities = momentum / mass[:, None] + dt_s * world.gravity_m_s2
        velocities *= math.exp(-world.damping_per_s * dt_s)
        grounded = nodes[:, 2] <= world.ground_node
        friction, settling = world.ground_friction[nodes[:, 3]], world.settling[nodes[:, 3]]
        depth = world.ground_rest - nodes[:, 2]
        place = {tuple(node): own for node, own in zip(nodes, mass, strict=True)}
        above = np.array([place.get((x, y, z + 1, f), 0.0) for x, y, z, f in nodes])
        gap = 1.5 - 2.15 * np.sqrt(mass / np.maximum(above, 1e-30)) - depth
        in_block = nodes[:, 2] % 4 < 3
        closing = np.where(in_block, settling[:, 1] * np.maximum(gap, 0), 0)
        velocities[grounded] = past_ground(
            velocities[grounded], friction[grounded], closing[grounded]
        )
        low, high = nodes[:, :3] <= world.wall_low, nodes[:, :3] >= world.wall_high
        velocities = np.where(low, np.maximum(velocities, 0), velocities)
        return np.where(high, np.minimum(velocities, 0), velocities)

    def _apply_laws(self, dt_s: float) -> None:
        for p, params in enumerate(self.params):
            if params.law is ConstitutiveLaw.RIGID:
                continue
            done = evaluate(params, self.deformations[p], self.history[p], dt_s, self.affine[p])
            self.deformations[p], self.history[p] = done.F, done.history
            self.kirchhoff[p] = done.kirchhoff


def quadratic(distance: Floats) -> Floats:
    """Quadratic B-spline at a distance in cells."""
    size = np.abs(distance)
    return np.where(size < 0.5, 0.75 - size**2, 0.5 * np.maximum(1.5 - size, 0) ** 2)


def past_ground(velocities: Floats, friction: Floats, closing: Floats) -> Floats:
    """Velocities after contact with a ground of normal +z (separate, Coulomb)."""
    slip = np.linalg.norm(velocities[:, :2], axis=1)
    pressing = np.minimum(velocities[:, 2] + closing, 0)
    kept = np.maximum(0, 1 + friction * pressing / np.maximum(slip, 1e-300))
    return np.column_stack(
        [velocities[:, :2] * kept[:, None], np.maximum(velocities[:, 2], -closing)]
    )
