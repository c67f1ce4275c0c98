"""Soft matter that leans on rigid bodies: point masses that no body may enter.

The masses are grid nodes of the material point method near a body's surface. A node that moves
into the body takes on its normal velocity, and its tangential one as far as Coulomb friction
carries it; the body takes the opposite impulse at the same place. The body's motion is found
together with that of all nodes it pushes: they add to its inertia, so that light bodies among
heavy matter, and bodies between matter and ground, neither creep nor shake.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float64]

_NO_SPEED = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class NodeMasses:
    """N point masses that touch one body."""

    arms_m: Vector
    """From the body's centre of mass [m], shape [N, 3]."""
    normals: Vector
    """Unit directions out of the body, shape [N, 3]."""
    masses_kg: Vector
    """Masses [kg], shape [N]."""
    velocities_m_s: Vector
    """Velocities before contact [m/s], shape [N, 3]."""
    friction: float
    """Coulomb coefficient; infinite where the masses stick and do not leave."""

    def after(self, motion: Vector) -> Vector:
        """Velocities after contact with a body of a motion (velocity, spin) [6] [m/s], [N, 3]."""
        return self._response(motion)[0]

    def impulse(self, velocities: Vector) -> Vector:
        """Impulse and angular impulse on the body when the masses take on velocities, shape [6]."""
        impulses = self.masses_kg[:, None] * (self.velocities_m_s - velocities)
        return np.concatenate([impulses.sum(axis=0), np.cross(self.arms_m, impulses).sum(axis=0)])

    def push(self, motion: Vector) -> Push:
        """What the masses do to a body of a motion, and how that changes with the motion."""
        velocities, pressing, sliding = self._response(motion)
        resistance = np.zeros((6, 6))
        held, slid = pressing & ~sliding, pressing & sliding
        mass, arms = self.masses_kg[held], self.arms_m[held]
        moment = mass @ arms
        cross = np.array(
            [
                [0, -moment[2], moment[1]],
                [moment[2], 0, -moment[0]],
                [-moment[1], moment[0], 0],
            ]
        )
        resistance[:3, :3] = mass.sum() * np.eye(3)
        resistance[3:, :3], resistance[:3, 3:] = cross, -cross
        squares = mass @ (arms * arms).sum(axis=1)
        resistance[3:, 3:] = squares * np.eye(3) - (mass * arms.T) @ arms
        normals = self.normals[slid]
        rows = np.concatenate([normals, np.cross(self.arms_m[slid], normals)], axis=1)
        resistance += (self.masses_kg[slid] * rows.T) @ rows
        return Push(self.impulse(velocities), resistance)

    def _response(
        self, motion: Vector
    ) -> tuple[Vector, npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
        """Velocities after contact; which masses press on the body; which of them slide on it."""
        surface = motion[:3] + np.cross(motion[3:], self.arms_m)
        relative = self.velocities_m_s - surface
        normal = (relative * self.normals).sum(axis=1)
        tangent = relative - normal[:, None] * self.normals
        slip = np.sqrt((tangent * tangent).sum(axis=1))
        if np.isinf(self.friction):
            held = np.ones(len(normal), np.bool_)
            return surface, held, ~held
        pressing = normal < 0
        kept = np.maximum(1 + self.friction * normal / np.maximum(slip, _NO_SPEED), 0.0)
        contact = surface + kept[:, None] * tangent
        return (
            np.where(pressing[:, None], contact, self.velocities_m_s),
            pressing,
            (kept > 0) & (slip > _NO_SPEED),
        )


class Push(NamedTuple):
    """Impulse on a body as a function of its motion, to first order."""

    impulse: Vector
    """Impulse [N s] and angular impulse [N m s] at the present motion, shape [6]."""
    resistance: Vector
    """How much less it becomes by velocity and spin, shape [6, 6]."""


class SoftLoad:
    """The point masses that touch each of n bodies.

    Args:
        nodes: Those of every body; None for bodies that touch none.
    """

    def __init__(self, nodes: Sequence[NodeMasses | None]) -> None:
        self._nodes = nodes
        self.settled: list[Vector | None] = [None] * len(nodes)
        """Velocities of the masses after contact [m/s], shape [N, 3] each; see `settle`."""

    def pushes(self, motions: Vector) -> tuple[Vector, Vector]:
        """Impulses [n, 6] at the bodies' motions [n, 6], and resistances [n, 6, 6]."""
        impulses, resistances = np.zeros((len(motions), 6)), np.zeros((len(motions), 6, 6))
        for body, nodes in enumerate(self._nodes):
            if nodes is not None:
                impulses[body], resistances[body] = nodes.push(motions[body])
        return impulses, resistances

    def settle(self, motions: Vector) -> Vector:
        """Let the masses take on their velocities; the impulses on the bodies, shape [n, 6]."""
        impulses = np.zeros((len(motions), 6))
        for body, nodes in enumerate(self._nodes):
            if nodes is not None:
                velocities = nodes.after(motions[body])
                self.settled[body] = velocities
                impulses[body] = nodes.impulse(velocities)
        return impulses


class LoadedBodies(NamedTuple):
    """Motion of bodies with the soft matter they push, before other contacts."""

    motions: Vector
    """Velocities and spins, shape [n, 6]."""
    inverse_masses: Vector
    """Change of motion by impulse, shape [n, 6, 6]."""


MOST_ROUNDS = 4
SAME_MOTION = 1e-6
"""Relative change of a motion by one more round at which it is good enough.

Momentum is kept whatever it is: bodies and masses exchange the same impulse.
"""


def loaded(masses: Vector, free: Vector, guess: Vector, load: SoftLoad) -> LoadedBodies:
    """Common motion of bodies and the masses that press on them, by Newton's method.

    Args:
        masses: Mass matrices of the bodies, shape [n, 6, 6].
        free: Velocities and spins without soft matter, shape [n, 6].
        guess: Motions about which to linearise first, shape [n, 6].
        load: The masses.
    """
    momenta = (masses @ free[:, :, None])[:, :, 0]
    motions: Vector = guess
    inverse: Vector = np.zeros_like(masses)
    for _ in range(MOST_ROUNDS):
        impulses, resistances = load.pushes(motions)
        inverse = np.asarray(np.linalg.inv(masses + resistances), np.float64)
        rest = momenta + impulses + (resistances @ motions[:, :, None])[:, :, 0]
        improved = (inverse @ rest[:, :, None])[:, :, 0]
        change = float(np.abs(improved - motions).max())
        motions = improved
        if change <= SAME_MOTION * (1 + float(np.abs(motions).max())):
            break
    return LoadedBodies(motions, inverse)
