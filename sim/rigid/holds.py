"""`BodyHolds`: rigid bodies that driven regions hold move exactly as they are told."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from sim.mpm.drive import REGION_ACTIVE, REGION_SHIFT, REGION_SPIN, REGION_TURN
from sim.rigid.body import RigidBodySetup
from sim.rigid.state import RigidState
from sim.scene.driven import DrivenRegion
from sim.scene.region_drive import RegionDrive

Vector = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


class Held(NamedTuple):
    """Bodies that move as told during a step."""

    bodies: Flags
    """Which, shape [n]."""
    motions: Vector
    """Their velocities and spins; zero for the others, shape [n, 6]."""


class BodyHolds:
    """Driven regions of a scene, for bodies.

    A region that holds any particle of a body when it begins moves the whole body, and a release
    by layers frees it with the last layer.

    Args:
        bodies: Particles.
        regions: Driven regions.
    """

    def __init__(self, bodies: Sequence[RigidBodySetup], regions: Sequence[DrivenRegion]) -> None:
        self._bodies = bodies
        self._regions = [RegionDrive(region, np.zeros(3)) for region in regions]
        self._region_of = np.full(len(bodies), -1)
        self._centers = np.zeros((len(bodies), 3))

    def held(self, state: RigidState, time_s: float, dt_s: float) -> Held | None:
        """Bodies that are held in a step [s] from a time [s], None where no region is driven."""
        middle = time_s + 0.5 * dt_s
        if not any(region.driven(middle) for region in self._regions):
            return None
        motions = np.zeros((len(self._bodies), 6))
        bodies = np.zeros(len(self._bodies), np.bool_)
        for index, region in enumerate(self._regions):
            if not region.driven(middle):
                continue
            if not region.entered:
                self._enter(index, region, state, time_s)
            row = region.row(time_s + dt_s, middle)
            for body in np.flatnonzero(self._region_of == index):
                bodies[body] = row[REGION_ACTIVE] > 0
                target = _target(row, self._centers[body])
                motions[body, :3] = (target - state.centers[body]) / dt_s
                motions[body, 3:] = row[REGION_SPIN : REGION_SPIN + 3]
        return Held(bodies, motions)

    def _enter(self, index: int, region: RegionDrive, state: RigidState, time_s: float) -> None:
        """Choose the bodies of a region."""
        turns = state.rotations()
        for number, body in enumerate(self._bodies):
            positions = body.arms_m @ turns[number].T + state.centers[number]
            if region.members(positions).any():
                self._region_of[number] = index
                self._centers[number] = state.centers[number]
        region.enter(time_s, self._centers[self._region_of == index])

    def next_event_s(self, time_s: float) -> float:
        """First time [s] after the given one at which a region begins or ends."""
        times = [time for region in self._regions for time in region.event_times_s]
        return min((t for t in times if t is not None and t > time_s), default=math.inf)

    def checkpoint(self) -> dict[str, Any]:
        """Arrays that `restore` continues from."""
        return {
            "hold_region_of": self._region_of.copy(),
            "hold_centers_m": self._centers.copy(),
            "hold_entered_s": np.array([r.entered_s for r in self._regions], np.float64),
        }

    def restore(self, checkpoint: Mapping[str, Any]) -> None:
        """Continue from a checkpoint."""
        self._region_of = np.array(checkpoint["hold_region_of"], np.int64)
        self._centers = np.array(checkpoint["hold_centers_m"], np.float64)
        for index, entered in enumerate(np.asarray(checkpoint["hold_entered_s"], np.float64)):
            if not np.isnan(entered):
                held = self._centers[self._region_of == index]
                self._regions[index].enter(float(entered), held)


def _target(row: Vector, center: Vector) -> Vector:
    """Where a body's centre of mass is told to be [m], shape [3]."""
    turn = row[REGION_TURN : REGION_TURN + 9].reshape(3, 3)
    return np.asarray(turn @ center + row[REGION_SHIFT : REGION_SHIFT + 3], np.float64)
