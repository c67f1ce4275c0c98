"""`RecordedProject`: the open project whose edits are written down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from studio.jobs.document_store import DocumentStore
from studio.jobs.project_lock import ProjectLock
from studio.jobs.project_opening import LostWork
from studio.state.document_fields import Values
from studio.state.document_file import StoredDocument


def nothing() -> None:
    """What follows when nobody waits for it."""


def ignore(_folder: Path | None, _reason: str) -> None:
    """Nothing follows."""


@dataclass(slots=True)
class RecordedProject:
    """The project whose edits are recorded."""

    store: DocumentStore
    lock: ProjectLock
    stored: StoredDocument
    saved: Values
    """Values that `studio.json` holds."""
    lost: LostWork | None
    number: int
    """Highest number of any record."""
    after: int
    """Number that the next record builds on."""


@dataclass(frozen=True, slots=True)
class PendingSave:
    """A save that the store has not answered yet."""

    values: Values
    """What it writes."""
    then: Callable[[], None]
    """Called when it is written."""
    failed: Callable[[], None]
    """Called when it is not, or when the project is left before."""
