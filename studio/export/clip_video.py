"""From a clip to a video: pictures are drawn in one thread and encoded in another."""

from __future__ import annotations

import time
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

from render.progress import ProgressCallback, ignore_progress
from studio.export.codecs import Codec
from studio.export.encoding_thread import EncodingThread
from studio.export.forecast import check_room
from studio.export.frame_painter import FramePainter
from studio.export.probe import require
from studio.export.still import NO_METADATA
from studio.export.video_writer import VideoWriter

STAGE = "render"
"""Stage name that progress is reported under."""


class VideoFile(NamedTuple):
    """Where a video goes and how it is stored."""

    out: Path
    """File, or folder of pictures."""
    codec: Codec
    """How it is stored."""
    size_px: tuple[int, int]
    """Width and height [px]."""
    fps: float
    """Pictures a second."""
    metadata: Mapping[str, str] = NO_METADATA
    """Tags."""
    hardware: bool = False
    """Whether the graphics card encodes."""
    spherical: bool = False
    """Whether the pictures show everything round the camera."""

    def check(self, frame_count: int) -> int:
        """Refuse what cannot be written, before anything is drawn.

        Returns:
            Forecast of the size [bytes].

        Raises:
            InputError: With the reason and a remedy.
        """
        self.writer()
        require(self.codec, self.size_px, self.fps, hardware=self.hardware)
        return check_room(self.codec, self.out, self.size_px, frame_count)

    def writer(self) -> VideoWriter:
        """A writer that has checked size and place."""
        return VideoWriter(
            self.out,
            codec=self.codec,
            size_px=self.size_px,
            fps=self.fps,
            metadata=self.metadata,
            hardware=self.hardware,
            spherical=self.spherical,
        )


class ExportReport(NamedTuple):
    """What became of an export."""

    out: Path
    """What was written."""
    codec: str
    """Name of the codec."""
    frame_count: int
    """Pictures."""
    size_bytes: int
    """Size of the file, or of all pictures of a folder."""
    render_seconds: float
    """Time that drawing took [s]."""
    encode_seconds: float
    """Time in which the encoding thread was at work, beside the drawing [s]."""
    waiting_seconds: float
    """Time that drawing waited for the encoder [s]."""

    def to_json(self) -> dict[str, object]:
        """Plain values for reports."""
        return {**self._asdict(), "out": str(self.out)}


def export_clip_video(
    painter: FramePainter,
    file: VideoFile,
    *,
    frame_count: int,
    progress: ProgressCallback = ignore_progress,
) -> ExportReport:
    """Draw pictures and write a video.

    Args:
        painter: Draws the pictures.
        file: Where to and how.
        frame_count: Number of pictures.
        progress: Told the fraction done; raises to cancel.

    Returns:
        Size and times.

    Raises:
        InputError: If it cannot be written; the disk is asked beforehand.
        StoppedExportError: If it was cancelled; it names what is kept.
    """
    file.check(frame_count)
    drawing_s = 0.0
    with file.writer() as writer, EncodingThread() as encoder:
        progress(STAGE, 0.0)
        for index in range(frame_count):
            started = time.perf_counter()
            picture = painter.paint(index, bits=file.codec.bits)
            drawing_s += time.perf_counter() - started
            encoder.put(partial(writer.write, picture))
            progress(STAGE, (index + 1) / frame_count)
    times = encoder.times
    return ExportReport(
        out=file.out,
        codec=file.codec.name,
        frame_count=writer.frame_count,
        size_bytes=size_on_disk(file.out),
        render_seconds=round(drawing_s, 3),
        encode_seconds=times.encode_seconds,
        waiting_seconds=times.waiting_seconds,
    )


def size_on_disk(path: Path) -> int:
    """Size of a file, or of the files in a folder [bytes]."""
    if path.is_dir():
        return sum(one.stat().st_size for one in path.rglob("*") if one.is_file())
    return path.stat().st_size
