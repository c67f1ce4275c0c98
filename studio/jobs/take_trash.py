"""Removes takes that were deleted, once that can no longer be undone."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from sim.project import TAKES_NAME, is_take_name

TRASH_NAME = ".trash"


def empty_trash(project: Path, takes: Iterable[str]) -> None:
    """Remove takes for good; one that is in use stays until the next time.

    Args:
        project: Folder of the project.
        takes: Names of the takes that were deleted when the project was saved.
    """
    trash = project / TRASH_NAME
    for name in filter(is_take_name, takes):
        folder = project / TAKES_NAME / name
        if folder.is_dir():
            trash.mkdir(exist_ok=True)
            _move(folder, trash / name)
    shutil.rmtree(trash, ignore_errors=True)


def _move(folder: Path, target: Path) -> None:
    """Out of the list of takes at once: a removal that is cut off leaves no half of a take."""
    shutil.rmtree(target, ignore_errors=True)
    try:
        folder.rename(target)
    except OSError:
        return
