"""`BodyPushes`: wind, attractors and impulses on rigid bodies, with the rows of soft particles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.mpm.drive import (
    FORCE_ATTRACTOR,
    FORCE_FACTOR,
    FORCE_KIND,
    FORCE_MEMBERS,
    FORCE_SOFTENING,
    FORCE_VECTOR,
    FORCE_WIND,
)
from sim.rigid.body import RigidBodySetup
from sim.rigid.state import RigidState
from sim.scene.drives import DriveStep, SceneDrives
from sim.scene.forces import Force

Vector = npt.NDArray[np.float64]

MOST_SAMPLES = 2048
"""Particles of a body that stand for all of them."""


class BodyPushes:
    """Forces of a scene on bodies, summed over samples of their particles.

    Args:
        bodies: Particles and masses.
        forces: Wind, attractors and impulses.
    """

    def __init__(self, bodies: Sequence[RigidBodySetup], forces: Sequence[Force]) -> None:
        samples = [_samples(body) for body in bodies]
        counts = [len(masses) for _, masses in samples]
        self._body = np.repeat(np.arange(len(bodies)), counts)
        self._arms = np.concatenate([arms for arms, _ in samples])
        self._masses = np.concatenate([masses for _, masses in samples])
        self._count = len(bodies)
        self._drives = SceneDrives(forces, (), masses=self._masses, dtype=np.float64)
        self._any = bool(forces)

    def impulses(self, state: RigidState, time_s: float, dt_s: float) -> Vector | None:
        """Impulses and angular impulses of a step [s] from a time [s], [n, 6]; None for none."""
        if not self._any:
            return None
        arms = (state.rotations()[self._body] @ self._arms[:, :, None])[:, :, 0]
        positions = state.centers[self._body] + arms
        step = self._drives.begin(time_s, dt_s, lambda: positions)
        if not len(step.forces):
            return None
        spins = state.spins()[self._body]
        velocities = state.velocities[self._body] + np.cross(spins, arms)
        gained = self._masses[:, None] * (_pushed(step, positions, velocities) - velocities)
        values = np.concatenate([gained, np.cross(arms, gained)], axis=1)
        sums = [np.bincount(self._body, values[:, k], self._count) for k in range(6)]
        return np.stack(sums, axis=1)

    def next_event_s(self, time_s: float) -> float:
        """First time [s] after the given one at which a force begins or ends."""
        return self._drives.next_event_s(time_s)

    def checkpoint(self) -> dict[str, Any]:
        """Arrays that `restore` continues from."""
        return {f"push_{name}": value for name, value in self._drives.checkpoint().items()}

    def restore(self, checkpoint: Mapping[str, Any]) -> None:
        """Continue from a checkpoint."""
        own = {
            name.removeprefix("push_"): value
            for name, value in checkpoint.items()
            if name.startswith("push_")
        }
        self._drives.restore(own)


def _samples(body: RigidBodySetup) -> tuple[Vector, Vector]:
    """Some particles with the mass and centre of all: arms [S, 3] [m] and masses [S] [kg]."""
    step = -(-len(body.masses_kg) // MOST_SAMPLES)
    arms, masses = body.arms_m[::step], body.masses_kg[::step]
    masses = masses * (body.mass_kg / masses.sum())
    return arms - masses @ arms / body.mass_kg, masses


def _pushed(step: DriveStep, positions: Vector, velocities: Vector) -> Vector:
    """Velocities after the forces, one after the other as in the kernels [m/s], shape [S, 3]."""
    result = velocities.copy()
    for (kind, bit), row in zip(step.force_ints[:, _INTS], step.forces, strict=True):
        vector, factor = row[FORCE_VECTOR : FORCE_VECTOR + 3], row[FORCE_FACTOR]
        if kind == FORCE_WIND:
            result += factor * (vector - result)
        elif kind == FORCE_ATTRACTOR:
            away = vector - positions
            squares = (away * away).sum(axis=1) + row[FORCE_SOFTENING]
            result += (factor / squares**1.5)[:, None] * away
        elif bit < 0:
            result += vector
        else:
            result += ((step.members >> bit) & 1)[:, None] * vector
    return result


_INTS = [FORCE_KIND, FORCE_MEMBERS]
