"""`BodyGrip`: a person's hand that pulls rigid bodies by a damped spring at the grabbed place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.rigid.body import RigidBodySetup
from sim.rigid.state import RigidState
from sim.scene.hand import HandAction, HandCommand
from sim.scene.hand_grip import HandGrip

Vector = npt.NDArray[np.float64]


class BodyGrip:
    """One hand; where and how fast it moves is told by `HandGrip`.

    The spring has the stiffness and damping a mass of the command, for the mass of the whole body,
    so that heavy bodies do not hang lower. Its impulse is implicit: no substep blows it up.

    Args:
        bodies: Particles and masses.
    """

    def __init__(self, bodies: Sequence[RigidBodySetup]) -> None:
        self._bodies = bodies
        self._path = HandGrip(1, np.float64)
        self._held = -1
        self._arm, self._offset = np.zeros(3), np.zeros(3)
        self._stiffness, self._damping = 0.0, 0.0

    @property
    def held(self) -> int:
        """Body in the hand, −1 for none."""
        return self._held

    def obey(self, command: HandCommand, state: RigidState) -> None:
        """Take a command."""
        point = np.array(command.point_m)
        if command.action is HandAction.GRAB:
            self._grab(command, point, state)
        elif command.action is HandAction.RELEASE:
            self._held = -1
        self._path.obey(command, point[None])

    def _grab(self, command: HandCommand, point: Vector, state: RigidState) -> None:
        """Take hold of the body with most mass near the point, at the middle of that mass."""
        self._held, largest = -1, 0.0
        turns = state.rotations()
        for number, body in enumerate(self._bodies):
            arms = body.arms_m - turns[number].T @ (point - state.centers[number])
            square = (arms * arms).sum(axis=1) / command.radius_m**2
            weights = np.maximum(1 - square, 0.0) ** 2 * body.masses_kg
            total = float(weights.sum())
            if total > largest:
                self._held, largest = number, total
                self._arm = weights @ body.arms_m / total
                self._offset = turns[number] @ self._arm + state.centers[number] - point
        self._stiffness, self._damping = command.stiffness, command.damping

    def impulses(self, state: RigidState, time_s: float, dt_s: float) -> Vector | None:
        """Impulses and angular impulses of a step [s] from a time [s], [n, 6]; None for none.

        With the response A of the place to impulses, rate² the stiffness and the spring's impulse
        j = M dt (rate² (s − dt u) − 2 damping rate u) at its end, u = u₀ + A j.
        """
        if self._held < 0:
            return None
        number = self._held
        place, velocity = self._path.at(time_s + dt_s)
        arm = state.rotations()[number] @ self._arm
        motion = state.motions()[number]
        slip = motion[:3] + np.cross(motion[3:], arm) - velocity
        stretch = place + self._offset - (state.centers[number] + arm)
        lever = _lever(arm)
        response = lever @ state.inverse_mass_matrices()[number] @ lever.T
        mass, rate = state.masses[number], self._stiffness**0.5
        drag = mass * (rate * rate * dt_s * dt_s + 2 * self._damping * rate * dt_s)
        # The hand moves with the spring's target, so only the slip closes the stretch.
        pull = mass * rate * rate * dt_s * (stretch - dt_s * velocity) - drag * slip
        impulse = np.linalg.solve(np.eye(3) + drag * response, pull)
        result = np.zeros((len(self._bodies), 6))
        result[number] = lever.T @ impulse
        return result

    def checkpoint(self) -> dict[str, Any]:
        """Arrays that `restore` continues from."""
        numbers = [self._held, self._stiffness, self._damping, *self._arm, *self._offset]
        path = {f"grip_{name}": value for name, value in self._path.checkpoint().items()}
        return path | {"grip": np.array(numbers, np.float64)}

    def restore(self, checkpoint: Mapping[str, Any]) -> None:
        """Continue from a checkpoint."""
        numbers = np.asarray(checkpoint["grip"], np.float64)
        self._held = int(numbers[0])
        self._stiffness, self._damping = float(numbers[1]), float(numbers[2])
        self._arm, self._offset = numbers[3:6].copy(), numbers[6:9].copy()
        self._path.restore(
            {"hand": checkpoint["grip_hand"], "hand_grips": checkpoint["grip_hand_grips"]}
        )


def _lever(arm: Vector) -> Vector:
    """From velocity and spin to the velocity of a point, shape [3, 6]."""
    x, y, z = arm
    return np.array(
        [[1, 0, 0, 0, z, -y], [0, 1, 0, -z, 0, x], [0, 0, 1, y, -x, 0]], dtype=np.float64
    )
