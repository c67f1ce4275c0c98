"""Writes that are on the disk when they return, even if the machine loses power then."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from render.atomic_file import atomic_path


def append_durably(path: Path, text: str) -> None:
    """Append `text` as UTF-8 and wait until the disk has it.

    Raises:
        OSError: If it cannot be written; a part of it may stand at the end of the file.
    """
    created = not path.exists()
    with path.open("ab") as file:
        file.write(text.encode("utf-8"))
        file.flush()
        os.fsync(file.fileno())
    if created:
        _sync_folder(path.parent)


def replace_durably(path: Path, text: str) -> None:
    """Write `text` as UTF-8, all or nothing, and wait until the disk has it.

    Raises:
        OSError: If it cannot be written; the old file stays.
    """
    with atomic_path(path) as temporary, temporary.open("wb") as file:
        file.write(text.encode("utf-8"))
        file.flush()
        os.fsync(file.fileno())
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Make a new name durable where folders can be synced; Windows does it by itself."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
