"""Islands: bodies that touch each other, directly or through others."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.rigid.contacts import NO_BODY, Contacts
from sim.rigid.impulses import ContactSystem

Vector = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]


class Island(NamedTuple):
    """Bodies that are solved together and the contacts among them."""

    bodies: Indices
    """Ascending indices, shape [m]."""
    rows: Indices
    """Contacts, shape [K]."""


def islands_of(contacts: Contacts, body_count: int) -> list[Island]:
    """Groups of bodies joined by contacts; bodies without contacts are in none."""
    root = np.arange(body_count)
    linked = np.flatnonzero(contacts.second != NO_BODY)
    for a, b in zip(contacts.first[linked], contacts.second[linked], strict=True):
        low, high = sorted((root[a], root[b]))
        root[root == high] = low
    owner = root[contacts.first]
    return [
        Island(np.flatnonzero(root == label), np.flatnonzero(owner == label))
        for label in np.unique(owner)
    ]


class IslandSystem(NamedTuple):
    """Equations of an island's contacts and the way from impulses to momenta."""

    system: ContactSystem
    """Responses and relative velocities in contact axes."""
    jacobian: Vector
    """From the bodies' velocities and spins to contact velocities, shape [3 K, 6 m]."""
    inverse_masses: Vector
    """Change of motion by impulse, block diagonal, shape [6 m, 6 m]."""
    surface_speeds: Vector
    """Velocities of moving surfaces in contact axes [m/s], shape [K, 3]."""

    def change(self, impulses: Vector) -> Vector:
        """Change of the bodies' velocities and spins by impulses [K, 3], shape [m, 6]."""
        moved = self.inverse_masses @ (self.jacobian.T @ impulses.reshape(-1))
        return np.asarray(moved.reshape(-1, 6), np.float64)

    def momenta(self, impulses: Vector) -> Vector:
        """What impulses [K, 3] add to the bodies' momenta, shape [m, 6]."""
        return np.asarray((self.jacobian.T @ impulses.reshape(-1)).reshape(-1, 6), np.float64)

    def with_bodies(self, motions: Vector, inverse_masses: Vector) -> IslandSystem:
        """The same contacts of bodies with other motions [m, 6] and inverse masses [m, 6, 6]."""
        count = len(motions)
        blocks = np.zeros((count, 6, count, 6))
        own = np.arange(count)
        blocks[own, :, own, :] = inverse_masses
        inverse = blocks.reshape(6 * count, 6 * count)
        speeds = (self.jacobian @ motions.reshape(-1)).reshape(-1, 3) - self.surface_speeds
        response = self.jacobian @ inverse @ self.jacobian.T
        return self._replace(
            system=ContactSystem(response, speeds, self.system.friction), inverse_masses=inverse
        )


def island_system(
    island: Island, contacts: Contacts, centers: Vector, motions: Vector, inverse_masses: Vector
) -> IslandSystem:
    """Equations of the contacts of one island.

    Args:
        island: Its bodies and contacts.
        contacts: Contacts of the island alone, in the order of `island.rows`.
        centers: Centres of mass of all bodies [m], shape [n, 3].
        motions: Velocities and spins of all bodies, shape [n, 6].
        inverse_masses: Change of motion by impulse of all bodies, shape [n, 6, 6].
    """
    count, bodies = len(contacts), island.bodies
    axes = contact_axes(contacts.normals)
    jacobian = np.zeros((count, 3, len(bodies), 6))
    each = np.arange(count)
    for members, sign in ((contacts.first, 1.0), (contacts.second, -1.0)):
        rows = each[members != NO_BODY]
        body = members[rows]
        arms = contacts.points_m[rows] - centers[body]
        local = np.searchsorted(bodies, body)
        jacobian[rows, :, local, :3] = sign * axes[rows]
        jacobian[rows, :, local, 3:] = sign * np.cross(arms[:, None, :], axes[rows])
    flat = jacobian.reshape(3 * count, 6 * len(bodies))
    moving = (axes @ contacts.surface_velocities_m_s[:, :, None])[:, :, 0]
    bare = ContactSystem(np.zeros((0, 0)), moving, contacts.friction)
    return IslandSystem(bare, flat, np.zeros((0, 0)), moving).with_bodies(
        motions[bodies], inverse_masses[bodies]
    )


def contact_axes(normals: Vector) -> Vector:
    """Two tangents and the normal of each contact as rows, shape [K, 3, 3].

    Source: Duff et al., Building an Orthonormal Basis, Revisited, JCGT 6(1), 2017.
    """
    x, y, z = normals.T
    sign = np.where(z < 0, -1.0, 1.0)
    a = -1 / (sign + z)
    b = x * y * a
    first = np.stack([1 + sign * x * x * a, sign * b, -sign * x], axis=1)
    second = np.stack([b, sign + y * y * a, -y], axis=1)
    return np.stack([first, second, normals], axis=1)
