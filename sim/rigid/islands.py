"""Islands: bodies that touch each other, directly or through others."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.rigid.contacts import NO_BODY, Contacts
from sim.rigid.detection import Placed
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
    """Inverse masses and inertias, block diagonal, shape [6 m, 6 m]."""


def island_system(
    island: Island,
    contacts: Contacts,
    placed: Placed,
    inverse_masses: Vector,
    inverse_inertias: Vector,
) -> IslandSystem:
    """Equations of the contacts of one island.

    Args:
        island: Its bodies and contacts.
        contacts: Contacts of the island alone, in the order of `island.rows`.
        placed: Positions and velocities.
        inverse_masses: Of all bodies [1/kg], 0 for bodies that nothing moves, shape [n].
        inverse_inertias: Of all bodies in world axes [1/(kg m²)], shape [n, 3, 3].
    """
    count, bodies = len(contacts), island.bodies
    axes = contact_axes(contacts.normals)
    jacobian = np.zeros((count, 3, len(bodies), 6))
    each = np.arange(count)
    for members, sign in ((contacts.first, 1.0), (contacts.second, -1.0)):
        rows = each[members != NO_BODY]
        body = members[rows]
        arms = contacts.points_m[rows] - placed.centers[body]
        local = np.searchsorted(bodies, body)
        jacobian[rows, :, local, :3] = sign * axes[rows]
        jacobian[rows, :, local, 3:] = sign * np.cross(arms[:, None, :], axes[rows])
    flat = jacobian.reshape(3 * count, 6 * len(bodies))
    blocks = np.zeros((len(bodies), 6, len(bodies), 6))
    own = np.arange(len(bodies))
    blocks[own, :3, own, :3] = inverse_masses[bodies, None, None] * np.eye(3)
    blocks[own, 3:, own, 3:] = inverse_inertias[bodies]
    inverse = blocks.reshape(6 * len(bodies), 6 * len(bodies))
    motion = np.concatenate([placed.velocities[bodies], placed.spins[bodies]], axis=1)
    speeds = (flat @ motion.reshape(-1)).reshape(count, 3)
    speeds -= (axes @ contacts.surface_velocities_m_s[:, :, None])[:, :, 0]
    response = flat @ inverse @ flat.T
    return IslandSystem(ContactSystem(response, speeds, contacts.friction), flat, inverse)


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
