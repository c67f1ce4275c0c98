"""`BodyDrives`: what pushes and holds rigid bodies beside gravity and contact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.rigid.body import RigidBodySetup
from sim.rigid.grip import BodyGrip
from sim.rigid.holds import BodyHolds
from sim.rigid.pushes import BodyPushes
from sim.rigid.state import RigidState
from sim.scene.hand import HandCommand
from sim.scene_setup import SceneSetup

Flags = npt.NDArray[np.bool_]


class BodyDrives:
    """Forces, driven regions and the hand.

    Args:
        bodies: Particles and masses.
        scene: Forces and driven regions.
    """

    def __init__(self, bodies: Sequence[RigidBodySetup], scene: SceneSetup) -> None:
        self._pushes = BodyPushes(bodies, scene.forces)
        self._holds = BodyHolds(bodies, scene.regions_driven)
        self._grip = BodyGrip(bodies)
        self._decay = scene.grid_damping_per_s

    def obey(self, commands: Sequence[HandCommand], state: RigidState) -> None:
        """Take the hand's commands."""
        for command in commands:
            self._grip.obey(command, state)

    def begin(self, state: RigidState, time_s: float, dt_s: float, *, alone: bool) -> Flags:
        """Push and hold the bodies for a step [s] from a time [s]; those that feel it, shape [n].

        Args:
            state: Bodies; momenta and holds change.
            time_s: Beginning of the step [s].
            dt_s: Its length [s].
            alone: False where forces, damping and the hand have been added to the momenta.
        """
        felt = self._hold(state, time_s, dt_s)
        if not alone:
            return felt
        for part in (self._pushes, self._grip):
            impulses = part.impulses(state, time_s, dt_s)
            if impulses is not None:
                state.give(impulses)
                felt |= impulses.any(axis=1)
        if self._decay:
            kept = np.where(state.held, 1.0, np.exp(-self._decay * dt_s))[:, None]
            state.velocities = kept * state.velocities
            state.angular_momenta = kept * state.angular_momenta
        return felt

    def _hold(self, state: RigidState, time_s: float, dt_s: float) -> Flags:
        """Hold what regions drive and let go of the rest; bodies that must not sleep, shape [n]."""
        held = self._holds.held(state, time_s, dt_s)
        if held is None:
            freed = state.held
            state.held = np.zeros_like(freed)
            return freed.copy()
        felt: Flags = (held.bodies != state.held) | held.motions.any(axis=1)
        state.hold(held.bodies, held.motions)
        return felt

    def next_event_s(self, time_s: float) -> float:
        """First time [s] after the given one at which a force or region begins or ends."""
        return min(self._pushes.next_event_s(time_s), self._holds.next_event_s(time_s))

    def checkpoint(self) -> dict[str, Any]:
        """Arrays that `restore` continues from."""
        return self._pushes.checkpoint() | self._holds.checkpoint() | self._grip.checkpoint()

    def restore(self, checkpoint: Mapping[str, Any]) -> None:
        """Continue from a checkpoint."""
        for part in (self._pushes, self._holds, self._grip):
            part.restore(checkpoint)
