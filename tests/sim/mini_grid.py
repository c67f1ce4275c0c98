"""A small material point method in plain numpy: float64, dense grid, one soft law."""

from __future__ import annotations

import numpy as np

from sim.coupling import RigidCoupling
from sim.mpm.near_nodes import NearNodes


class MiniNodes:
    """The dense grid as `RigidCoupling` sees it."""

    def __init__(self, low, shape, dx, mass, velocity):
        self._cells = np.stack(np.meshgrid(*map(np.arange, shape), indexing="ij"), -1) + low
        self._dx, self._mass, self._velocity = dx, mass, velocity
        self.hold_m = 0.0

    def near(self, low, high):
        """Nodes with mass in a box."""
        x = self._cells.reshape(-1, 3) * self._dx
        places = np.flatnonzero(((x >= low) & (x <= high)).all(axis=1) & (self._mass > 0))
        return NearNodes(places, x[places], self._mass[places], self._velocity[places])

    def set_velocities(self, places, velocities):
        """Give nodes other velocities."""
        self._velocity[places] = velocities


class MiniGrid:
    """Soft particles of a compressible neo-Hookean law among the bodies of a `RigidCoupling`.

    P = mu (F − F⁻ᵀ) + lam ln J F⁻ᵀ.
    """

    def __init__(self, soft, density, coupling: RigidCoupling, *, dx, mu=0.0, lam=0.0, floor=None):
        self.coupling, self.dx, self.mu, self.lam, self.floor = coupling, dx, mu, lam, floor
        self.x = soft.positions.astype(np.float64)
        self.volume = soft.volumes.astype(np.float64)
        self.m, count = self.volume * density, len(self.x)
        self.v, self.C = np.zeros((count, 3)), np.zeros((count, 3, 3))
        self.F = np.tile(np.eye(3), (count, 1, 1))
        self.rigid = coupling.particles()

    def momenta(self):
        """Momentum and angular momentum about the origin of everything, shape [6]."""
        state, d = self.coupling.world.state, self.dx**2 / 4
        C = self.C
        curl = [C[:, 2, 1] - C[:, 1, 2], C[:, 0, 2] - C[:, 2, 0], C[:, 1, 0] - C[:, 0, 1]]
        angular = self.m @ (np.cross(self.x, self.v) + d * np.stack(curl, axis=1))
        linear = self.m @ self.v + state.momentum_kg_m_s()
        return np.concatenate([linear, angular + state.angular_momentum_kg_m2_s()])

    def step(self, dt, gravity=(0.0, 0, 0)):
        base = np.floor(self.x / self.dx - 0.5).astype(int)
        low = base.min(axis=0)
        shape = base.max(axis=0) - low + 3
        stencil = list(self._stencil(base, low, shape))
        A = self.m[:, None, None] * self.C - dt * 4 / self.dx**2 * self._stress()
        mass, momentum = np.zeros(shape.prod()), np.zeros((shape.prod(), 3))
        for index, w, arm in stencil:
            np.add.at(mass, index, w * self.m)
            value = self.m[:, None] * self.v + np.einsum("pij,pj->pi", A, arm)
            np.add.at(momentum, index, w[:, None] * value)
        velocity = momentum / np.maximum(mass, 1e-300)[:, None] + dt * np.asarray(gravity)
        # The field of a rigid body is affine: what its particles gather is what they brought.
        felt = self.rigid.velocities + dt * np.asarray(gravity), self.rigid.affine
        nodes = MiniNodes(low, shape, self.dx, mass, velocity)
        self.rigid = self.coupling.exchange(dt, *felt, nodes)
        if self.floor is not None:
            heights = self.dx * (low[2] + np.arange(len(velocity)) % shape[2])
            velocity[heights <= self.floor] = 0.0
        self.v = sum(w[:, None] * velocity[index] for index, w, _ in stencil)
        outer = (w[:, None, None] * velocity[i][:, :, None] * arm[:, None] for i, w, arm in stencil)
        self.C = 4 / self.dx**2 * sum(outer)
        self.x = self.x + dt * self.v
        self.F = self.F + dt * self.C @ self.F

    def _stencil(self, base, low, shape):
        fx = self.x / self.dx - base
        weights = np.stack([0.5 * (1.5 - fx) ** 2, 0.75 - (fx - 1) ** 2, 0.5 * (fx - 0.5) ** 2])
        for i, j, k in np.ndindex(3, 3, 3):
            cell = base + np.array([i, j, k]) - low
            index = (cell[:, 0] * shape[1] + cell[:, 1]) * shape[2] + cell[:, 2]
            w = weights[i, :, 0] * weights[j, :, 1] * weights[k, :, 2]
            yield index, w, (base + np.array([i, j, k])) * self.dx - self.x

    def _stress(self):
        """Kirchhoff stress times volume [J], shape [P, 3, 3]."""
        inverse = np.linalg.inv(self.F).transpose(0, 2, 1)
        logs = np.log(np.linalg.det(self.F))[:, None, None]
        tau = (self.mu * (self.F - inverse) + self.lam * logs * inverse) @ self.F.transpose(0, 2, 1)
        return self.volume[:, None, None] * tau
