"""Finds files of a project that were moved away, and brings copies of them back."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from render.atomic_file import atomic_path
from render.errors import InputError
from sim.project import TAKES_NAME
from sim.take_layout import HEADER_FILE
from studio.jobs.file_fingerprint import describe
from studio.state.document_file import StoredFile

SEARCH_LIMIT = 200_000
"""Files and folders that a search looks at before it gives up."""


def relink(
    project: Path,
    missing: Sequence[StoredFile],
    folder: Path,
    *,
    stopped: Callable[[], bool] = lambda: False,
) -> tuple[StoredFile, ...]:
    """Look for missing files in a folder and all below it, and copy them into the project.

    A file counts as found when its content is the one that was saved, whatever its name is now;
    where that is not known, when its name is the same.

    Args:
        project: Folder of the project.
        missing: Files to look for.
        folder: Where to look.
        stopped: Whether the search was cancelled.

    Returns:
        What is still missing.

    Raises:
        InputError: If the folder cannot be searched.
        OSError: If a file that was found cannot be copied.
    """
    if not folder.is_dir():
        raise InputError(f"{folder} is no folder; choose the folder in which the files are now")
    left = list(missing)
    for path in _walk(folder, project):
        for file in [file for file in left if _matches(path, file)]:
            _bring_back(path, project / file.name)
            left.remove(file)
        if not left or stopped():
            break
    return tuple(left)


def _walk(folder: Path, project: Path) -> Iterator[Path]:
    """Files, and folders of takes, below a folder; the project itself is left out."""
    count = 0
    for root, folders, files in os.walk(folder):
        here = Path(root)
        folders[:] = sorted(name for name in folders if here / name != project)
        count += len(folders) + len(files)
        if count > SEARCH_LIMIT:
            return
        if HEADER_FILE in files:
            folders.clear()  # nothing of a take is looked for by itself
            yield here
            continue
        yield from (here / name for name in sorted(files))


def _matches(path: Path, file: StoredFile) -> bool:
    is_take = file.name.startswith(f"{TAKES_NAME}/")
    if is_take != path.is_dir():
        return False
    if not file.fingerprint:
        return path.name == Path(file.name).name
    found = describe(path, file.name) if is_take or path.stat().st_size == file.size else None
    return found == file


def _bring_back(source: Path, target: Path) -> None:
    target.parent.mkdir(exist_ok=True)
    if source.is_dir():
        temporary = target.with_name(f".{target.name}.part")
        shutil.rmtree(temporary, ignore_errors=True)
        shutil.copytree(source, temporary)
        temporary.rename(target)
        return
    with atomic_path(target) as temporary:
        shutil.copyfile(source, temporary)
