"""`AttractController`: plays takes one after the other for a screen that nobody uses."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np

from render.base import RenderSettings
from studio.jobs.view_messages import FrameQuery, SceneDescribed, SceneRef
from studio.jobs.view_runner import Picture
from studio.state.orbit_camera import OrbitCamera
from studio.state.viewport import STAGES

CLIP_S = 8.0
"""How long each take is shown, at least once through [s]."""
FADE_S = 1.5
"""Time in which one take turns into the next [s]."""
SWING_DEG = 16.0
"""How far the camera swings to either side [degrees]."""
SWING_S = 30.0
"""Time of a whole swing [s]."""
CLOSER = 0.8
"""Distance as a share of the one from which the whole way of the object is seen."""
BUDGET_MS = 60.0
"""Time that a picture may take to draw; larger ones are drawn smaller."""
SHARES = (1.0, 0.75, 0.5, 0.35)
"""Shares of the screen's resolution that pictures are drawn at."""


class Drawer(Protocol):
    """What the controller needs of `studio.jobs.view_runner.ViewRunner`."""

    def request(self, query: FrameQuery, tag: object = None) -> None:
        """Ask for a picture; its tag comes back."""
        ...

    def describe(self, scene: SceneRef) -> None:
        """Ask for the facts of a scene."""
        ...


@dataclass(frozen=True, slots=True)
class Clip:
    """A take of the loop."""

    scene: SceneRef
    """Which one."""
    frame_count: int
    """Its frames."""
    frame_dt_s: float
    """Time between two of them [s]."""

    @property
    def shown_s(self) -> float:
        """How long it is shown [s]: whole repetitions, `CLIP_S` or more."""
        once = max(self.frame_count * self.frame_dt_s, 0.5)
        return once * math.ceil(CLIP_S / once)


class AttractTag(NamedTuple):
    """Comes back with a picture of the loop."""

    place: int
    """Place of the take in the loop."""


class AttractController:
    """Asks for one picture at a time; `shown` is the newest, `fading` what it grows out of."""

    def __init__(self, drawer: Drawer, *, clock: Callable[[], float] = time.monotonic) -> None:
        """Play nothing yet.

        Args:
            drawer: Where pictures are asked for.
            clock: Monotonic time [s].
        """
        self._drawer = drawer
        self._clock = clock
        self._clips: tuple[Clip, ...] = ()
        self._scenes: tuple[SceneRef, ...] = ()
        self._camera = OrbitCamera()
        self._stage = "dark"
        self._size_px = (0, 0)
        self._place = 0
        self._began_s = self._swing_s = 0.0
        self._asked_s: float | None = None
        self._full_ms = BUDGET_MS / 2
        self._faded_s = -math.inf
        self.shown: Picture | None = None
        self.fading: Picture | None = None
        self.on_picture: Callable[[], None] = lambda: None

    @property
    def playing(self) -> bool:
        """Whether there is something to play."""
        return bool(self._clips)

    @property
    def blend(self) -> float:
        """How far `shown` has come out of `fading`, 0 to 1."""
        share = min((self._clock() - self._faded_s) / FADE_S, 1.0)
        return share * share * (3 - 2 * share)

    def play(self, scenes: tuple[SceneRef, ...], camera: OrbitCamera, stage: str) -> None:
        """Play takes round and round, as soon as their facts are there.

        Args:
            scenes: Takes; those without frames are left out.
            camera: View that the camera swings about; it goes as far away as the object needs.
            stage: Backdrop, a name of `studio.state.viewport.STAGES`.
        """
        self._scenes, self._clips = scenes, ()
        self._camera, self._stage = camera, stage
        for scene in scenes:
            self._drawer.describe(scene)
        self._place, self._began_s = 0, self._clock()
        self._swing_s = self._began_s
        self._asked_s = None

    def stop(self) -> None:
        """Play nothing; pictures still under way are dropped."""
        self._scenes, self._clips = (), ()
        self._asked_s = None
        self.shown = self.fading = None

    def take_description(self, described: SceneDescribed) -> None:
        """Add a take whose facts have come; others are no concern of the loop."""
        known = [clip.scene for clip in self._clips]
        summary, scene = described.take, described.scene
        if scene not in self._scenes or scene in known or summary is None:
            return
        if summary.frame_count == 0:
            return
        if not known:
            self._began_s = self._clock()
            bounds = np.asarray(described.bounds, np.float32)
            self._camera = self._camera.framed(bounds, 16 / 9).dollied(CLOSER)
        self._clips = (*self._clips, Clip(scene, summary.frame_count, summary.frame_dt_s))

    def set_size(self, width_px: int, height_px: int) -> None:
        """Size of the screen [device px]."""
        self._size_px = (width_px, height_px)

    def update(self) -> None:
        """Go on to the next take when it is time, and ask for the picture of now."""
        if not self._clips or min(self._size_px) < 2:
            return
        now = self._clock()
        if now - self._began_s >= self._clips[self._place].shown_s:
            self._place = (self._place + 1) % len(self._clips)
            self._began_s = now
        if self._asked_s is None or now - self._asked_s > 5.0:  # a picture may be lost
            self._asked_s = now
            self._drawer.request(self._query(now), AttractTag(self._place))

    def take_picture(self, picture: Picture) -> bool:
        """Show a picture that was asked for.

        Returns:
            False when it is none of the loop's.
        """
        tag = picture.tag
        if not isinstance(tag, AttractTag):
            return False
        self._asked_s = None
        if not self._clips:
            return True
        camera = picture.query.camera
        share = camera.width * camera.height / max(self._size_px[0] * self._size_px[1], 1)
        self._full_ms = picture.draw_ms / max(share, 0.05)
        before = self.shown
        if before is not None and before.query.scene != picture.query.scene:
            self.fading, self._faded_s = before, self._clock()
        self.shown = picture
        self.on_picture()
        return True

    def _query(self, now: float) -> FrameQuery:
        clip = self._clips[self._place]
        passed = now - self._began_s
        frame = int(passed / clip.frame_dt_s) % clip.frame_count
        turn = SWING_DEG * math.sin(2 * math.pi * (now - self._swing_s) / SWING_S)
        share = next((s for s in SHARES if self._full_ms * s * s <= BUDGET_MS), SHARES[-1])
        width, height = (max(round(side * share), 2) for side in self._size_px)
        camera = self._camera.orbited(turn, 0.0).camera(width, height)
        return FrameQuery(clip.scene, frame, camera, STAGES[self._stage], RenderSettings())
