"""`RigidState`: where the bodies are and how they move."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from render.quaternion import matrix_from_quaternion, multiply, normalized
from sim.rigid.body import RigidBodySetup

Vector = npt.NDArray[np.float64]


_UNMOVED = 1e12
"""Factor on the mass of held bodies where a finite one is needed."""


class RigidState:
    """Positions and momenta of n bodies; momenta, not velocities, so that flight keeps them.

    Args:
        bodies: Mass properties and velocities at the start.
    """

    def __init__(self, bodies: Sequence[RigidBodySetup]) -> None:
        self.masses: Vector = np.array([body.mass_kg for body in bodies], np.float64)
        """Masses [kg], shape [n]."""
        self.inertias: Vector = np.array([body.inertia for body in bodies], np.float64)
        """Inertias in the bodies' axes [kg m²], shape [n, 3, 3]."""
        self._inverse_inertias = np.linalg.inv(self.inertias)
        self.centers: Vector = np.array([body.center_m for body in bodies], np.float64)
        """Centres of mass [m], shape [n, 3]."""
        self.quats = np.tile(np.array([1.0, 0.0, 0.0, 0.0]), (len(bodies), 1))
        self.velocities: Vector = np.array([body.velocity_m_s for body in bodies], np.float64)
        """Velocities of the centres of mass [m/s], shape [n, 3]."""
        spins = np.array([body.spin_rad_s for body in bodies], np.float64)
        self.angular_momenta: Vector = np.einsum("nij,nj->ni", self.inertias, spins)
        """Angular momenta about the centres of mass [kg m²/s], shape [n, 3]."""

        self.held: npt.NDArray[np.bool_] = np.zeros(len(bodies), np.bool_)
        """Bodies that move as told, whatever pushes them, shape [n]."""

    @property
    def quats(self) -> Vector:
        """Rotations from rest, unit quaternions wxyz, shape [n, 4]; replaced as a whole."""
        return self._quats

    @quats.setter
    def quats(self, quats: Vector) -> None:
        """Turn the bodies; their rotation matrices follow."""
        self._quats = quats
        self._turns = np.asarray(matrix_from_quaternion(quats), np.float64)

    def rotations(self) -> Vector:
        """Rotations from rest, shape [n, 3, 3]."""
        return self._turns

    def inverse_inertias(self) -> Vector:
        """Inverse inertias in world axes [1/(kg m²)], shape [n, 3, 3]."""
        turns = self.rotations()
        return np.asarray(turns @ self._inverse_inertias @ turns.transpose(0, 2, 1), np.float64)

    def spins(self) -> Vector:
        """Angular velocities [rad/s], shape [n, 3]."""
        return _applied(self.inverse_inertias(), self.angular_momenta)

    def motions(self) -> Vector:
        """Velocities and spins, shape [n, 6]."""
        return np.concatenate([self.velocities, self.spins()], axis=1)

    def mass_matrices(self) -> Vector:
        """Masses and inertias in world axes, block diagonal, shape [n, 6, 6]."""
        turns = self.rotations()
        matrices = _blocks(self.masses, turns @ self.inertias @ turns.transpose(0, 2, 1))
        return np.where(self.held[:, None, None], _UNMOVED * matrices, matrices)

    def inverse_mass_matrices(self) -> Vector:
        """Inverses of `mass_matrices`; zero for held bodies, shape [n, 6, 6]."""
        inverses = _blocks(1 / self.masses, self.inverse_inertias())
        return np.where(self.held[:, None, None], 0.0, inverses)

    def give(self, impulses: Vector, bodies: npt.NDArray[np.int64] | None = None) -> None:
        """Add impulses and angular impulses about the centres of mass, shape [m, 6].

        Args:
            impulses: Of all bodies, or of some.
            bodies: Those, ascending, shape [m]; None for all.
        """
        chosen = np.arange(len(self.masses)) if bodies is None else bodies
        felt = np.where(self.held[chosen, None], 0.0, impulses)
        self.velocities[chosen] += felt[:, :3] / self.masses[chosen, None]
        self.angular_momenta[chosen] += felt[:, 3:]

    def hold(self, bodies: npt.NDArray[np.bool_], motions: Vector) -> None:
        """Hold some bodies [n] at velocities and spins [n, 6]; let go of the others."""
        self.held = bodies
        turns = self.rotations()[bodies]
        inertias = turns @ self.inertias[bodies] @ turns.transpose(0, 2, 1)
        self.velocities[bodies] = motions[bodies, :3]
        self.angular_momenta[bodies] = _applied(inertias, motions[bodies, 3:])

    def kinetic_energies_j(self) -> Vector:
        """Kinetic energies of translation and spin [J], shape [n]."""
        linear = self.masses * (self.velocities**2).sum(axis=1)
        return np.asarray(0.5 * (linear + (self.spins() * self.angular_momenta).sum(axis=1)))

    def momentum_kg_m_s(self) -> Vector:
        """Momentum of all bodies [kg m/s], shape [3]."""
        return self.masses @ self.velocities

    def angular_momentum_kg_m2_s(self) -> Vector:
        """Angular momentum of all bodies about the origin [kg m²/s], shape [3]."""
        orbital = np.cross(self.centers, self.masses[:, None] * self.velocities)
        return np.asarray((orbital + self.angular_momenta).sum(axis=0), np.float64)

    def drift(self, dt_s: float, moving: npt.NDArray[np.bool_], push: Vector | None) -> None:
        """Move and turn the bodies for a step; momenta stay.

        The turn takes the spin of its middle, which keeps the energy of free tumbling to second
        order.

        Args:
            dt_s: Step [s].
            moving: Bodies that take part, shape [n].
            push: Velocities and spins that move bodies in this step without being kept, which
                corrects penetration, shape [n, 6]; None for none.
        """
        extra = np.zeros((len(self.masses), 6)) if push is None else push
        rate = np.where(moving[:, None], 1.0, 0.0)
        start = self.quats
        half = _turned(start, 0.5 * dt_s * rate * self.spins())
        self.quats = half
        middle_spins = self.spins()
        self.quats = _turned(start, dt_s * rate * (middle_spins + extra[:, 3:]))
        self.centers = self.centers + dt_s * rate * (self.velocities + extra[:, :3])


def _blocks(linear: Vector, angular: Vector) -> Vector:
    """Block diagonal matrices of scalars [n] times the identity and of matrices [n, 3, 3]."""
    blocks = np.zeros((len(linear), 6, 6))
    blocks[:, :3, :3] = linear[:, None, None] * np.eye(3)
    blocks[:, 3:, 3:] = angular
    return blocks


def _turned(quats: Vector, angles: Vector) -> Vector:
    """Rotations followed by turns about world axes by rotation vectors [rad], shape [n, 4]."""
    size = np.linalg.norm(angles, axis=1, keepdims=True)
    # sin(a/2) / a, which numpy's sinc gives without dividing by zero.
    factor = 0.5 * np.sinc(size / (2 * np.pi))
    turn = np.concatenate([np.cos(size / 2), factor * angles], axis=1)
    return np.asarray(normalized(multiply(turn, quats)), np.float64)


def _applied(matrices: Vector, vectors: Vector) -> Vector:
    """Matrix times vector for every body, shape [n, 3]."""
    return np.asarray((matrices @ vectors[:, :, None])[:, :, 0], np.float64)
