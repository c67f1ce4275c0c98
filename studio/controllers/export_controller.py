"""`ExportController`: renders the shown take to a video."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from render.errors import InputError
from studio.controllers.job_controller import JobController, JobPlan
from studio.jobs.requests import ExportVideoRequest
from studio.state.studio_state import StudioState

VIDEO_SUFFIX = ".mp4"
SIZE_RANGE_PX = (64, 4096)
FPS_RANGE = (1.0, 120.0)
CAMERAS = ("swing", "turntable")


@dataclass(frozen=True, slots=True)
class VideoSettings:
    """What the export dialog asks for."""

    out: Path
    """File to write."""
    camera: str = "swing"
    """One of `CAMERAS`."""
    width: int = 1024
    """Picture width [px], even."""
    height: int = 1024
    """Picture height [px], even."""
    fps: float = 25.0
    """Frames a second."""

    def __post_init__(self) -> None:
        low, high = SIZE_RANGE_PX
        for side in (self.width, self.height):
            if not (low <= side <= high and side % 2 == 0):
                raise InputError(f"picture side {side} px must be even and in {low} to {high} px")
        if not FPS_RANGE[0] <= self.fps <= FPS_RANGE[1]:
            raise InputError(f"{self.fps:g} frames/s is outside 1 to 120 frames/s")
        if self.out.suffix.lower() != VIDEO_SUFFIX:
            raise InputError(f"{self.out.name!r} must end in {VIDEO_SUFFIX}")
        if not self.out.parent.is_dir():
            raise InputError(f"folder {self.out.parent} does not exist; choose another one")


class ExportController:
    """Verbs of the export dialog."""

    def __init__(self, state: StudioState, jobs: JobController) -> None:
        self._state = state
        self._jobs = jobs

    def default_path(self) -> Path:
        """Free file name beside the project."""
        document = self._state.document
        folder = Path.home() if document.project is None else document.project.parent
        stem = f"{document.name}-{document.active_take or 'take'}"
        path, number = folder / f"{stem}{VIDEO_SUFFIX}", 2
        while path.exists():
            path, number = folder / f"{stem}-{number}{VIDEO_SUFFIX}", number + 1
        return path

    def export(self, settings: VideoSettings) -> None:
        """Render the shown take; a notice offers the file when it is done."""
        document = self._state.document
        if document.project is None or document.active_take is None:
            return
        request = ExportVideoRequest(
            project=document.project,
            take_name=document.active_take,
            out=settings.out,
            camera=settings.camera,
            width=settings.width,
            height=settings.height,
            fps=settings.fps,
        )
        plan = JobPlan(f"Exporting {settings.out.name}", on_done=self._exported)
        self._jobs.submit(request, plan)

    def _exported(self, path: Path) -> None:
        self._state.notices.post("success", f"Exported {path.name}.", reveal=path)
