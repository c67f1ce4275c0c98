"""What the export panel asks for, checked as soon as it is asked."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from render.errors import InputError
from studio.export.codecs import CODECS, check_video_size
from studio.export.forecast import forecast_bytes
from studio.export.video_options import VideoOptions

VIDEO_CODECS = (
    "h264", "h265", "av1", "vp9", "vp9-alpha", "prores4444", "gif", "png", "exr"
)  # fmt: skip
"""Codecs that the window offers, in its order."""
CLIP_SUFFIXES = {"web": ".html", "4d": ".p4dc", "usd": ".usdc", "ply": ""}
"""Kinds of moving splats that the window offers, with their endings; a folder has none."""
STILL_SUFFIXES = {"still-png": ".png", "still-exr": ".exr"}
"""Kinds of single pictures, with their endings."""
CLIP_QUALITIES = ("small", "standard", "high")
PRESET, PATH, VIEW = "preset", "path", "view"
"""Cameras: a preset by its name, the user's keyed path, the present view."""
FREE_TRIES = 10_000


@dataclass(frozen=True, slots=True)
class VideoSettings:
    """A video that the export panel asks for."""

    out: Path
    """File, or folder of pictures, to write."""
    options: VideoOptions
    """How it looks and is stored; its codec is named."""
    camera: str = PRESET
    """Where the camera comes from: `PRESET` takes that of the options."""

    def __post_init__(self) -> None:
        from studio.export.video_writer import check_output

        codec = self.options.codec_of(self.out)
        check_video_size(codec, *self.options.size_px, self.options.fps)
        check_output(self.out, codec)


@dataclass(frozen=True, slots=True)
class StillSettings:
    """A picture that the export panel asks for."""

    out: Path
    """File to write, .png or .exr."""
    options: VideoOptions
    """How it looks."""
    frame: int = 0
    """Picture of the video that the options would give, from 0."""
    camera: str = PRESET
    """Where the camera comes from, as of `VideoSettings`."""

    def __post_init__(self) -> None:
        if self.out.suffix.lower() not in STILL_SUFFIXES.values():
            raise InputError(f"{self.out.name!r} must end in .png or .exr")
        _check_folder(self.out)


@dataclass(frozen=True, slots=True)
class ClipSettings:
    """A file of moving splats that the export panel asks for."""

    out: Path
    """File, or folder, to write; its ending chooses the format."""
    quality: str = "standard"
    """One of `CLIP_QUALITIES`."""

    def __post_init__(self) -> None:
        if self.out.suffix.lower() not in CLIP_SUFFIXES.values():
            endings = ", ".join(suffix for suffix in CLIP_SUFFIXES.values() if suffix)
            raise InputError(f"{self.out.name!r} must end in {endings}, or name a folder")
        _check_folder(self.out)


Settings = VideoSettings | StillSettings | ClipSettings


@dataclass(frozen=True, slots=True)
class RoomForecast:
    """How much a video takes of the disk."""

    needed_bytes: int
    """Forecast of the file's size, for detailed pictures."""
    free_bytes: int | None
    """What the disk has left; None where the folder does not exist."""

    @property
    def fits(self) -> bool:
        """Whether there is room."""
        return self.free_bytes is None or self.needed_bytes < self.free_bytes


def forecast_room(settings: VideoSettings, frame_count: int) -> RoomForecast:
    """Size of a video and the room on its disk."""
    codec = CODECS[settings.options.codec_of(settings.out).name]
    needed = forecast_bytes(codec, *settings.options.size_px, frame_count)
    try:
        free: int | None = shutil.disk_usage(settings.out.parent).free
    except OSError:
        free = None
    return RoomForecast(needed, free)


def free_path(path: Path, taken: frozenset[Path] = frozenset()) -> Path:
    """`path`, or the first of NAME-2, NAME-3 and so on that does not exist.

    Args:
        path: Wanted name.
        taken: Names that are not free either, because something will be written there.
    """
    free, number = path, 2
    while (free.exists() or free in taken) and number < FREE_TRIES:
        free, number = path.with_name(f"{path.stem}-{number}{path.suffix}"), number + 1
    return free


def _check_folder(out: Path) -> None:
    if not out.parent.is_dir():
        raise InputError(f"folder {out.parent} does not exist; choose another one")
