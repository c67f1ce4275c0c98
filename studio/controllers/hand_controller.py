"""`HandController`: a hand in the running simulation, and a simulation where none runs."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from typing import Protocol

from sim.scene.checks import Vec3
from sim.scene.hand import HandAction, HandCommand
from studio.controllers.branch_controller import BranchController
from studio.controllers.physics_controller import PhysicsController
from studio.controllers.playback_controller import PlaybackController
from studio.state.hand import (
    HAND_MODES,
    HAND_QUALITIES,
    RADIUS_RANGE_M,
    STIFFNESS_RANGE,
    HandMode,
)
from studio.state.language import tr
from studio.state.studio_state import StudioState

LIVE_S = 12.0
"""Simulated time that a simulation which the hand begins lasts at least [s]."""
BRIEF_FRAMES = 3
"""Frames that a poke lasts."""
POKE_SHARE = 1.0
"""How deep a poke goes, in shares of the radius."""
PACE_WINDOW_S = 1.5
"""Time over which frames a second are counted [s]."""
COARSE = "sketch"


class HandPort(Protocol):
    """What the controller needs of `studio.jobs.runner.JobRunner`."""

    def send_hand(self, command: HandCommand) -> bool:
        """Pass a command on; False when nothing runs that takes it."""
        ...


class HandController:
    """Verbs of the hand. What it does before the simulation is there is done when it is."""

    def __init__(
        self,
        state: StudioState,
        port: HandPort,
        physics: PhysicsController,
        branches: BranchController,
        playback: PlaybackController,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take the object of a state in hand.

        Args:
            state: State whose object it is.
            port: Takes commands to the compute process.
            physics: Begins simulations from the start.
            branches: Begins them from a frame.
            playback: Follows them.
            clock: Monotonic time [s].
        """
        self._state = state
        self._port = port
        self._physics = physics
        self._branches = branches
        self._playback = playback
        self._clock = clock
        self._waiting: list[HandCommand] = []
        self._release_at = -1
        self._seen: deque[tuple[float, int]] = deque()

    def set_mode(self, mode: str) -> None:
        """Choose one of `HAND_MODES`."""
        self._state.hand.mode = next((one for one in HAND_MODES if one == mode), _PULL)

    def set_quality(self, quality: str) -> None:
        """Preset of simulations that the hand begins; a sketch is begun even in finer takes."""
        if quality in HAND_QUALITIES:
            self._state.hand.quality = quality
            self._state.hand.coarsens = quality == COARSE

    def set_radius(self, radius_m: float | None) -> None:
        """How far it reaches [m]; None for a share of the object's size."""
        low, high = RADIUS_RANGE_M
        self._state.hand.radius_m = None if radius_m is None else min(max(radius_m, low), high)

    def scale_radius(self, factor: float) -> None:
        """Reach further (above 1) or less far."""
        self.set_radius(self.reach_m * factor)

    def set_stiffness(self, stiffness: float) -> None:
        """Stiffness of its springs [1/s²]."""
        low, high = STIFFNESS_RANGE
        self._state.hand.stiffness = min(max(stiffness, low), high)

    @property
    def reach_m(self) -> float:
        """Radius of what it takes hold of [m]."""
        return self._state.hand.reach_m(self._state.document.size_m)

    def grab(self, point_m: Vec3) -> None:
        """Take hold at a point [m]; begins a simulation where none runs."""
        hand = self._state.hand
        self._release_at = -1
        if not self._live() and not self._begin():
            return
        hand.holding = True
        self._playback.follow()
        self._send(HandAction.GRAB, point_m)

    def move(self, point_m: Vec3) -> None:
        """Pull what is held to a point [m]."""
        if self._state.hand.holding:
            self._send(HandAction.MOVE, point_m)

    def release(self) -> None:
        """Let go."""
        if self._state.hand.holding:
            self._state.hand.holding = False
            self._send(HandAction.RELEASE)

    def poke(self, point_m: Vec3, direction: Vec3) -> None:
        """Push once what is at a point [m] along a unit direction, and let go by itself."""
        if self._state.hand.holding:
            self.release()
        self.grab(point_m)
        if not self._state.hand.holding:
            return
        depth = POKE_SHARE * self.reach_m
        x, y, z = (at + depth * way for at, way in zip(point_m, direction, strict=True))
        self.move((x, y, z))
        self._release_at = self._state.playback.cached_count + BRIEF_FRAMES

    def update(self) -> None:
        """Do what had to wait; count frames; let go after a poke."""
        hand, playback = self._state.hand, self._state.playback
        if hand.live_take is None:
            return
        take = self._state.document.take(hand.live_take)
        ended = take is not None and take.ended
        ended = ended or self._state.jobs.active is None
        if ended or (take is None and not hand.waiting):
            self._end()
            return
        self._flush()
        self._count(0 if take is None else take.frame_count)
        if 0 <= self._release_at <= playback.cached_count and not hand.waiting:
            self._release_at = -1
            self.release()

    def _live(self) -> bool:
        """Whether a simulation that takes a hand runs in what is shown."""
        playback = self._state.playback
        if self._state.hand.live_take is not None:
            return True
        if playback.growing and self._state.document.active_take is not None:
            self._state.hand.live_take = self._state.document.active_take
            self._seen.clear()
            return True
        return False

    def _begin(self) -> bool:
        """Begin a simulation: from the present frame of a take, or of the object at rest."""
        state, hand = self._state, self._state.hand
        if state.jobs.active is not None:
            state.notices.post(
                "warning", tr("The hand has to wait: {title} is running.",
                              title=state.jobs.active.title),
            )  # fmt: skip
            return False
        take = state.document.take(state.document.active_take)
        frames = round(LIVE_S / max(state.playback.frame_dt_s, 1e-3))
        slow = take is not None and take.quality != COARSE and hand.coarsens
        if take is None or take.frame_count == 0 or slow:
            name = self._physics.simulate_live(hand.quality, frames)
        else:
            name = self._branches.branch_for_hand(state.playback.frame + frames)
        if name is None:
            return False
        hand.live_take, hand.waiting, hand.fps = name, True, None
        self._seen.clear()
        return True

    def _send(self, action: HandAction, point_m: Vec3 = (0.0, 0.0, 0.0)) -> None:
        hand = self._state.hand
        command = HandCommand(0.0, action, point_m, self.reach_m, hand.stiffness)
        if self._waiting or not self._port.send_hand(command):
            last = self._waiting[-1].action if self._waiting else None
            if action is last is HandAction.MOVE:
                self._waiting.pop()
            self._waiting.append(command)

    def _flush(self) -> None:
        """Send what waited, once the simulation has its first frame: before, time stands."""
        hand = self._state.hand
        take = self._state.document.take(hand.live_take)
        if hand.waiting and take is not None and take.frame_count:
            hand.waiting = False
        while self._waiting and not hand.waiting:
            if not self._port.send_hand(self._waiting[0]):
                break
            del self._waiting[0]

    def _count(self, frames: int) -> None:
        """Measure frames a second; where the finer preset is too slow the next is coarser."""
        now, hand = self._clock(), self._state.hand
        if not self._seen or frames != self._seen[-1][1]:
            self._seen.append((now, frames))
        while len(self._seen) > 2 and now - self._seen[0][0] > PACE_WINDOW_S:
            self._seen.popleft()
        (first_s, first), (last_s, last) = self._seen[0], self._seen[-1]
        if last_s - first_s < PACE_WINDOW_S / 3 or first == 0:
            return
        hand.fps = round((last - first) / (last_s - first_s), 1)
        take = self._state.document.take(hand.live_take)
        fine = take is not None and take.quality != COARSE
        if hand.too_slow and fine and not hand.coarsens:
            self.set_quality(COARSE)
            line = tr(
                "{fps} frames a second are too few to feel; the next simulation that the hand "
                "begins is a sketch.", fps=hand.fps,
            )  # fmt: skip
            self._state.notices.post("info", line)

    def _end(self) -> None:
        hand = self._state.hand
        self._waiting.clear()
        self._release_at = -1
        hand.live_take = None
        hand.holding = hand.waiting = False


_PULL: HandMode = "pull"
