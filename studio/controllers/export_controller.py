"""`ExportController`: turns the shown take into a video, pictures or a file of moving splats."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from render.errors import InputError
from studio.controllers.job_controller import JobController, JobPlan
from studio.export.codecs import CODECS, check_video_size
from studio.export.forecast import forecast_bytes
from studio.export.probe import ProbeReport
from studio.export.video_options import VideoOptions
from studio.export.video_writer import check_output
from studio.jobs.codec_probes import CodecProbes
from studio.jobs.requests import ExportClipRequest, ExportVideoRequest
from studio.state.studio_state import StudioState

VIDEO_CODECS = (
    "h264", "h265", "av1", "vp9", "vp9-alpha", "prores4444", "gif", "png", "exr"
)  # fmt: skip
"""Codecs that the window offers, in its order."""
CLIP_SUFFIXES = {"web": ".html", "4d": ".p4dc", "usd": ".usdc", "ply": ""}
"""Kinds of moving splats that the window offers, with their endings; a folder has none."""
CLIP_QUALITIES = ("small", "standard", "high")


@dataclass(frozen=True, slots=True)
class VideoSettings:
    """A video that the export dialog asks for."""

    out: Path
    """File, or folder of pictures, to write."""
    options: VideoOptions
    """How it looks and is stored; its codec is named."""

    def __post_init__(self) -> None:
        codec = self.options.codec_of(self.out)
        check_video_size(codec, *self.options.size_px, self.options.fps)
        check_output(self.out, codec)


@dataclass(frozen=True, slots=True)
class ClipSettings:
    """A file of moving splats that the export dialog asks for."""

    out: Path
    """File, or folder, to write; its ending chooses the format."""
    quality: str = "standard"
    """One of `CLIP_QUALITIES`."""

    def __post_init__(self) -> None:
        if self.out.suffix.lower() not in CLIP_SUFFIXES.values():
            endings = ", ".join(suffix for suffix in CLIP_SUFFIXES.values() if suffix)
            raise InputError(f"{self.out.name!r} must end in {endings}, or name a folder")
        if not self.out.parent.is_dir():
            raise InputError(f"folder {self.out.parent} does not exist; choose another one")


class ExportController:
    """Verbs of the export dialog."""

    def __init__(
        self, state: StudioState, jobs: JobController, probes: CodecProbes | None = None
    ) -> None:
        self._state = state
        self._jobs = jobs
        self._probes = probes or CodecProbes(VIDEO_CODECS)

    def default_path(self) -> Path:
        """Free name of a video beside the project."""
        document = self._state.document
        folder = Path.home() if document.project is None else document.project.parent
        return free_path(folder / f"{document.name}-{document.active_take or 'take'}.mp4")

    def probe(self, size_px: tuple[int, int], fps: float) -> Mapping[str, ProbeReport]:
        """Which codecs work here for a size and rate, as far as it is known; never blocks."""
        return self._probes.ask(size_px, fps)

    @property
    def probed(self) -> bool:
        """Whether everything that was asked last is known."""
        return self._probes.complete

    def export(self, settings: VideoSettings | ClipSettings) -> None:
        """Export the shown take; a notice offers the file when it is done."""
        document = self._state.document
        if document.project is None or document.active_take is None:
            return
        request: ExportVideoRequest | ExportClipRequest
        if isinstance(settings, VideoSettings):
            request = ExportVideoRequest(
                document.project, document.active_take, settings.out, settings.options
            )
        else:
            request = ExportClipRequest(
                document.project, document.active_take, settings.out, settings.quality
            )
        plan = JobPlan(f"Exporting {settings.out.name}", on_done=self._exported)
        self._jobs.submit(request, plan)

    def close(self) -> None:
        """Drop probes that wait."""
        self._probes.close()

    def _exported(self, path: Path) -> None:
        self._state.notices.post("success", f"Exported {path.name}.", reveal=path)


def free_path(path: Path) -> Path:
    """`path`, or the first of NAME-2, NAME-3 and so on that does not exist."""
    free, number = path, 2
    while free.exists():
        free, number = path.with_name(f"{path.stem}-{number}{path.suffix}"), number + 1
    return free


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
