"""Impulses of a rigid body's contact points with the ground.

Projected Gauss–Seidel on the velocities of the points: normal impulses push only, tangential ones
stay in Coulomb's disc. A point that hovers may approach by its gap within the step, so that bodies
touch the ground without sinking in. Source: Catto, Iterative Dynamics with Temporal Coherence,
GDC 2005; restitution by Newton's rule.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float64]

MOST_CONTACTS = 6
"""Contact points of one step; more are redundant on a plane."""
ITERATIONS = 30
PENETRATION_RECOVERY = 0.2
"""Share of a penetration that is pushed out within one step."""


class Contacts(NamedTuple):
    """Points that touch or are about to."""

    arms: Vector
    """From the centre of mass to the point [m], shape [K, 3]."""
    gaps: Vector
    """Height above the ground [m], negative inside it, shape [K]."""


def choose_contacts(arms: Vector, gaps: Vector, reach_m: float) -> Contacts:
    """The lowest point and those farthest from the ones chosen before, within reach.

    Args:
        arms: All contact points from the centre of mass, world axes [m], shape [H, 3].
        gaps: Their heights above the ground [m], shape [H].
        reach_m: Points higher than this are left out [m].
    """
    near = np.flatnonzero(gaps < reach_m)
    if len(near) > MOST_CONTACTS:
        flat = arms[near, :2]
        chosen = [int(gaps[near].argmin())]
        distance = ((flat - flat[chosen[0]]) ** 2).sum(axis=1)
        while len(chosen) < MOST_CONTACTS:
            chosen.append(int(distance.argmax()))
            distance = np.minimum(distance, ((flat - flat[chosen[-1]]) ** 2).sum(axis=1))
        near = near[sorted(set(chosen))]
    return Contacts(arms[near], gaps[near])


def solve_contacts(
    contacts: Contacts,
    velocity: Vector,
    spin: Vector,
    *,
    inverse_mass: float,
    inverse_inertia: Vector,
    friction: float,
    targets: Vector,
) -> tuple[Vector, Vector]:
    """Impulse [N s] and angular impulse [N m s] that the ground gives.

    Args:
        contacts: K points.
        velocity: Velocity of the centre of mass before contact [m/s], shape [3].
        spin: Angular velocity [rad/s], shape [3].
        inverse_mass: 1 / mass [1/kg].
        inverse_inertia: Inverse inertia in world axes [1/(kg m²)], shape [3, 3].
        friction: Coulomb coefficient.
        targets: Smallest normal velocity allowed after contact [m/s], shape [K].
    """
    jacobian = np.concatenate([_cross_matrix(arm).T for arm in contacts.arms])
    rows = len(jacobian)
    linear = np.tile(np.eye(3), (len(contacts.arms), 1))
    response = inverse_mass * (linear @ linear.T) + jacobian @ inverse_inertia @ jacobian.T
    speeds = linear @ velocity + jacobian @ spin
    impulses = np.zeros(rows)
    diagonal = response.diagonal()
    for _ in range(ITERATIONS):
        for k in range(len(contacts.arms)):
            x, z = 3 * k, 3 * k + 2
            normal = max(0.0, impulses[z] - (speeds[z] - targets[k]) / diagonal[z])
            speeds += response[z] * (normal - impulses[z])
            impulses[z] = normal
            wanted = impulses[x:z] - speeds[x:z] / diagonal[x:z].max()
            size = float(np.hypot(wanted[0], wanted[1]))
            if size > friction * normal:
                wanted *= friction * normal / size
            speeds += (wanted - impulses[x:z]) @ response[x:z]
            impulses[x:z] = wanted
    return linear.T @ impulses, jacobian.T @ impulses


def _cross_matrix(arm: Vector) -> Vector:
    """Matrix of arm × ."""
    x, y, z = arm
    return np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
