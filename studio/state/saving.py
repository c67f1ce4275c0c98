"""How the open project stands on the disk, and what the user is asked about it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Literal

from psygnal import SignalGroupDescriptor

from studio.state.document_file import EditNote, StoredFile

LeaveReason = Literal["close", "open", "quit"]
Recording = Literal["none", "works", "failing"]


@dataclass(frozen=True, slots=True)
class RecoveryOffer:
    """Work that a window lost when it ended without being closed."""

    project: Path
    """Folder of the project."""
    edits: tuple[EditNote, ...]
    """What was done since the project was saved, oldest first."""
    photo: Path | None = None
    """Photo of the project, or picture of its splats; None while there is neither."""
    failed_before: bool = False
    """Whether restoring it was begun before and never finished."""


@dataclass(frozen=True, slots=True)
class LockConflict:
    """Another window has the project open."""

    project: Path
    """Folder of the project."""
    holder: str
    """Who has it open, in words."""
    here: bool
    """Whether it is a window on this machine."""


@dataclass(frozen=True, slots=True)
class MissingFiles:
    """Files of the project that are not where they belong."""

    project: Path
    """Folder of the project."""
    files: tuple[StoredFile, ...]
    """What is missing."""
    searched: Path | None = None
    """Folder that was searched without finding all of them."""
    searching: bool = False
    """True while a folder is searched."""


@dataclass(frozen=True, slots=True)
class CleanOffer:
    """Deleted Gaussians that are about to leave the project's file for good."""

    project: Path
    """Folder of the project."""
    count: int
    """How many they are."""
    of: int
    """How many Gaussians the file has."""


@dataclass
class SavingState:
    """Saving intent; every field is an event."""

    events: ClassVar[SignalGroupDescriptor] = SignalGroupDescriptor()

    recording: Recording = "none"
    """Whether finished edits reach the disk; "none" without a project that can be written."""
    read_only: bool = False
    """Whether the project is open without being written."""
    busy: bool = False
    """True while the project is saved, copied or opened."""
    recovery: RecoveryOffer | None = None
    """Work that can be restored."""
    conflict: LockConflict | None = None
    """Another window on the project that was to be opened."""
    missing: MissingFiles | None = None
    """Files to be looked for."""
    cleaning: CleanOffer | None = None
    """Deleted Gaussians that leave the file when the user agrees."""
    leaving: LeaveReason | None = None
    """What waits for the answer whether changes are saved."""
