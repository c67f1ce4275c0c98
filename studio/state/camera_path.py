"""The user's camera path: keys that are saved with the project, and how the window shows them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from psygnal import SignalGroupDescriptor

from render.cameras.keyframe import CameraKeyframe
from render.cameras.path import CameraPath
from studio.state.camera_keys import Keys


@dataclass
class CameraPathState:
    """The keyed path; every field is an event. Key times count from the start of the take."""

    events: ClassVar[SignalGroupDescriptor] = SignalGroupDescriptor()
    SAVED: ClassVar[tuple[str, ...]] = ("keys", "loop", "closing_s", "constant_speed")

    keys: Keys = ()
    """In order of time; see `studio.state.camera_keys` for changes that keep them valid."""
    loop: bool = False
    """Whether the camera flies back from the last key to the first."""
    closing_s: float | None = None
    """How long that takes [s]; None takes the mean of the other ways."""
    constant_speed: bool = False
    """Whether it moves at one speed between stays, which shifts the keys in between."""
    selected: int | None = None
    """Index of the key that is worked on."""
    look_through: bool = False
    """Whether the viewport looks through the path's camera."""
    drawn: bool = True
    """Whether the path is drawn in the viewport."""
    masked: bool = True
    """Whether what an export leaves out is dimmed while a camera is looked through."""

    @property
    def path(self) -> CameraPath | None:
        """The flight through the keys; None without any."""
        if not self.keys:
            return None
        return CameraPath(
            self.keys,
            loop=self.loop and len(self.keys) > 1,
            closing_s=self.closing_s,
            constant_speed=self.constant_speed,
        )

    @property
    def key(self) -> CameraKeyframe | None:
        """The selected key."""
        if self.selected is None or not 0 <= self.selected < len(self.keys):
            return None
        return self.keys[self.selected]

    @property
    def end_s(self) -> float:
        """When the path ends, the way back of a loop included [s]; 0 without keys."""
        path = self.path
        return 0.0 if path is None else self.keys[0].time_s + path.duration_s


def path_over(path: CameraPath, length_s: float) -> CameraPath:
    """The path as a video of a length [s] plays it.

    It rests at its first key until that key's time and at its last one until the end. Loops, and
    paths that last longer than the video, are stretched over it as they are.
    """
    if path.loop:
        return path
    last = path.keyframes[-1]
    if last.leaves_s < length_s:
        resting = replace(last, hold_s=length_s - last.time_s)
        path = replace(path, keyframes=(*path.keyframes[:-1], resting))
    return _from_start(path)


def _from_start(path: CameraPath) -> CameraPath:
    """The path with a rest at its first key from 0 s on."""
    first, *others = path.keyframes
    if first.time_s <= 0:
        return path
    early = replace(first, time_s=0.0, hold_s=first.leaves_s)
    return replace(path, keyframes=(early, *others))
