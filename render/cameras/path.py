"""`CameraPath`: a smooth flight through keyframes."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from render.camera import Camera, intrinsics_from_fov
from render.cameras.easing import Easing
from render.cameras.keyframe import CameraKeyframe
from render.cameras.motion import CameraMotion
from render.cameras.path_shape import PathShape, View
from render.cameras.path_timing import Timing, constant_speed, eased, stops_of
from render.errors import InputError


@dataclass(frozen=True, slots=True)
class CameraPath(CameraMotion):
    """A smooth flight through keyframes; see `Easing` for where it slows down."""

    keyframes: tuple[CameraKeyframe, ...]
    """Keyframes in order of time, each later than the end of the stay at the one before."""
    loop: bool = False
    """Whether the camera flies back from the last keyframe to the first, smoothly there too
    unless there is a cut."""
    closing_s: float | None = None
    """How long the way back of a loop takes [s]; None takes the mean of the other ways."""
    constant_speed: bool = False
    """Whether the camera moves at one speed between stays, which shifts the times of the
    keyframes between two cuts; easing counts for nothing then, but for the cuts."""

    def __post_init__(self) -> None:
        if not self.keyframes:
            raise InputError("a camera path needs at least one keyframe")
        for earlier, later in itertools.pairwise(self.keyframes):
            if later.time_s <= earlier.leaves_s:
                times = [keyframe.time_s for keyframe in self.keyframes]
                raise InputError(
                    f"keyframe times must rise from one to the next, stays included, got {times} s"
                )
        if self.closing_s is not None and not (np.isfinite(self.closing_s) and self.closing_s > 0):
            raise InputError(f"closing_s must be > 0 s, got {self.closing_s:g}")

    def __hash__(self) -> int:
        """Cheap even for thousands of keyframes; equality still compares all of them."""
        return hash((self.keyframes[0], self.keyframes[-1], len(self.keyframes), self.loop))

    @property
    def is_loop(self) -> bool:
        """Whether the frame after the last is the first."""
        return self.loop

    @property
    def duration_s(self) -> float:
        """Time from the first keyframe to the end of the last stay, or of the way back [s]."""
        return self.keyframes[-1].leaves_s - self.keyframes[0].time_s + self._way_back_s()

    def view(self, fraction: float) -> View:
        """View at a fraction of the path, which a loop repeats and others clip to 0..1."""
        if self.loop:
            fraction %= 1.0
        time_s = self.keyframes[0].time_s + min(max(fraction, 0.0), 1.0) * self.duration_s
        runs = _runs(self)
        started = [run for run in runs if run.starts_s <= time_s + 1e-12 * self.duration_s]
        run = started[-1]
        return run.shape.view(run.timing(time_s))

    def camera(self, fraction: float, width: int, height: int) -> Camera:
        """View at a fraction of the clip; see `CameraMotion.camera`."""
        view = self.view(fraction)
        matrix = np.eye(4)
        matrix[:3, :3] = view.world_to_camera
        matrix[:3, 3] = -view.world_to_camera @ view.position_m
        return Camera(
            K=intrinsics_from_fov(view.vertical_fov_deg, width, height),
            world_to_camera=matrix.astype(np.float32),
            width=width,
            height=height,
        )

    def _way_back_s(self) -> float:
        if not self.loop:
            return 0.0
        if self.closing_s is not None:
            return self.closing_s
        ways = [b.time_s - a.leaves_s for a, b in itertools.pairwise(self.keyframes)]
        return float(np.mean(ways)) if ways else 1.0


class _Run(NamedTuple):
    """Keyframes between two cuts."""

    starts_s: float
    shape: PathShape
    timing: Timing


@lru_cache(maxsize=16)
def _runs(path: CameraPath) -> tuple[_Run, ...]:
    """Curve and timing of every run of keyframes, kept for the frames to come."""
    last = path.keyframes[0].time_s + path.duration_s
    has_cuts = any(keyframe.easing is Easing.HOLD for keyframe in path.keyframes)
    closes_at_s = last if path.loop and not has_cuts else None
    keyframes = list(path.keyframes)
    if path.loop and has_cuts:
        keyframes.append(replace(keyframes[0], time_s=last, hold_s=0.0, easing=Easing.LINEAR))
    runs = []
    for run in _between_cuts(keyframes):
        shape = PathShape(run, closed=closes_at_s is not None)
        stops = stops_of(run, shape.knots, closes_at_s=closes_at_s)
        if path.constant_speed:
            timing = constant_speed(stops, shape)
        else:
            timing = eased(stops, closed=closes_at_s is not None)
        runs.append(_Run(run[0].time_s, shape, timing))
    return tuple(runs)


def _between_cuts(keyframes: Sequence[CameraKeyframe]) -> Iterator[list[CameraKeyframe]]:
    run: list[CameraKeyframe] = []
    for keyframe in keyframes:
        run.append(keyframe)
        if keyframe.easing is Easing.HOLD:
            yield run
            run = []
    if run:
        yield run
