"""`FilmedClip`: the pictures of a video, small, upright and with their times."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from render.errors import InputError
from render.progress import ProgressCallback, ignore_progress

if TYPE_CHECKING:
    from av.container import InputContainer

ByteArray = npt.NDArray[np.uint8]
FloatArray = npt.NDArray[np.float32]
Float64Array = npt.NDArray[np.float64]

LONGEST_SIDE_PX = 288
"""Pictures are reduced to this longest side."""
MOST_FRAMES = 240
"""Pictures that are read; longer clips are cut off."""
MOST_FPS = 60.0
"""Of faster clips pictures are left out."""
FALLBACK_FPS = 30.0
"""Of files that do not say when a picture is shown."""
LEAST_FRAMES = 5
"""Pictures without which no motion can be measured."""

READING = "Reading the clip"


@dataclass(frozen=True, slots=True, eq=False)
class FilmedClip:
    """Pictures of a video."""

    pictures: ByteArray
    """sRGB colour, shape [T, H, W, 3]."""
    times_s: Float64Array
    """Times of the pictures, ascending from 0 [s], shape [T]."""
    name: str = ""
    """File name, for messages."""
    cut_off: bool = False
    """Whether the file holds more than was read."""

    def __post_init__(self) -> None:
        shape = self.pictures.shape
        if len(shape) != 4 or shape[3] != 3 or len(self.times_s) != shape[0]:
            raise InputError(f"pictures of a clip need shape [T, H, W, 3], got {shape}")
        if shape[0] < LEAST_FRAMES:
            raise InputError(
                f"clip {self.name or 'without name'} is too short: pictures {shape[0]}, at least "
                f"{LEAST_FRAMES} are needed; film the whole motion"
            )
        if (np.diff(self.times_s) <= 0).any():
            raise InputError(f"clip {self.name} has pictures that go back in time; convert it anew")

    @property
    def frame_count(self) -> int:
        """Number of pictures."""
        return len(self.pictures)

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height of the pictures [px]."""
        return self.pictures.shape[2], self.pictures.shape[1]

    def part(self, first: int, end: int) -> FilmedClip:
        """Pictures from `first` to before `end`, with times from 0."""
        times = self.times_s[first:end] - self.times_s[first]
        return replace(self, pictures=self.pictures[first:end], times_s=times)

    def grey(self) -> FloatArray:
        """Luma 0 to 255, shape [T, H, W]. Source: Rec. 601."""
        weights = np.array([0.299, 0.587, 0.114], np.float32)
        return np.asarray(self.pictures @ weights, np.float32)


def read_clip(
    path: Path,
    *,
    longest_side_px: int = LONGEST_SIDE_PX,
    progress: ProgressCallback = ignore_progress,
) -> FilmedClip:
    """Read a video of any kind that the codecs know.

    Args:
        path: Video file.
        longest_side_px: Pictures are reduced to this side.
        progress: Told the share of the pictures that is read.

    Raises:
        InputError: If the file is missing, no video, or too short.
    """
    import av
    import av.error

    if not path.is_file():
        raise InputError(f"clip {path} does not exist; check the path")
    try:
        with av.open(str(path)) as container:
            if not container.streams.video:
                raise InputError(f"clip {path} holds no pictures; choose a video")
            return _decoded(container, path, longest_side_px, progress)
    except (av.error.FFmpegError, OSError) as error:
        raise InputError(f"clip {path} cannot be read as a video: {error}") from None


def _decoded(
    container: InputContainer, path: Path, longest_side_px: int, progress: ProgressCallback
) -> FilmedClip:
    stream = container.streams.video[0]
    pictures: list[ByteArray] = []
    times: list[float] = []
    cut_off = False
    for frame in container.decode(stream):
        time_s = float(frame.time) if frame.time is not None else len(times) / FALLBACK_FPS
        if times and time_s - times[-1] < 0.999 / MOST_FPS:
            continue
        if len(pictures) == MOST_FRAMES:
            cut_off = True
            break
        picture = np.asarray(frame.to_ndarray(format="rgb24"), np.uint8)
        pictures.append(_small(picture, longest_side_px, frame.rotation))
        times.append(time_s)
        progress(READING, min(len(pictures) / max(stream.frames, len(pictures)), 1.0))
    if not pictures:
        raise InputError(f"clip {path} holds no pictures; choose a video")
    return FilmedClip(np.stack(pictures), np.array(times) - times[0], path.name, cut_off)


def _small(picture: ByteArray, longest_side_px: int, turn_deg: int) -> ByteArray:
    """A picture as it is meant to be seen, reduced by area."""
    from PIL import Image

    upright = np.rot90(picture, turn_deg // 90) if turn_deg else picture
    height, width = upright.shape[:2]
    factor = longest_side_px / max(width, height)
    if factor >= 1:
        return np.ascontiguousarray(upright)
    size = (max(round(width * factor), 1), max(round(height * factor), 1))
    return np.asarray(Image.fromarray(upright).resize(size, Image.Resampling.BOX))
