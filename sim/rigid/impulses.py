"""Impulses of contacts: normal ones push only, tangential ones stay in Coulomb's disc.

All contacts of an island are solved together in the matrix A = J M⁻¹ Jᵀ of their responses, by
projected gradient steps scaled by the row sums of |A|, with Nesterov's acceleration and restarts.
Sources: Mazhar, Heyn, Negrut and Tasora, Using Nesterov's Method to Accelerate Multibody Dynamics
with Friction and Contact, ACM TOG 34(3), 2015; Catto, Iterative Dynamics with Temporal Coherence,
GDC 2005 (warm starting, approach by the gap). Friction is bounded by the present normal impulse,
so that sliding bodies do not lift off as they do in the convex relaxation.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float64]

MOST_ITERATIONS = 300
TOLERANCE = 1e-6
"""Change of velocity by one more iteration at which impulses are good enough, relative to the
fastest contact, and absolute in m/s."""


class ContactSystem(NamedTuple):
    """Contacts of one island in their own axes: two tangents, then the normal."""

    response: Vector
    """Velocity change by impulses, J M⁻¹ Jᵀ [1/kg], shape [3 K, 3 K]."""
    velocities: Vector
    """Relative velocities before the impulses [m/s], shape [K, 3]."""
    friction: Vector
    """Coulomb coefficients, shape [K]."""


def solve_impulses(system: ContactSystem, targets: Vector, start: Vector) -> Vector:
    """Impulses [N s] of the contacts, shape [K, 3].

    Args:
        system: Responses, velocities and friction of K contacts.
        targets: Smallest normal velocities allowed after contact [m/s], shape [K].
        start: First guess of the impulses, for example those of the last step, shape [K, 3].
    """
    scale = _step_sizes(system.response)
    offset = system.velocities.copy()
    offset[:, 2] -= targets
    tolerance = TOLERANCE * (1 + float(np.abs(offset).max()))
    rows = 3 * len(targets)
    response, friction, flat_offset = system.response, system.friction, offset.reshape(rows)
    present = _projected(start, friction)
    ahead, momentum = present, 1.0
    for _ in range(MOST_ITERATIONS):
        speeds = (response @ ahead.reshape(rows) + flat_offset).reshape(-1, 3)
        proposed = _projected(ahead - scale * speeds, friction)
        change = ahead - proposed
        if float(np.abs(change / scale).max()) < tolerance:
            return proposed
        step = proposed - present
        if float((change * step).sum()) > 0:
            momentum = 1.0
        following = 0.5 * (1 + (1 + 4 * momentum * momentum) ** 0.5)
        ahead = proposed + (momentum - 1) / following * step
        present, momentum = proposed, following
    return present


def work_j(system: ContactSystem, impulses: Vector) -> float:
    """Energy [J] that impulses add in the frames of the touching surfaces, λ·(u + A λ / 2)."""
    rows = impulses.reshape(-1)
    gained = system.velocities.reshape(-1) + 0.5 * (system.response @ rows)
    return float(rows @ gained)


def dissipating(system: ContactSystem, impulses: Vector, *, allowed_j: float = 0.0) -> Vector:
    """The impulses, weakened until they add no more energy than allowed.

    The last iterate of an unfinished solve, and Newton's restitution with friction, may add some.

    Args:
        system: Responses and velocities.
        impulses: Shape [K, 3] [N s].
        allowed_j: Energy that may be added [J], >= 0.
    """
    work = work_j(system, impulses)
    if work <= allowed_j:
        return impulses
    linear = float(impulses.reshape(-1) @ system.velocities.reshape(-1))
    square = work - linear
    # The larger root of square s² + linear s = allowed.
    root = (linear * linear + 4 * square * allowed_j) ** 0.5
    return np.asarray(impulses * max(0.0, (root - linear) / (2 * square)), np.float64)


def _step_sizes(response: Vector) -> Vector:
    """Step sizes [kg], equal for both tangents of a contact, shape [K, 3]."""
    sums = np.abs(response).sum(axis=1).reshape(-1, 3)
    sums[:, :2] = sums[:, :2].max(axis=1, keepdims=True)
    return np.asarray(1 / np.maximum(sums, 1e-300), np.float64)


def _projected(impulses: Vector, friction: Vector) -> Vector:
    """Nearest impulses that push and keep to Coulomb's disc, shape [K, 3]."""
    result = np.empty_like(impulses)
    normal = np.maximum(impulses[:, 2], 0.0)
    tangent = impulses[:, :2]
    size = np.sqrt((tangent * tangent).sum(axis=1))
    bound = friction * normal
    result[:, :2] = tangent * np.where(size > bound, bound / np.maximum(size, 1e-300), 1.0)[:, None]
    result[:, 2] = normal
    return result
