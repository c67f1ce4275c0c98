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
from studio.controllers.opening_controller import OpeningController
from studio.controllers.preferences_controller import PreferencesController
from studio.controllers.saving_controller import SavingController
from studio.controllers.snapshot import Snapshot
from studio.controllers.take_controller import TakeController
from studio.jobs.archive_requests import ShareRequest, UnpackRequest
from studio.jobs.project_archive import ARCHIVE_SUFFIX, archive_project_name
from studio.jobs.requests import ImportRequest, PredictRequest
from studio.state.language import tr
from studio.state.notices import Remedy
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
        saving: SavingController,
        opening: OpeningController,
    ) -> None:
        self._state = state
        self._jobs = jobs
        self._takes = takes
        self._preferences = preferences
        self._saving = saving
        self._opening = opening
        self.after_predict: Callable[[], None] = lambda: None

    def open_path(self, path: Path, *, size_m: float | None = None) -> None:
        """Open a photo, a splat file, a project or a shared one; trouble becomes a notice.

        Args:
            path: File or folder.
            size_m: Longest side of the object on a photo [m]; None when unknown.
        """
        self._saving.leave("open", lambda: self._open(path, size_m))

    def open_image(self, png: bytes, name: str = "pasted") -> None:
        """Open a picture from the clipboard, given as a PNG file in memory."""
        try:
            folder = self._projects_folder() / "pasted"
            folder.mkdir(exist_ok=True)
            path = folder / f"{name}-{time.strftime('%Y%m%d-%H%M%S')}.png"
            path.write_bytes(png)
        except OSError as error:
            text = tr("The picture cannot be stored: {reason}", reason=error)
            self._state.notices.post("error", text)
            return
        self.open_path(path)

    def close(self) -> None:
        """Back to the welcome view, once unsaved changes are decided on."""
        self._saving.leave("close", self._close)

    def save(self) -> None:
        """Save the project where it is."""
        self._saving.save()

    def save_copy(self, target: Path) -> None:
        """Save the project in a new folder and go on with that; the old one stays as it was."""
        if target.suffix.lower() != PROJECT_SUFFIX:
            target = target.with_name(target.name + PROJECT_SUFFIX)
        self._opening.save_as(target)

    def share(self, out: Path) -> None:
        """Pack the project with its present values in one zip file."""
        document = self._state.document
        if document.project is None:
            return
        if out.suffix.lower() != ARCHIVE_SUFFIX:
            out = out.with_name(out.name + ARCHIVE_SUFFIX)
        left_out = tuple(f"takes/{name}" for name in document.deleted_takes)
        request = ShareRequest(document.project, out, self._saving.document_text(), left_out)
        plan = JobPlan(
            tr("Packing {name}", name=out.name),
            on_done=self._shared,
            remedy=Remedy(tr("Share as one file…"), "share"),
        )
        self._jobs.submit(request, plan)

    def open_recent(self, path: Path) -> None:
        """Open a recent project; one that is gone leaves the list."""
        if not is_project(path):
            self._preferences.forget_recent(path)
            text = tr("{name} is no longer at {folder}.", name=path.name, folder=path.parent)
            self._state.notices.post("warning", text)
            return
        self.open_path(path)

    def _open(self, path: Path, size_m: float | None) -> None:
        try:
            if path.name == "manifest.json" and is_project(path.parent):
                self._opening.open(path.parent)
            elif path.suffix.lower() == PROJECT_SUFFIX or is_project(path):
                self._opening.open(path)
            elif path.suffix.lower() == ARCHIVE_SUFFIX and path.is_file():
                self._unpack(path)
            elif is_clip_path(path) or (is_splat_path(path) and not path.is_dir()):
                self._import_cloud(path)
            else:
                self._predict(path, size_m)
        except (InputError, OSError) as error:
            self._state.notices.post("error", " ".join(str(error).split()))

    def _close(self) -> None:
        self._jobs.cancel()
        self._saving.detach()
        self._takes.clear()
        document = self._state.document
        document.physics = None
        document.photo = None
        document.project = None
        self._opening.end_awaiting()
        self._opening.reset_values()

    def _predict(self, photo: Path, size_m: float | None) -> None:
        if not photo.is_file():
            raise InputError(f"{photo} is not a file; choose a photo or a project folder")
        project = self._new_project_path(photo.stem)
        document = self._state.document
        before = Snapshot.take(self._state)
        request = PredictRequest(photo=photo, project=project, size_m=size_m)
        plan = JobPlan(
            tr("Reconstructing {name}", name=photo.name),
            on_done=self._predicted,
            on_end=lambda: self._back_to(before, photo),
            remedy=Remedy(tr("Open photo…"), "open"),
        )
        self._takes.clear()
        document.physics = None
        document.project = None
        document.photo = photo
        self._opening.await_new(photo.stem)
        self._jobs.submit(request, plan)

    def _import_cloud(self, path: Path) -> None:
        if not path.exists():
            raise InputError(f"{path} is not a file; choose a splat file")
        project = self._new_project_path(path.stem)
        title = tr("Importing {name}", name=path.name)
        plan = JobPlan(
            title,
            on_done=self._imported,
            on_end=self._awaited(path.stem),
            remedy=Remedy(tr("Open photo…"), "open"),
        )
        request = ImportRequest(cloud=path, project=project, moving=is_clip_path(path))
        self._jobs.submit(request, plan)

    def _unpack(self, archive: Path) -> None:
        project = self._new_project_path(archive_project_name(archive))
        title = tr("Unpacking {name}", name=archive.name)
        plan = JobPlan(
            title,
            on_done=self.open_path,
            on_end=self._awaited(project.stem),
            remedy=Remedy(tr("Open shared project…"), "open-shared"),
        )
        self._jobs.submit(UnpackRequest(archive, project), plan)

    def _awaited(self, name: str) -> Callable[[], None] | None:
        """Await a new project where none is open; what is returned ends that."""
        if self._state.document.project is not None or self._opening.awaits:
            return None
        self._opening.await_new(name)
        return self._opening.end_awaiting

    def _predicted(self, path: Path) -> None:
        def simulate() -> None:
            if self._preferences.value.simulate_after_predict:
                self.after_predict()

        self._saving.leave("open", lambda: self._opening.open(path, then=simulate))

    def _imported(self, path: Path) -> None:
        def tell() -> None:
            up_axis = Project.open(path).manifest.up_axis
            if up_axis is not None:
                text = tr("The file's {axis} axis was taken for up.", axis=up_axis)
                self._state.notices.post("info", text)

        self._saving.leave("open", lambda: self._opening.open(path, then=tell))

    def _shared(self, path: Path) -> None:
        self._state.notices.post(
            "success", tr("Packed as {name}.", name=path.name), reveal=path
        )  # fmt: skip

    def _back_to(self, before: Snapshot, photo: Path) -> None:
        """After a failed or cancelled prediction: what was open before, as it was."""
        document = self._state.document
        if document.project is None and document.photo == photo:
            self._opening.end_awaiting()
            self._saving.stay(lambda: before.restore(self._state))
            self._takes.resume()

    def _projects_folder(self) -> Path:
        folder = self._preferences.value.projects_path
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def _new_project_path(self, stem: str) -> Path:
        """Free path for a new project named after a file."""
        return free_project_path(self._projects_folder(), stem)


def free_project_path(folder: Path, stem: str) -> Path:
    """Path of a project that does not exist in a folder, named after a file."""
    name = re.sub(r"[^\w\- ]+", "-", stem).strip() or "object"
    path, number = folder / f"{name}{PROJECT_SUFFIX}", 2
    while path.exists():
        path, number = folder / f"{name}-{number}{PROJECT_SUFFIX}", number + 1
    return path
