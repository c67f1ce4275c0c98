"""What the export panel asks the view process, and its answer."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from render.cameras.motion import CameraMotion
from studio.export.video_options import VideoOptions


@dataclass(frozen=True, slots=True, eq=False)
class PreviewQuestion:
    """What will this export look like?"""

    project: Path
    """Folder `NAME.p4d`."""
    take_name: str
    """Take that is exported."""
    options: VideoOptions
    """How; its size gives the shape alone."""
    frame: int = 0
    """Picture of the video, brought into its range."""
    motion: CameraMotion | None = None
    """Camera in place of that of the options."""


@dataclass(frozen=True, slots=True, eq=False)
class Preview:
    """A picture of an export."""

    width: int
    """Width [px]."""
    height: int
    """Height [px]."""
    pixels: bytes
    """RGBA, 8 bit, straight alpha, row by row."""
    frame: int
    """Picture of the video that it is."""
    frame_count: int
    """Pictures of the video."""
