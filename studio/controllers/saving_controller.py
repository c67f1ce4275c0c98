"""`SavingController`: keeps the open project's edits on the disk: journal, sidecar, saving."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from studio.controllers.edit_controller import Applied, EditController
from studio.controllers.recorded_project import PendingSave, RecordedProject, ignore, nothing
from studio.controllers.saving_notices import (
    tell_lock_lost,
    tell_read_only,
    tell_recording_failed,
    tell_save_failed,
)
from studio.jobs.document_store import (
    Append,
    Compact,
    DocumentStore,
    GiveUp,
    LockLost,
    RecordingFailed,
    RecordingWorks,
    Save,
    Saved,
    SaveFailed,
    StoreEvent,
)
from studio.jobs.file_tasks import Files
from studio.jobs.project_lock import ProjectLock
from studio.jobs.project_opening import OpenedProject, begin_restoring, end_restoring
from studio.jobs.take_trash import empty_trash
from studio.state.document_fields import document_fields, set_values
from studio.state.document_file import EditNote, StoredDocument, document_text
from studio.state.document_values import plain_parts
from studio.state.history import Edit
from studio.state.language import tr
from studio.state.saving import LeaveReason, RecoveryOffer
from studio.state.studio_state import StudioState

COMPACT_S = 30.0
"""How often the journal is compacted into the sidecar."""
NOTE_LIMIT = 200
"""Edits that the sidecar lists."""


class SavingController:
    """Verbs of saving. Poll it from the window's timer; nothing here waits for the disk."""

    def __init__(
        self,
        state: StudioState,
        edits: EditController,
        files: Files,
        *,
        clock: Callable[[], float] = time.monotonic,
        make_store: Callable[..., DocumentStore] = DocumentStore,
    ) -> None:
        """Record the edits of a state.

        Args:
            state: State whose document is kept.
            edits: Tells of finished edits.
            files: Runs what takes time.
            clock: Monotonic time [s].
            make_store: Makes the thread of a project.
        """
        self._state = state
        self._edits = edits
        self._files = files
        self._clock = clock
        self._make_store = make_store
        self._fields = document_fields(state)
        self._open: RecordedProject | None = None
        self._notes: list[tuple[int, EditNote]] = []
        self._compacted_s = 0.0
        self._compacted_number = 0
        self._given_up = False
        self._pending: deque[PendingSave] = deque()
        self._then: Callable[[], None] | None = None
        self._stay: Callable[[], None] = nothing
        edits.finished.connect(self._on_edit_finished)
        edits.moved.connect(self._on_history_moved)

    @property
    def edits(self) -> EditController:
        """Makes the steps that are recorded."""
        return self._edits

    @property
    def folder(self) -> Path | None:
        """Folder of the project that is recorded."""
        return None if self._open is None else self._open.lock.folder

    @property
    def lock(self) -> ProjectLock | None:
        """Lock of that project."""
        return None if self._open is None else self._open.lock

    @property
    def store(self) -> DocumentStore | None:
        """Thread that writes that project."""
        return None if self._open is None else self._open.store

    @property
    def unsaved(self) -> bool:
        """Whether leaving the project would lose something that nobody has given up."""
        return self._state.history.dirty and not self._given_up

    def attach(self, opened: OpenedProject) -> None:
        """Record a project that was just opened; its values are in the state already."""
        self._edits.clear()
        self._start(opened)

    def move_to(self, opened: OpenedProject, position: int) -> None:
        """Go on with a copy of the present project, which holds a position of the history."""
        self._given_up = self._state.history.dirty
        self.detach()
        self._start(opened)
        self._state.history.mark_clean(position)
        if self._open is not None and self._state.history.dirty:
            self._open.number += 1  # what was done while it was copied
            self._open.after = self._open.number
            self._compact(self._open)

    def go_on(self) -> None:
        """The project was not opened anew after all: record it on, in a thread of its own again."""
        opened = self._open
        if opened is None:
            return
        self.poll()
        opened.store = self._make_store(opened.lock, self._fields, opened.stored)
        if opened.number != self._compacted_number:
            self._compact(opened)

    def _start(self, opened: OpenedProject) -> None:
        self._state.saving.read_only = opened.lock is None
        self._state.saving.recording = "none"
        self._edits.guarded, self._given_up = True, False
        self._notes.clear()
        if opened.lock is None:
            return
        store = self._make_store(opened.lock, self._fields, opened.stored)
        after = opened.stored.number if opened.lost is None else opened.lost.number
        saved = self._edits.settled_values()
        self._open = RecordedProject(
            store, opened.lock, opened.stored, saved, opened.lost, opened.last_number, after
        )
        self._compacted_s, self._compacted_number = self._clock(), opened.last_number
        self._state.saving.recording = "works"
        if opened.lost is not None:
            self._state.saving.recovery = RecoveryOffer(
                opened.lock.folder,
                opened.lost.edits,
                opened.project.picture_path,
                opened.lost.failed_before,
            )

    def detach(self, *, keep: ProjectLock | None = None) -> None:
        """End the recording of the project that is left; what was saved or given up is final.

        Args:
            keep: Lock that goes on to serve.
        """
        opened, self._open = self._open, None
        saving = self._state.saving
        self._stop_waiting()
        saving.recording, saving.recovery, saving.missing = "none", None, None
        saving.cleaning = None
        self._edits.guarded = False
        if opened is None:
            return
        if self._given_up:
            opened.store.put(GiveUp())
        elif not self._state.history.dirty and opened.lost is None:
            self._remember(opened)
        deleted = opened.saved.get(("document", "deleted_takes"), ())
        folder, lost = opened.lock.folder, opened.lost

        def finish() -> Path:
            opened.store.close()
            if lost is None:
                empty_trash(folder, deleted)
            if opened.lock is not keep:
                opened.lock.release()
            return folder

        self._files.submit(finish, ignore, must_run=True)

    def save(
        self, then: Callable[[], None] = nothing, *, failed: Callable[[], None] = nothing
    ) -> None:
        """Save the project.

        Args:
            then: Called when it is saved.
            failed: Called when it is not.
        """
        self._edits.commit()
        opened, saving = self._open, self._state.saving
        if saving.read_only:
            tell_read_only(self._state.notices)
            failed()
            return
        if opened is None or saving.recovery is not None:
            failed()
            return
        saving.busy = True
        values = self._edits.settled_values()
        self._pending.append(PendingSave(values, then, failed))
        self._state.history.mark_clean()
        opened.store.put(Save(opened.number, values))

    def document_text(self) -> str:
        """What `studio.json` would hold if the project were saved now."""
        base = StoredDocument() if self._open is None else self._open.stored
        parts = plain_parts(self._fields, self._edits.settled_values())
        number = 0 if self._open is None else self._open.number
        return document_text(replace(base, number=number, parts=base.with_parts(parts)))

    def leave(
        self,
        reason: LeaveReason,
        then: Callable[[], None],
        *,
        stay: Callable[[], None] = nothing,
    ) -> None:
        """Do `then`, once the user has said what happens to unsaved changes.

        Args:
            reason: Why the project is left.
            then: What follows.
            stay: Called instead when the user stays, or leaves for something else.
        """
        self._edits.commit()
        self._stay()
        if not self.unsaved:
            self._stay = nothing
            then()
            return
        self._then, self._stay = then, stay
        self._state.saving.leaving = reason

    def answer_leaving(self, answer: str) -> None:
        """Answer whether changes are saved: "save", "discard" or "cancel"."""
        then, self._then = self._then, None
        stay, self._stay = self._stay, nothing
        self._state.saving.leaving = None
        if then is None or answer == "cancel":
            stay()
            return
        if answer == "save":
            self.save(then, failed=stay)
            return
        self.give_up()
        then()

    def give_up(self) -> None:
        """Leave without asking what becomes of unsaved changes: they are not wanted."""
        self._given_up = True

    def stay(self, put_back: Callable[[], None]) -> None:
        """Go on with the project after all; what was given up is kept again.

        Args:
            put_back: Puts the state back as it was; that is no edit.
        """
        with self._edits.untracked():
            put_back()
        self._given_up = False

    def restore(self) -> None:
        """Take lost work back, as one step that can be undone."""
        opened = self._open
        self._state.saving.recovery = None
        if opened is None or opened.lost is None:
            return
        lost, opened.lost = opened.lost, None
        folder = opened.lock.folder

        def apply(_folder: Path | None, _reason: str) -> None:
            if self._open is not opened:
                return
            with self._edits.step(tr("Restore unsaved work")):
                set_values(self._state, [(*key, value) for key, value in lost.values.items()])
            self._edits.moved.emit(tr("Restore unsaved work"), [])
            self._files.submit(lambda: end_restoring(folder), ignore)

        self._files.submit(lambda: begin_restoring(folder), apply)

    def discard_lost(self) -> None:
        """Give lost work up; its journal is kept aside until the next time."""
        opened = self._open
        self._state.saving.recovery = None
        if opened is None or opened.lost is None:
            return
        opened.lost = None
        opened.after = opened.stored.number
        opened.store.put(GiveUp())
        folder = opened.lock.folder
        self._files.submit(lambda: end_restoring(folder), ignore)

    def poll(self) -> None:
        """Take what the thread tells, and compact now and then; never blocks."""
        opened = self._open
        if opened is None:
            return
        for event in opened.store.poll():
            self._take(event)
        if self._clock() - self._compacted_s >= COMPACT_S:
            self._compact(opened)

    def _on_edit_finished(self, edit: Edit) -> None:
        self._given_up = False
        changes = [(change.part, change.field, change.after) for change in edit.changes]
        self._record(edit.label, edit.time_s, changes)

    def _on_history_moved(self, label: str, applied: Applied) -> None:
        final = {(part, name): value for part, name, value in applied}
        changes = [(part, name, value) for (part, name), value in final.items()]
        self._given_up = False
        if changes:
            self._record(label, time.time(), changes)

    def _record(self, label: str, time_s: float, changes: Sequence[tuple[str, str, Any]]) -> None:
        opened = self._open
        if opened is None or self._state.document.project != opened.lock.folder:
            return
        known = {field.key: field for field in self._fields}
        after, opened.number = opened.after, opened.number + 1
        opened.after = opened.number
        self._notes.append((opened.number, EditNote(label, time_s)))
        pairs = tuple((known[part, name], value) for part, name, value in changes)
        opened.store.put(Append(opened.number, after, label, time_s, pairs))

    def _compact(self, opened: RecordedProject) -> None:
        self._compacted_s = self._clock()
        if opened.number == self._compacted_number or self._state.saving.recovery is not None:
            return
        self._compacted_number = opened.number
        values = self._edits.settled_values()
        notes = tuple(note for _, note in self._notes[-NOTE_LIMIT:])
        opened.store.put(Compact(opened.number, values, notes))

    def _remember(self, opened: RecordedProject) -> None:
        """Where the camera stood is saved in passing; nobody is asked about it."""
        values = self._edits.settled_values()
        if values != opened.saved:
            opened.store.put(Save(opened.number, values))

    def _take(self, event: StoreEvent) -> None:
        if isinstance(event, Saved):
            self._saved(event)
        elif isinstance(event, SaveFailed):
            self._save_failed(event)
        elif isinstance(event, RecordingFailed):
            self._state.saving.recording = "failing"
            tell_recording_failed(self._state.notices, event.reason)
        elif isinstance(event, RecordingWorks):
            self._state.saving.recording = "works"
            self._state.notices.post("success", tr("Your edits are on the disk again."))
        elif isinstance(event, LockLost):
            self._lock_lost()

    def _saved(self, event: Saved) -> None:
        opened, done = self._open, self._next_answered()
        if opened is not None:
            self._notes = [entry for entry in self._notes if entry[0] > event.number]
            opened.stored = replace(opened.stored, number=event.number)
            opened.saved = done.values
            self._compacted_number = max(self._compacted_number, event.number)
        done.then()

    def _save_failed(self, event: SaveFailed) -> None:
        self._state.history.clean = None
        tell_save_failed(self._state.notices, event.reason)
        self._next_answered().failed()

    def _next_answered(self) -> PendingSave:
        """The save that an answer of the store is for: they come in order."""
        answered = self._pending.popleft()
        self._state.saving.busy = bool(self._pending)
        return answered

    def _lock_lost(self) -> None:
        self._state.saving.read_only = True
        self._state.saving.recording = "none"
        tell_lock_lost(self._state.notices)
        self._stop_waiting()

    def _stop_waiting(self) -> None:
        """What should follow saves does not."""
        waiting, self._pending = self._pending, deque()
        for pending in waiting:
            self._state.saving.busy = False
            pending.failed()
