"""`RestWatch`: bodies that have been slow for a while fall asleep, island by island."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.rigid.body import RigidBodySetup
from sim.rigid.contacts import NO_BODY, Contacts
from sim.rigid.islands import Island
from sim.rigid.state import RigidState

Vector = npt.NDArray[np.float64]

RESTING_SPEED_M_S = 0.03
"""A body none of whose points moves faster is slow."""
REST_TIME_S = 0.25
"""Time of slowness after which an island sleeps [s]."""
STILL_SPEED_M_S = 0.002
"""A slow island whose speed grows, like one that begins to topple or roll, sleeps only below."""


class RestWatch:
    """Which bodies sleep, and for how long the others have been slow.

    Args:
        bodies: Their reaches turn spins into speeds.
    """

    def __init__(self, bodies: Sequence[RigidBodySetup]) -> None:
        self._reaches = np.array([body.surface.reach_m for body in bodies])
        self._slow_s = np.zeros(len(bodies))
        self._first_speeds = np.zeros(len(bodies))
        self.asleep: npt.NDArray[np.bool_] = np.zeros(len(bodies), np.bool_)
        """Bodies that rest, shape [n]."""

    def wake(self, bodies: npt.NDArray[np.generic]) -> None:
        """Wake bodies, by index or mask."""
        self.asleep[bodies] = False
        self._slow_s[bodies] = 0.0

    def wake_touched(self, contacts: Contacts) -> bool:
        """Wake sleepers in contact with moving bodies; whether there were any."""
        linked = contacts.second != NO_BODY
        first, second = contacts.first[linked], contacts.second[linked]
        touched = np.concatenate(
            [
                first[self.asleep[first] & ~self.asleep[second]],
                second[self.asleep[second] & ~self.asleep[first]],
            ]
        )
        self.wake(touched)
        return bool(len(touched))

    def update(
        self, state: RigidState, contacts: Contacts, islands: Sequence[Island], dt_s: float
    ) -> None:
        """Count slow time and put islands to sleep that touch something that is at rest."""
        speeds = np.linalg.norm(state.velocities, axis=1)
        speeds = speeds + self._reaches * np.linalg.norm(state.spins(), axis=1)
        slow = speeds < RESTING_SPEED_M_S
        self._first_speeds = np.where(self._slow_s == 0, speeds, self._first_speeds)
        self._slow_s = np.where(slow, self._slow_s + dt_s, 0.0)
        for island in islands:
            if (self._slow_s[island.bodies] >= REST_TIME_S).all():
                self._judge(island, contacts, speeds, state)

    def _judge(self, island: Island, contacts: Contacts, speeds: Vector, state: RigidState) -> None:
        bodies = island.bodies
        held = contacts.second[island.rows] == NO_BODY
        moving = contacts.surface_velocities_m_s[island.rows]
        calm = speeds[bodies] <= np.maximum(self._first_speeds[bodies], STILL_SPEED_M_S)
        if calm.all() and held.any() and not moving.any():
            self.asleep[bodies] = True
            state.velocities[bodies] = 0.0
            state.angular_momenta[bodies] = 0.0
        else:
            self._slow_s[bodies] = 0.0

    def checkpoint(self) -> dict[str, Any]:
        """Arrays that `restore` continues from."""
        return {
            "slow_s": self._slow_s.copy(),
            "first_speeds_m_s": self._first_speeds.copy(),
            "asleep": self.asleep.copy(),
        }

    def restore(self, checkpoint: Mapping[str, Any]) -> None:
        """Continue from a checkpoint."""
        self._slow_s = np.array(checkpoint["slow_s"], np.float64)
        self._first_speeds = np.array(checkpoint["first_speeds_m_s"], np.float64)
        self.asleep = np.array(checkpoint["asleep"], np.bool_)
