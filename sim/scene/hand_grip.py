"""`HandGrip`: what the hand holds and where it pulls, from the commands it was given."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.mpm.drive import (
    GRIP_FLOATS,
    HAND_DAMP,
    HAND_FLOATS,
    HAND_PULL,
    HAND_TARGET,
    HAND_VELOCITY,
)
from sim.scene.hand import HandAction, HandCommand

Vector = npt.NDArray[np.float64]

LARGEST_ANGLE = 0.5
"""Largest √stiffness · dt: the explicit spring blows up at 2."""
LONGEST_GLIDE_S = 0.1
"""A move that comes later than this after the last command is still done in this time [s]."""


class HandGrip:
    """One hand; a grab while it holds something lets that go.

    The hand glides to the place of a move in the time that has passed since the command before,
    so that its velocity is known and steady between commands; it is that much late.

    Args:
        particle_count: Particles that could be held.
        dtype: Type of the kernels' floats.
    """

    def __init__(self, particle_count: int, dtype: npt.DTypeLike) -> None:
        self.grips: npt.NDArray[Any] = np.zeros(particle_count * GRIP_FLOATS, dtype)
        """Place relative to the hand [m] and weight of every particle, shape [P · 4]."""
        self._stiffness, self._damping = 0.0, 0.0
        self._from, self._to = np.zeros(3), np.zeros(3)
        self._start, self._end, self._last = 0.0, 0.0, 0.0
        self.holding = False
        """Whether the hand holds any particle."""

    def obey(self, command: HandCommand, positions: npt.NDArray[np.floating]) -> None:
        """Take a command.

        Args:
            command: What to do.
            positions: Particles in the world at this time [m], shape [P, 3].
        """
        point, time = np.array(command.point_m), command.time_s
        if command.action is HandAction.GRAB:
            arms = np.asarray(positions, np.float64) - point
            square = (arms * arms).sum(axis=1) / command.radius_m**2
            grips = self.grips.reshape(-1, GRIP_FLOATS)
            grips[:, :3], grips[:, 3] = arms, np.maximum(1 - square, 0.0) ** 2
            self.holding = bool((grips[:, 3] > 0).any())
            self._stiffness, self._damping = command.stiffness, command.damping
            self._from, self._to, self._start, self._end = point, point, time, time
        elif command.action is HandAction.MOVE and self.holding:
            self._from, _ = self.at(time)
            self._to, self._start = point, time
            self._end = time + min(max(time - self._last, 0.0), LONGEST_GLIDE_S)
        elif command.action is HandAction.RELEASE:
            self.holding = False
        self._last = time

    def at(self, time_s: float) -> tuple[Vector, Vector]:
        """Place [m] [3] and velocity [m/s] [3] of the hand at a time [s]."""
        if time_s >= self._end:
            return self._to, np.zeros(3)
        share = (time_s - self._start) / (self._end - self._start)
        velocity = (self._to - self._from) / (self._end - self._start)
        return self._from + max(share, 0.0) * (self._to - self._from), velocity

    def row(self, time_s: float, dt_s: float, origin: Vector) -> Vector:
        """The hand during a substep, see `sim.mpm.drive`; empty where it holds nothing."""
        if not self.holding:
            return np.zeros(0)
        place, velocity = self.at(time_s + dt_s)
        rate = min(math.sqrt(self._stiffness), LARGEST_ANGLE / dt_s)
        row = np.zeros(HAND_FLOATS)
        row[HAND_TARGET : HAND_TARGET + 3] = place - origin
        row[HAND_VELOCITY : HAND_VELOCITY + 3] = velocity
        row[HAND_PULL] = rate * rate * dt_s
        row[HAND_DAMP] = -math.expm1(-2 * self._damping * rate * dt_s)
        return row

    def checkpoint(self) -> dict[str, npt.NDArray[Any]]:
        """Everything that later substeps depend on."""
        numbers = [
            self.holding, self._stiffness, self._damping, self._start, self._end, self._last,
            *self._from, *self._to,
        ]  # fmt: skip
        return {"hand": np.array(numbers, np.float64), "hand_grips": self.grips.copy()}

    def restore(self, values: Mapping[str, npt.NDArray[Any]]) -> None:
        """Continue from what `checkpoint` gave."""
        numbers = np.asarray(values["hand"], np.float64)
        self.grips = np.array(values["hand_grips"], self.grips.dtype)
        self.holding = bool(numbers[0])
        self._stiffness, self._damping = float(numbers[1]), float(numbers[2])
        self._start, self._end, self._last = (float(number) for number in numbers[3:6])
        self._from, self._to = numbers[6:9].copy(), numbers[9:12].copy()
