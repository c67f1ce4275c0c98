"""Frozen inputs of the jobs that pack a project to one file and unpack it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ShareRequest:
    """Pack a whole project in one zip file."""

    project: Path
    """Folder of the project."""
    out: Path
    """Zip file to write."""
    document: str = ""
    """Text of `studio.json` with work that is not saved; empty packs the one that is there."""
    left_out: tuple[str, ...] = ()
    """Paths inside the project that stay behind, such as deleted takes."""


@dataclass(frozen=True, slots=True)
class UnpackRequest:
    """Unpack a shared project."""

    archive: Path
    """Zip file."""
    project: Path
    """Folder `NAME.p4d` to make."""
