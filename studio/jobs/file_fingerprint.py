"""Knows files of a project again after they were moved or renamed."""

from __future__ import annotations

import hashlib
from pathlib import Path

from sim.project import CLOUD_NAME, MASK_NAME, PHOTO_NAME, TAKES_NAME
from sim.take_layout import HEADER_FILE
from studio.state.document_file import StoredFile

_ENDS_BYTES = 65_536


def fingerprint(path: Path) -> str:
    """Hash of length, beginning and end of a file; quick for files of any length.

    Raises:
        OSError: If the file cannot be read.
    """
    digest = hashlib.sha256()
    with path.open("rb") as file:
        digest.update(file.read(_ENDS_BYTES))
        size = file.seek(0, 2)
        file.seek(max(size - _ENDS_BYTES, 0))
        digest.update(file.read(_ENDS_BYTES))
    digest.update(str(size).encode())
    return digest.hexdigest()


def stored_files(project: Path) -> tuple[StoredFile, ...]:
    """What is in a project now: pictures, cloud and takes; unreadable ones are left out."""
    found = [describe(project / name, name) for name in (PHOTO_NAME, MASK_NAME, CLOUD_NAME)]
    takes = project / TAKES_NAME
    if takes.is_dir():
        found += [
            describe(child, f"{TAKES_NAME}/{child.name}")
            for child in sorted(takes.iterdir())
            if child.is_dir()
        ]
    return tuple(file for file in found if file is not None)


def describe(path: Path, name: str) -> StoredFile | None:
    """A file, or a take by its header; None when there is none.

    Args:
        path: File, or folder of a take.
        name: Its path inside the project.
    """
    file = path / HEADER_FILE if path.is_dir() else path
    try:
        return StoredFile(name, file.stat().st_size, fingerprint(file))
    except OSError:
        return None
