"""Reads everything that opening a project needs, off the GUI thread."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from render.errors import InputError
from sim.project import CLOUD_NAME, MASK_NAME, PHOTO_NAME, TAKES_NAME, Project, is_take_name
from studio.jobs.durable_file import replace_durably
from studio.jobs.journal_file import JournalRecord, read_journal
from studio.jobs.project_lock import LockHolder, ProjectLock
from studio.state.document_fields import DocumentField, Values
from studio.state.document_file import (
    AUTOSAVE_NAME,
    DOCUMENT_NAME,
    JOURNAL_NAME,
    EditNote,
    StoredDocument,
    StoredFile,
    parse_document,
)
from studio.state.document_values import read_parts, read_value

_log = logging.getLogger(__name__)
RESTORING_NAME = ".restoring"
"""Marks that restoring lost work was begun; what follows removes it."""


@dataclass(frozen=True, slots=True)
class LostWork:
    """Values that were journaled and never saved."""

    values: Values
    """Values of the fields that were edited."""
    edits: tuple[EditNote, ...]
    """What was done, oldest first."""
    number: int
    """Number of its last record."""
    failed_before: bool
    """Whether restoring it was begun before and never finished."""


@dataclass(frozen=True, slots=True)
class OpenedProject:
    """A project as it was found."""

    project: Project
    """Manifest and folder."""
    takes: tuple[str, ...]
    """Takes on disk, in natural order."""
    stored: StoredDocument
    """What `studio.json` holds."""
    values: Values
    """Its values that could be read."""
    faults: tuple[str, ...]
    """What could not be read, one line each."""
    lost: LostWork | None
    """Work of a window that was not closed."""
    last_number: int
    """Highest number of a record in any file."""
    missing: tuple[StoredFile, ...]
    """Files of the project that are not there."""
    lock: ProjectLock | None
    """Held lock; None for a folder that cannot be written."""


def open_for_editing(
    path: Path,
    fields: Sequence[DocumentField],
    *,
    held: ProjectLock | None = None,
    force: bool = False,
) -> OpenedProject | LockHolder:
    """Lock and read a project.

    Args:
        path: Folder of the project.
        fields: Fields that belong to the document.
        held: Lock of a project that this window has open; it serves again for the same one.
        force: Take the lock over from another window.

    Returns:
        The project, or who else has it open.

    Raises:
        InputError: If it cannot be read.
    """
    project = Project.open(path)
    if held is not None and held.folder == path and held.held:
        return _read(project, fields, held)
    try:
        lock = ProjectLock.acquire(path, force=force)
    except OSError as error:
        _log.info("%s cannot be locked and is opened read-only: %s", path, error)
        return _read(project, fields, None)
    if isinstance(lock, LockHolder):
        return lock
    try:
        return _read(project, fields, lock)
    except BaseException:
        lock.release()
        raise


def open_read_only(path: Path, fields: Sequence[DocumentField]) -> OpenedProject:
    """Read a project that another window may be writing.

    Raises:
        InputError: If it cannot be read.
    """
    return _read(Project.open(path), fields, None)


def begin_restoring(folder: Path) -> Path:
    """Mark that restoring begins, so that a crash in it is known the next time."""
    replace_durably(folder / RESTORING_NAME, "")
    return folder


def end_restoring(folder: Path) -> Path:
    """Remove the mark of `begin_restoring`."""
    (folder / RESTORING_NAME).unlink(missing_ok=True)
    return folder


def _read(
    project: Project, fields: Sequence[DocumentField], lock: ProjectLock | None
) -> OpenedProject:
    folder = project.path
    stored, faults = _read_stored(folder / DOCUMENT_NAME)
    values, bad_values = read_parts(fields, stored.parts)
    lost, last_number = _read_lost(folder, fields, stored)
    return OpenedProject(
        project=project,
        takes=project.takes(),
        stored=stored,
        values=values,
        faults=(*faults, *bad_values),
        lost=lost if lock is not None else None,
        last_number=last_number,
        missing=_missing_files(project, stored, values),
        lock=lock,
    )


def _read_stored(path: Path) -> tuple[StoredDocument, tuple[str, ...]]:
    """Content of a file, and what is wrong with it; a damaged one is kept as NAME.damaged."""
    try:
        return parse_document(path.read_text(encoding="utf-8"), str(path)), ()
    except FileNotFoundError:
        return StoredDocument(), ()
    except InputError:
        raise
    except ValueError as error:
        aside = path.with_name(f"{path.name}.damaged")
        try:
            path.replace(aside)
            kept = f"; it is kept as {aside.name}"
        except OSError:
            kept = ""
        return StoredDocument(), (f"{path.name} is damaged ({error}){kept}",)


def _read_lost(
    folder: Path, fields: Sequence[DocumentField], stored: StoredDocument
) -> tuple[LostWork | None, int]:
    sidecar, _ = _read_stored(folder / AUTOSAVE_NAME)
    newer = sidecar.number > stored.number
    base = sidecar if newer else stored
    records = read_journal(folder / JOURNAL_NAME, after=base.number)
    last = max(stored.number, sidecar.number, records[-1].number if records else 0)
    values = read_parts(fields, sidecar.parts)[0] if newer else {}
    notes = [*(sidecar.edits if newer else ())]
    values |= _record_values(records, fields)
    notes += [EditNote(record.label, record.time_s) for record in records]
    if not newer and not records:
        return None, last
    number = records[-1].number if records else base.number
    return LostWork(values, tuple(notes), number, (folder / RESTORING_NAME).exists()), last


def _record_values(records: Sequence[JournalRecord], fields: Sequence[DocumentField]) -> Values:
    """The last value that each field was given."""
    last = {(part, name): plain for record in records for part, name, plain in record.changes}
    values: Values = {}
    for field in fields:
        if field.key not in last:
            continue
        try:
            values[field.key] = read_value(field, last[field.key])
        except InputError as error:
            _log.warning("a journaled value is left out: %s", error)
    return values


def _missing_files(
    project: Project, stored: StoredDocument, values: Values
) -> tuple[StoredFile, ...]:
    """Files that were there when the project was saved, or that its manifest speaks of."""
    known = {file.name: file for file in stored.files if _belongs(file.name)}
    if project.manifest.mask is not None:
        known.setdefault(PHOTO_NAME, StoredFile(PHOTO_NAME, 0, ""))
    known.setdefault(CLOUD_NAME, StoredFile(CLOUD_NAME, 0, ""))
    deleted = values.get(("document", "deleted_takes"), ())
    gone = {f"{TAKES_NAME}/{name}" for name in deleted}
    return tuple(
        file
        for file in known.values()
        if file.name not in gone and not (project.path / file.name).exists()
    )


def _belongs(name: str) -> bool:
    """Whether a project has files of this name; a shared one may claim anything."""
    folder, _, take = name.partition("/")
    if take:
        return folder == TAKES_NAME and is_take_name(take)
    return name in (PHOTO_NAME, MASK_NAME, CLOUD_NAME)
