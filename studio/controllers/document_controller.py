"""`DocumentController`: opens photos, splat files and projects, and saves copies."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

from render.clips.registry import is_clip_path
from render.errors import InputError
from render.formats.registry import is_splat_path
from sim.project import PROJECT_SUFFIX, Project, is_project
from studio.controllers.job_controller import JobController, JobPlan
from studio.controllers.preferences_controller import PreferencesController
from studio.controllers.snapshot import Snapshot
from studio.controllers.take_controller import TakeController
from studio.jobs.file_tasks import FileTasks, copy_project
from studio.jobs.requests import ImportRequest, PredictRequest
from studio.state.edited_distribution import DistributionEdits
from studio.state.studio_state import StudioState

PHOTO_SUFFIXES = (
    ".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".bmp", ".gif", ".heic", ".heif",
)  # fmt: skip


class DocumentController:
    """Verbs of the File menu and of dropped files."""

    def __init__(
        self,
        state: StudioState,
        jobs: JobController,
        takes: TakeController,
        preferences: PreferencesController,
        files: FileTasks,
    ) -> None:
        self._state = state
        self._jobs = jobs
        self._takes = takes
        self._preferences = preferences
        self._files = files
        self.after_predict: Callable[[], None] = lambda: None

    def open_path(self, path: Path, *, size_m: float | None = None) -> None:
        """Open a photo, a splat file or a project; trouble becomes a notice.

        Args:
            path: File or folder.
            size_m: Longest side of the object on a photo [m]; None when unknown.
        """
        try:
            if path.name == "manifest.json" and is_project(path.parent):
                self.open_project(path.parent)
            elif path.suffix.lower() == PROJECT_SUFFIX or is_project(path):
                self.open_project(path)
            elif is_clip_path(path) or (is_splat_path(path) and not path.is_dir()):
                self._import_cloud(path)
            else:
                self._predict(path, size_m)
        except (InputError, OSError) as error:
            self._state.notices.post("error", " ".join(str(error).split()))

    def open_image(self, png: bytes, name: str = "pasted") -> None:
        """Open a picture from the clipboard, given as a PNG file in memory."""
        try:
            folder = self._projects_folder() / "pasted"
            folder.mkdir(exist_ok=True)
            path = folder / f"{name}-{time.strftime('%Y%m%d-%H%M%S')}.png"
            path.write_bytes(png)
        except OSError as error:
            self._state.notices.post("error", f"The picture cannot be stored: {error}")
            return
        self.open_path(path)

    def open_project(self, path: Path) -> None:
        """Show a project that exists.

        Raises:
            InputError: If it cannot be read.
        """
        project = Project.open(path)
        self._show(project)
        self._takes.list_takes(project.takes())

    def close(self) -> None:
        """Back to the welcome view; a job that runs for the project is cancelled."""
        self._jobs.cancel()
        self._takes.clear()
        document = self._state.document
        document.physics = None
        document.photo = None
        document.project = None

    def save_copy(self, target: Path) -> None:
        """Copy the project to a new folder and go on with the copy."""
        source = self._state.document.project
        if source is None:
            return
        if target.suffix.lower() != PROJECT_SUFFIX:
            target = target.with_name(target.name + PROJECT_SUFFIX)

        def answer(copied: Path | None, reason: str) -> None:
            if copied is None:
                self._state.notices.post("error", f"The project was not saved: {reason}")
                return
            self._state.notices.post("success", f"Saved as {copied.name}.", reveal=copied)
            if self._state.document.project == source:
                self.open_path(copied)

        self._files.submit(lambda: copy_project(source, target), answer)

    def is_in_projects_folder(self) -> bool:
        """True while the project lies where new projects are made, not where the user chose."""
        project = self._state.document.project
        return project is not None and project.parent == self._preferences.value.projects_path

    def open_recent(self, path: Path) -> None:
        """Open a recent project; one that is gone leaves the list."""
        if not is_project(path):
            self._preferences.forget_recent(path)
            self._state.notices.post("warning", f"{path.name} is no longer at {path.parent}.")
            return
        self.open_path(path)

    def _predict(self, photo: Path, size_m: float | None) -> None:
        if not photo.is_file():
            raise InputError(f"{photo} is not a file; choose a photo or a project folder")
        project = self._new_project_path(photo.stem)
        document = self._state.document
        before = Snapshot.take(self._state)
        request = PredictRequest(photo=photo, project=project, size_m=size_m)
        plan = JobPlan(
            f"Reconstructing {photo.name}",
            on_done=self._predicted,
            on_end=lambda: self._back_to(before, photo),
        )
        self._takes.clear()
        document.physics = None
        document.project = None
        document.photo = photo
        self._jobs.submit(request, plan)

    def _import_cloud(self, path: Path) -> None:
        if not path.exists():
            raise InputError(f"{path} is not a file; choose a splat file")
        project = self._new_project_path(path.stem)
        plan = JobPlan(f"Importing {path.name}", on_done=self._imported)
        request = ImportRequest(cloud=path, project=project, moving=is_clip_path(path))
        self._jobs.submit(request, plan)

    def _predicted(self, path: Path) -> None:
        self.open_path(path)
        if self._state.document.project == path and self._preferences.value.simulate_after_predict:
            self.after_predict()

    def _imported(self, path: Path) -> None:
        self.open_path(path)
        if self._state.document.project != path:
            return
        up_axis = Project.open(path).manifest.up_axis
        if up_axis is not None:
            self._state.notices.post("info", f"The file's {up_axis} axis was taken for up.")

    def _back_to(self, before: Snapshot, photo: Path) -> None:
        """After a failed or cancelled prediction: what was open before, as it was."""
        document = self._state.document
        if document.project is None and document.photo == photo:
            before.restore(self._state)
            self._takes.resume()

    def _show(self, project: Project) -> None:
        document = self._state.document
        self._takes.clear()
        self._reset_material(project.manifest.seed)
        document.physics = project.physics
        document.novelty = project.manifest.novelty
        document.size_m = project.size_m
        document.view_azimuth_deg = project.scene.view_azimuth_deg
        elevation = project.manifest.elevation_deg
        document.view_elevation_deg = 15.0 if elevation is None else elevation
        document.photo = project.photo_path
        document.project = project.path
        self._state.viewport.antialiased = project.manifest.antialiased
        self._preferences.add_recent(project.path)
        for warning in project.manifest.warnings:
            self._state.notices.post("warning", warning)

    def _reset_material(self, seed: int) -> None:
        """Edits belong to the project they were made in."""
        material = self._state.material
        material.edited = DistributionEdits()
        material.material_class = material.law = material.chosen_sample = None
        material.numbers = ()
        material.preset = ""
        material.seed = seed

    def _projects_folder(self) -> Path:
        folder = self._preferences.value.projects_path
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def _new_project_path(self, stem: str) -> Path:
        """Free path for a new project named after a file."""
        name = re.sub(r"[^\w\- ]+", "-", stem).strip() or "object"
        folder = self._projects_folder()
        path, number = folder / f"{name}{PROJECT_SUFFIX}", 2
        while path.exists():
            path, number = folder / f"{name}-{number}{PROJECT_SUFFIX}", number + 1
        return path
