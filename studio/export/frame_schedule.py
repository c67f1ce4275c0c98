"""`FrameSchedule`: which moments of a clip and of the camera's way a video's pictures show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from render.camera import Camera
from render.cameras.motion import CameraMotion
from render.cameras.time_remap import TimeRemap
from render.errors import InputError

SHUTTER_RANGE_DEG = (1.0, 720.0)
SAMPLE_RANGE = (2, 64)
_WHOLE_WITHIN = 1e-6


@dataclass(frozen=True, slots=True)
class MotionBlur:
    """A shutter that stays open for a part of each picture's time."""

    samples: int = 8
    """Moments that are averaged."""
    shutter_deg: float = 180.0
    """Share of a picture's time that the shutter is open, 360 for all of it [degrees]."""

    def __post_init__(self) -> None:
        low, high = SAMPLE_RANGE
        if not low <= self.samples <= high:
            raise InputError(f"motion blur averages {low} to {high} moments, got {self.samples}")
        least, most = SHUTTER_RANGE_DEG
        if not least <= self.shutter_deg <= most:
            raise InputError(
                f"the shutter angle must be {least:g} to {most:g} degrees, got {self.shutter_deg:g}"
            )


class Moment(NamedTuple):
    """What one exposure shows."""

    clip_position: float
    """Frame of the clip, with a fraction for a moment between two."""
    video_position: float
    """Picture of the video, with a fraction, which is where the camera is."""


@dataclass(frozen=True, slots=True)
class FrameSchedule:
    """Pictures of a video over a clip.

    The video plays the clip at its own speed whatever its rate: at another rate than the clip's
    it shows moments between frames. A time remap changes that; the camera keeps to the video's
    own time, so that it goes on while the clip holds.
    """

    clip_frame_count: int
    """Frames of the clip."""
    frame_dt_s: float
    """Time between two frames of the clip [s]."""
    fps: float
    """Pictures a second."""
    duration_s: float | None = None
    """Length of the video [s]; None takes that of the clip or of the remap."""
    remap: TimeRemap | None = None
    """Moment of the clip for each moment of the video; None plays it as it is."""
    blur: MotionBlur | None = None
    """Shutter; None shows single moments."""

    def __post_init__(self) -> None:
        if self.clip_frame_count < 1:
            raise InputError("the take holds no frame; simulate it first")

    @property
    def frame_count(self) -> int:
        """Pictures of the video, at least 1."""
        duration = self.duration_s
        if duration is None:
            clip_s = self.clip_frame_count * self.frame_dt_s
            duration = self.remap.duration_s if self.remap else clip_s
        return max(round(duration * self.fps), 1)

    def clip_position(self, video_position: float) -> float:
        """Frame of the clip at a picture of the video; both may have fractions."""
        time_s = max(video_position, 0.0) / self.fps
        if self.remap is not None:
            found = self.remap.source_frames(
                time_s, frame_dt_s=self.frame_dt_s, frame_count=self.clip_frame_count
            )
            return float(found[0])
        position = time_s / self.frame_dt_s
        if abs(position - round(position)) < _WHOLE_WITHIN:
            position = float(round(position))
        return min(position, self.clip_frame_count - 1.0)

    def moments(self, index: int) -> tuple[Moment, ...]:
        """What is averaged in picture `index`; the shutter opens about its time."""
        if self.blur is None:
            return (Moment(self.clip_position(index), index),)
        opened = self.blur.shutter_deg / 360
        steps = [(one + 0.5) / self.blur.samples - 0.5 for one in range(self.blur.samples)]
        places = [index + opened * step for step in steps]
        return tuple(Moment(self.clip_position(place), place) for place in places)

    def camera(
        self, motion: CameraMotion, video_position: float, size_px: tuple[int, int]
    ) -> Camera:
        """The camera at a picture of the video, which may have a fraction."""
        count = self.frame_count
        if motion.is_loop:
            place = video_position % count
        else:
            place = min(max(video_position, 0.0), count - 1.0)
        return motion.frame_camera(place, count, *size_px)
