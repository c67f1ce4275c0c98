"""`CameraFrames`: the frames in which other programs get a camera motion."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from render.camera import Camera
from render.cameras.motion import CameraMotion
from render.errors import InputError

SENSOR_HEIGHT_MM = 24.0
"""Height of the sensor that focal lengths are given for: that of 35 mm film [mm]."""

MAX_FRAMES = 100_000


@dataclass(frozen=True, slots=True)
class CameraFrames:
    """Frames of a clip."""

    frame_count: int = 100
    """Number of frames."""
    fps: float = 25.0
    """Frames a second."""
    width: int = 1920
    """Picture width [px]."""
    height: int = 1080
    """Picture height [px]."""

    def __post_init__(self) -> None:
        if not 1 <= self.frame_count <= MAX_FRAMES:
            raise InputError(f"a clip has 1 to {MAX_FRAMES} frames, got {self.frame_count}")
        if not 0 < self.fps <= 1000:
            raise InputError(f"frames a second must lie in 0..1000, got {self.fps:g}")

    def cameras(self, motion: CameraMotion) -> Iterator[Camera]:
        """The camera of every frame."""
        for index in range(self.frame_count):
            yield motion.frame_camera(index, self.frame_count, self.width, self.height)
