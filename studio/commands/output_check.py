"""Outputs are checked before minutes of work, not after."""

from __future__ import annotations

import os
import shutil
import uuid
from pathlib import Path

from render.errors import InputError

MIN_FREE_BYTES = 16 * 1024**2
"""Space that must be free where something is written [bytes]."""


def check_output_file(path: Path, *, suffixes: tuple[str, ...] = ()) -> None:
    """Reject a file that cannot be written.

    Args:
        path: File that a command will write.
        suffixes: Allowed endings, in lower case with the dot; empty allows all.

    Raises:
        InputError: With the path and the remedy.
    """
    if suffixes and path.suffix.lower() not in suffixes:
        found = path.suffix or "no ending"
        raise InputError(f"{path} has {found}; name a file that ends in {' or '.join(suffixes)}")
    if path.is_dir():
        raise InputError(f"{path} is a folder; name a file in it")
    if path.exists() and not os.access(path, os.W_OK):
        raise InputError(f"{path} is write-protected; change its permissions or choose another")
    check_output_folder(path.parent)


def check_output_folder(folder: Path) -> None:
    """Reject a folder in which nothing can be written, or whose disk is full.

    Raises:
        InputError: With the path and the remedy.
    """
    if not folder.exists():
        raise InputError(f"folder {folder} does not exist; create it first")
    if not folder.is_dir():
        raise InputError(f"{folder} is a file, not a folder; check the path")
    probe = folder / f".phys4d-{uuid.uuid4().hex[:8]}"
    try:
        probe.touch()
        probe.unlink()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InputError(f"cannot write in {folder} ({reason}); choose another folder") from None
    free = shutil.disk_usage(folder).free
    if free < MIN_FREE_BYTES:
        raise InputError(
            f"the disk of {folder} has {free / 1e6:.1f} MB left, at least "
            f"{MIN_FREE_BYTES / 1e6:.0f} MB are needed; free some space"
        )


def check_project_output(path: Path) -> None:
    """Reject a project folder that cannot be made or written.

    Raises:
        InputError: With the path and the remedy.
    """
    from sim.project import check_project_path

    check_project_path(path)
    check_output_folder(path if path.is_dir() else path.parent)
