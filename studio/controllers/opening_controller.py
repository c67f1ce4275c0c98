"""`OpeningController`: opens projects without waiting for the disk, locked, whole and once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from render.progress import ProgressCallback
from studio.controllers.job_controller import JobController, JobPlan
from studio.controllers.preferences_controller import PreferencesController
from studio.controllers.saving_controller import SavingController
from studio.controllers.take_controller import TakeController
from studio.jobs.file_tasks import Files
from studio.jobs.project_copy import copy_project
from studio.jobs.project_lock import LockHolder
from studio.jobs.project_opening import OpenedProject, open_for_editing, open_read_only
from studio.jobs.relinking import relink
from studio.state.document_fields import default_values, document_fields, set_values
from studio.state.document_file import StoredFile
from studio.state.language import tr
from studio.state.notices import Remedy
from studio.state.saving import LockConflict, MissingFiles
from studio.state.studio_state import StudioState
from studio.state.viewport import STAGES


def _nothing() -> None:
    """What follows an opening that nobody waits for."""


class OpeningController:
    """Verbs of opening, of conflicts with other windows and of missing files."""

    def __init__(
        self,
        state: StudioState,
        jobs: JobController,
        takes: TakeController,
        preferences: PreferencesController,
        saving: SavingController,
        files: Files,
    ) -> None:
        """Open projects into a state.

        Args:
            state: State that shows them.
            jobs: Copies projects.
            takes: Shows their takes.
            preferences: Keeps the recent ones.
            saving: Records their edits.
            files: Reads them.
        """
        self._state = state
        self._jobs = jobs
        self._edits = saving.edits
        self._takes = takes
        self._preferences = preferences
        self._saving = saving
        self._files = files
        self._then: Callable[[], None] = _nothing
        self._stop_search = threading.Event()

    def open(
        self,
        path: Path,
        *,
        then: Callable[[], None] = _nothing,
        force: bool = False,
        read_only: bool = False,
    ) -> None:
        """Show a project as soon as it is read; what is open stays until then.

        Args:
            path: Folder of the project.
            then: Called when it is shown.
            force: Take it over from another window.
            read_only: Open it beside another window, without writing it.
        """
        fields = document_fields(self._state)
        store = self._saving.store if path == self._saving.folder else None
        held = self._saving.lock
        self._then = then
        self._state.saving.busy = True
        if store is not None:  # it is read anew: what is done meanwhile is done again on it
            self._edits.hold(path.stem, [field.key for field in fields if field.undoable])
        elif self._saving.folder is None:
            self._edits.hold(path.stem)

        def work() -> OpenedProject | LockHolder:
            if store is not None:
                store.close()
            if read_only:
                return open_read_only(path, fields)
            return open_for_editing(path, fields, held=held, force=force)

        self._files.submit(work, lambda found, reason: self._opened(path, found, reason))

    def reload(self) -> None:
        """Open the present project again, because its files have changed."""
        project = self._state.document.project
        if project is not None:
            self._saving.leave("open", lambda: self.open(project))

    def take_over(self) -> None:
        """Open the project that another window has, which from then on only reads it."""
        conflict = self._end_conflict()
        if conflict is not None:
            self.open(conflict.project, then=self._then, force=True)

    def open_read_only(self) -> None:
        """Open the project that another window has without writing it."""
        conflict = self._end_conflict()
        if conflict is not None:
            self.open(conflict.project, then=self._then, read_only=True)

    def open_copy(self) -> None:
        """Copy the project that another window has, as it was saved, and open the copy."""
        conflict = self._end_conflict()
        if conflict is None:
            return
        source, then = conflict.project, self._then
        folder = self._preferences.value.projects_path

        def work(progress: ProgressCallback) -> Path:
            folder.mkdir(parents=True, exist_ok=True)
            return copy_project(source, free_copy_path(folder, source.stem), progress=progress)

        plan = JobPlan(
            tr("Copying {name}", name=source.name),
            on_done=lambda made: self._leave_for(made, then),
            remedy=Remedy(tr("Open project…"), "open-project"),
        )
        self._jobs.submit_files(work, plan)

    def _leave_for(self, project: Path, then: Callable[[], None]) -> None:
        self._saving.leave("open", lambda: self.open(project, then=then))

    def leave_conflict(self) -> None:
        """Do not open the project that another window has."""
        self._end_conflict()

    def search(self, folder: Path) -> None:
        """Look for missing files in a folder and copy what is found into the project."""
        missing = self._state.saving.missing
        if missing is None or missing.searching:
            return
        self._stop_search.clear()
        stopped = self._stop_search.is_set
        self._state.saving.missing = replace(missing, searching=True)

        def work() -> tuple[StoredFile, ...]:
            return relink(missing.project, missing.files, folder, stopped=stopped)

        def answer(left: tuple[StoredFile, ...] | None, reason: str) -> None:
            if self._state.saving.missing is None:
                return
            if left is None:
                self._state.notices.post("error", reason)
                left = missing.files
            self._state.saving.missing = (
                replace(missing, files=left, searched=folder) if left else None
            )
            if left != missing.files:
                self.reload()

        self._files.submit(work, answer)

    def stop_search(self) -> None:
        """End a search; what it has found stays."""
        self._stop_search.set()

    def ignore_missing(self) -> None:
        """Work without the missing files."""
        self._stop_search.set()
        self._state.saving.missing = None

    def save_as(self, target: Path) -> None:
        """Copy the project with its present values, and go on with the copy."""
        document = self._state.document
        source = document.project
        if source is None:
            return
        self._edits.commit()
        text, deleted = self._saving.document_text(), document.deleted_takes
        position, saving = self._state.history.position, self._state.saving
        saving.busy = True

        def work(progress: ProgressCallback) -> Path:
            return copy_project(
                source, target, document=text, without_takes=deleted, progress=progress
            )

        def end() -> None:
            saving.busy = False

        plan = JobPlan(
            tr("Saving as {name}", name=target.name),
            on_done=lambda made: self._open_saved(source, made, position),
            on_end=end,
            remedy=Remedy(tr("Save as…"), "save-as"),
        )
        self._jobs.submit_files(work, plan)

    def await_new(self, name: str) -> None:
        """A new project is made and will be opened: keep what can be chosen for it ahead.

        Args:
            name: Name of its photo or splat file.
        """
        ahead = [field.key for field in document_fields(self._state) if field.ahead]
        with self._edits.untracked():
            values = default_values(self._state)
            set_values(self._state, [value for value in values if value[:2] in ahead])
            self._prefer()
        self._edits.hold(name, ahead)

    @property
    def awaits(self) -> bool:
        """Whether a project is awaited that edits are held for."""
        return self._edits.holds

    def end_awaiting(self) -> None:
        """No new project comes."""
        self._edits.drop_held()

    def reset_values(self) -> None:
        """Give every field of the document the value that a new project begins with."""
        with self._edits.untracked():
            set_values(self._state, default_values(self._state))
            self._prefer()
            self._state.viewport.stage = self._preferences.value.stage
        self._edits.clear()

    def _prefer(self) -> None:
        preferred = self._preferences.value
        self._state.material.quality = preferred.quality
        self._state.material.stiffness = preferred.stiffness

    def _opened(self, path: Path, found: OpenedProject | LockHolder | None, reason: str) -> None:
        self._state.saving.busy = False
        if isinstance(found, OpenedProject):
            # what was edited in the project that is left, while this one was read, is asked about
            self._saving.leave("open", lambda: self._enter(found), stay=lambda: _give_back(found))
            return
        if path == self._saving.folder:
            self._saving.go_on()
        self._edits.drop_held()
        if found is None:
            self._state.notices.post("error", reason)
        else:
            self._state.saving.conflict = LockConflict(path, holder_text(found), found.here)

    def _enter(self, opened: OpenedProject) -> None:
        """Leave the present project for one that was read."""
        ahead = self._edits.release()
        self._saving.detach(keep=opened.lock)
        self._show(opened)
        with self._edits.step(tr("Chosen while it was opened")):
            set_values(self._state, [(*key, value) for key, value in ahead.items()])
        then, self._then = self._then, _nothing
        then()

    def _show(self, opened: OpenedProject) -> None:
        project, document = opened.project, self._state.document
        self._takes.clear()
        self.reset_values()
        with self._edits.untracked():
            self._state.material.seed = project.manifest.seed
            set_values(self._state, [(*key, value) for key, value in opened.values.items()])
            gone = [name for name in document.deleted_takes if name not in opened.takes]
            document.deleted_takes = tuple(
                name for name in document.deleted_takes if name not in gone
            )
        shown = document.active_take
        document.physics = project.physics
        document.novelty = project.manifest.novelty
        document.size_m = project.size_m
        document.view_azimuth_deg = project.scene.view_azimuth_deg
        self._state.scene.base = project.scene
        elevation = project.manifest.elevation_deg
        document.view_elevation_deg = 15.0 if elevation is None else elevation
        document.photo = project.photo_path
        document.project = project.path
        if ("viewport", "antialiased") not in opened.values:
            self._state.viewport.antialiased = project.manifest.antialiased
        if ("viewport", "camera") in opened.values:
            self._takes.keep_view()
        if self._state.viewport.stage not in STAGES:
            self._state.viewport.stage = self._preferences.value.stage
        self._preferences.add_recent(project.path)
        self._saving.attach(opened)
        self._takes.list_takes(opened.takes, shown=shown)
        self._tell(opened)

    def _tell(self, opened: OpenedProject) -> None:
        for warning in (*opened.project.manifest.warnings, *opened.faults):
            self._state.notices.post("warning", warning)
        if opened.missing:
            self._state.saving.missing = MissingFiles(opened.project.path, opened.missing)

    def _open_saved(self, source: Path, made: Path, position: int) -> None:
        """Go on with a copy of a project.

        Args:
            source: The project.
            made: The copy.
            position: Position of the history that it holds.
        """
        fields = document_fields(self._state)

        def answer(opened: OpenedProject | LockHolder | None, reason: str) -> None:
            self._state.saving.busy = False
            if not isinstance(opened, OpenedProject):
                text = tr("The project was not saved: {reason}", reason=reason)
                self._state.notices.post("error", text)
                return
            saved = tr("Saved as {name}.", name=made.name)
            self._state.notices.post("success", saved, reveal=made)
            if self._state.document.project == source:
                self._go_on_with(opened, position)
            else:
                _give_back(opened)

        self._files.submit(lambda: open_for_editing(made, fields), answer)

    def _go_on_with(self, opened: OpenedProject, position: int) -> None:
        """The copy takes the place of the project; the history goes on."""
        self._takes.stop_all_growing()
        self._saving.move_to(opened, position)
        document = self._state.document
        document.photo = opened.project.photo_path
        document.project = opened.project.path
        self._preferences.add_recent(opened.project.path)
        self._takes.refresh(document.active_take)

    def _end_conflict(self) -> LockConflict | None:
        conflict, self._state.saving.conflict = self._state.saving.conflict, None
        return conflict


def _give_back(opened: OpenedProject) -> None:
    """Let others open a project that is not opened here after all."""
    if opened.lock is not None:
        opened.lock.release()


def holder_text(holder: LockHolder) -> str:
    """Who has a project open, in words."""
    if holder.here:
        return tr("another window on this computer (process {pid})", pid=holder.pid)
    if holder.user:
        return tr("{user} on {host}", user=holder.user, host=holder.host)
    return tr("a window on {host}", host=holder.host)


def free_copy_path(folder: Path, stem: str) -> Path:
    """Path of a copy that does not exist yet: "NAME copy", "NAME copy 2" and so on."""
    path, number = folder / f"{stem} copy.p4d", 2
    while path.exists():
        path, number = folder / f"{stem} copy {number}.p4d", number + 1
    return path
