"""`DocumentStore`: writes journal, sidecar and `studio.json` of one project in a thread, in order.

A finished edit is on the disk a moment after it was handed over; nothing here ever makes the
caller wait. When the disk is full or read-only the records stay in memory and are tried again.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from studio.jobs.durable_file import append_durably, replace_durably
from studio.jobs.faults import describe_fault
from studio.jobs.file_fingerprint import stored_files
from studio.jobs.journal_file import JournalRecord, record_line
from studio.jobs.project_lock import ProjectLock
from studio.jobs.stored_edit import store_edit
from studio.state.document_fields import DocumentField, Values
from studio.state.document_file import (
    AUTOSAVE_NAME,
    DOCUMENT_NAME,
    JOURNAL_NAME,
    EditNote,
    StoredDocument,
    document_text,
)
from studio.state.document_values import plain_parts, plain_value

_log = logging.getLogger(__name__)
RETRY_S = 2.0
"""How soon writing is tried again after it failed."""
DISCARDED_SUFFIX = ".discarded"
"""Ending of a journal that was given up; the next one replaces it."""
CLOSE_S = 10.0
"""How long closing waits for the last writes."""

Change = tuple[DocumentField, object]
"""A field and its new value."""


@dataclass(frozen=True, slots=True)
class Append:
    """A finished edit on its way to the journal."""

    number: int
    after: int
    label: str
    time_s: float
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Compact:
    """All values on their way to the sidecar."""

    number: int
    values: Values
    edits: tuple[EditNote, ...]


@dataclass(frozen=True, slots=True)
class Save:
    """All values on their way to `studio.json`."""

    number: int
    values: Values


@dataclass(frozen=True, slots=True)
class GiveUp:
    """Unsaved work on its way out: it is kept aside until the next time."""


@dataclass(frozen=True, slots=True)
class Saved:
    """The project is saved."""

    number: int
    """Last record that it contains."""


@dataclass(frozen=True, slots=True)
class SaveFailed:
    """The project was not saved; the old file stays."""

    reason: str


@dataclass(frozen=True, slots=True)
class RecordingFailed:
    """Edits cannot be written for now; they are kept in memory."""

    reason: str


@dataclass(frozen=True, slots=True)
class RecordingWorks:
    """Edits that could not be written are on the disk now."""


@dataclass(frozen=True, slots=True)
class LockLost:
    """Another window has taken the project over; nothing is written any more."""


StoreEvent = Saved | SaveFailed | RecordingFailed | RecordingWorks | LockLost
Writer = Callable[[Path, str], None]
Task = Append | Compact | Save | GiveUp


class DocumentStore:
    """One thread for one project. Poll it from the window's timer."""

    def __init__(
        self,
        lock: ProjectLock,
        fields: Sequence[DocumentField],
        base: StoredDocument,
        *,
        append: Writer = append_durably,
        write: Writer = replace_durably,
    ) -> None:
        """Start the thread.

        Args:
            lock: Held lock of the project; nothing is written once another window has it.
            fields: Fields that belong to the document.
            base: What `studio.json` holds now; unknown values of it are written again.
            append: Appends to the journal.
            write: Replaces a file.
        """
        self._lock = lock
        self._folder = lock.folder
        self._fields = tuple(fields)
        self._base = base
        self._append_text = append
        self._write_text = write
        self._tasks: queue.SimpleQueue[Task | None] = queue.SimpleQueue()
        self._events: queue.SimpleQueue[StoreEvent] = queue.SimpleQueue()
        self._unwritten: list[Append] = []
        self._failing = False
        self._lost = False
        self._thread = threading.Thread(target=self._run, name="document-store", daemon=True)
        self._thread.start()

    @property
    def folder(self) -> Path:
        """Folder of the project."""
        return self._folder

    def put(self, task: Task) -> None:
        """Hand something over; tasks are done in order. `Saved` or `SaveFailed` follows a save."""
        self._tasks.put(task)

    def poll(self) -> list[StoreEvent]:
        """What has happened since the last call; never blocks."""
        events = []
        while not self._events.empty():
            events.append(self._events.get_nowait())
        return events

    def close(self) -> None:
        """Write what waits and end the thread; gives up after `CLOSE_S`."""
        self._tasks.put(None)
        self._thread.join(CLOSE_S)

    def _run(self) -> None:
        while True:
            try:
                task = self._tasks.get(timeout=RETRY_S if self._unwritten else None)
            except queue.Empty:
                self._write_records()
                continue
            if task is None:
                self._write_records()
                return
            if self._lost or not self._still_ours():
                continue
            self._do(task)

    def _do(self, task: Task) -> None:
        if isinstance(task, Append):
            self._unwritten.append(task)
            if self._tasks.empty():
                self._write_records()
        elif isinstance(task, GiveUp):
            self._write_records()
            self._unwritten.clear()
            forget_unsaved(self._folder, keep_as=DISCARDED_SUFFIX)
        else:
            self._write_records()
            if isinstance(task, Compact):
                self._compact(task)
            else:
                self._save(task)

    def _still_ours(self) -> bool:
        if not self._lock.held:
            self._lost = True
            self._unwritten.clear()
            self._events.put(LockLost())
        return not self._lost

    def _write_records(self) -> None:
        if not self._unwritten:
            return
        try:
            text = "".join(record_line(self._plain(record)) for record in self._unwritten)
            self._append_text(self._folder / JOURNAL_NAME, text)
        except Exception as error:  # noqa: BLE001 - the thread must live to write the next ones
            self._fail(error)
            return
        self._unwritten.clear()
        self._work()

    def _compact(self, task: Compact) -> None:
        try:
            sidecar = StoredDocument(
                number=task.number,
                saved_s=time.time(),
                parts=plain_parts(self._fields, task.values),
                edits=task.edits,
            )
            self._write_text(self._folder / AUTOSAVE_NAME, document_text(sidecar))
            self._unwritten.clear()
            (self._folder / JOURNAL_NAME).unlink(missing_ok=True)
        except Exception as error:  # noqa: BLE001 - as above
            self._fail(error)
            return
        self._work()

    def _save(self, task: Save) -> None:
        try:
            store_edit(self._folder, task.values)
            stored = replace(
                self._base,
                number=task.number,
                saved_s=time.time(),
                parts=self._base.with_parts(plain_parts(self._fields, task.values)),
                files=stored_files(self._folder),
            )
            self._write_text(self._folder / DOCUMENT_NAME, document_text(stored))
        except Exception as error:  # noqa: BLE001 - as above
            self._events.put(SaveFailed(_reason(error)))
            return
        self._base = stored
        self._unwritten.clear()
        forget_unsaved(self._folder)
        self._work()
        self._events.put(Saved(task.number))

    def _plain(self, record: Append) -> JournalRecord:
        changes = tuple(
            (field.part, field.name, plain_value(field, value)) for field, value in record.changes
        )
        return JournalRecord(record.number, record.after, record.time_s, record.label, changes)

    def _fail(self, error: Exception) -> None:
        if not self._failing:
            self._failing = True
            self._events.put(RecordingFailed(_reason(error)))

    def _work(self) -> None:
        if self._failing:
            self._failing = False
            self._events.put(RecordingWorks())


def _reason(error: Exception) -> str:
    known = describe_fault(error)
    if known is None:
        _log.error("the document cannot be written", exc_info=error)
    return known or f"{type(error).__name__}: {' '.join(str(error).split())}"


def forget_unsaved(folder: Path, *, keep_as: str = "") -> None:
    """Remove journal and sidecar of a project, because they were saved or given up.

    Args:
        folder: Folder of the project.
        keep_as: Ending under which they are kept; empty removes them.
    """
    for name in (JOURNAL_NAME, AUTOSAVE_NAME):
        path = folder / name
        try:
            if keep_as and path.exists():
                path.replace(path.with_name(name + keep_as))
            else:
                path.unlink(missing_ok=True)
        except OSError as error:  # what stays is in no chain from the saved state
            _log.warning("%s was not removed: %s", path, error)
