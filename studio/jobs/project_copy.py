"""Copies a project folder, with the work that is not saved yet."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from render.errors import InputError
from render.progress import ProgressCallback, ignore_progress
from sim.project import PROJECT_SUFFIX, TAKES_NAME, finish_commit
from studio.jobs.durable_file import replace_durably
from studio.jobs.project_archive import project_files
from studio.state.document_file import DOCUMENT_NAME

_CHUNK_BYTES = 2**22


def copy_project(
    source: Path,
    target: Path,
    *,
    document: str = "",
    without_takes: Sequence[str] = (),
    progress: ProgressCallback = ignore_progress,
) -> Path:
    """Copy a project folder; the copy appears under its name only when it is complete.

    Args:
        source: Folder of the project.
        target: Folder to make.
        document: Text of `studio.json` for the copy; empty copies the one that is there.
        without_takes: Takes that are deleted and stay behind.
        progress: Told how far it is; nothing is left when it raises.

    Raises:
        InputError: If something with that name exists, or the name is no project's.
    """
    if target.suffix != PROJECT_SUFFIX:
        raise InputError(f"{target.name!r} must end in {PROJECT_SUFFIX}")
    if target.exists():
        raise InputError(f"{target} exists already; choose another name")
    finish_commit(source)
    files = list(project_files(source, tuple(f"{TAKES_NAME}/{name}" for name in without_takes)))
    total = max(sum(path.stat().st_size for path in files), 1)
    temporary = target.with_name(f".{target.name}.part")
    shutil.rmtree(temporary, ignore_errors=True)
    done = 0

    def count(byte_count: int) -> None:
        nonlocal done
        done += byte_count
        progress("Copying", min(done / total, 1.0))

    try:
        (temporary / TAKES_NAME).mkdir(parents=True)
        for path in files:
            _copy_file(path, temporary / path.relative_to(source), count)
        if document:
            replace_durably(temporary / DOCUMENT_NAME, document)
        temporary.rename(target)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    return target


def _copy_file(source: Path, target: Path, count: Callable[[int], None]) -> None:
    """Copy a file with its times in pieces; `count` is told the bytes of each."""
    target.parent.mkdir(parents=True, exist_ok=True)
    count(0)
    with source.open("rb") as reader, target.open("wb") as writer:
        while chunk := reader.read(_CHUNK_BYTES):
            writer.write(chunk)
            count(len(chunk))
    shutil.copystat(source, target)
