"""`Clip`: Gaussians that move, frame by frame; what 4D files hold and are written from."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from render.clips.frame_pose import FramePose
from render.errors import InputError
from render.gaussians import GaussianCloud


class Clip(Protocol):
    """N Gaussians over T frames in the world, Z up; a `sim.take.Take` is one.

    Every frame has the same Gaussians in the same order. Writers take their opacities and colours
    from the first frame unless a format says that it stores them frame by frame.
    """

    @property
    def frame_count(self) -> int:
        """Frames T that can be read."""

    @property
    def frame_dt_s(self) -> float:
        """Time between two frames [s]."""

    def frame(self, index: int) -> GaussianCloud:
        """Cloud of one frame, world [m]; frames are numbered from 0."""


@runtime_checkable
class PosedClip(Protocol):
    """A clip that knows how each frame poses a rest cloud, which compresses better.

    Its frames are `frame_pose.posed_cloud(rest, pose(index))`.
    """

    rest: GaussianCloud

    @property
    def frame_count(self) -> int:
        """Frames T that can be read."""

    @property
    def frame_dt_s(self) -> float:
        """Time between two frames [s]."""

    def frame(self, index: int) -> GaussianCloud:
        """Cloud of one frame, world [m]."""

    def pose(self, index: int) -> FramePose:
        """Pose of one frame against `rest`."""


@dataclass(frozen=True, slots=True, eq=False)
class ClipArrays:
    """A clip whose frames are all in memory."""

    clouds: tuple[GaussianCloud, ...]
    """Clouds of the frames, world [m]."""
    frame_dt_s: float = 0.04
    """Time between two frames [s]."""
    notes: tuple[str, ...] = ()
    """Remarks of the reader for the user."""

    def __post_init__(self) -> None:
        check_timing(len(self.clouds), self.frame_dt_s)
        counts = {cloud.gaussian_count for cloud in self.clouds}
        if len(counts) > 1:
            raise InputError(
                f"frames have {min(counts)} to {max(counts)} Gaussians; "
                "a clip needs the same ones in every frame"
            )

    @property
    def frame_count(self) -> int:
        """Frames T."""
        return len(self.clouds)

    def frame(self, index: int) -> GaussianCloud:
        """Cloud of one frame, world [m]."""
        check_index(index, len(self.clouds))
        return self.clouds[index]


def is_antialiased(clip: Clip) -> bool:
    """Whether a file says of its clip that it is to be drawn with a screen-space (mip) filter."""
    return bool(getattr(clip, "antialiased", False))


def check_timing(frame_count: int, frame_dt_s: float) -> None:
    """Refuse a clip without frames or with an impossible frame time.

    Raises:
        InputError: With the value.
    """
    if frame_count < 1:
        raise InputError("the clip holds no frame; simulate or load one with at least 1 frame")
    if not (math.isfinite(frame_dt_s) and frame_dt_s > 0):
        raise InputError(f"the clip's frame time must be > 0 s, got {frame_dt_s:g}")


def check_index(index: int, frame_count: int) -> None:
    """Refuse a frame that a clip does not have.

    Raises:
        InputError: With the index and the number of frames.
    """
    if not 0 <= index < frame_count:
        raise InputError(
            f"frame {index} does not exist; the clip has frames 0 to {frame_count - 1}"
        )
