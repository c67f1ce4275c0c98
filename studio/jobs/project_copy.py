"""Copies a project folder, with the work that is not saved yet."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from render.errors import InputError
from sim.project import PROJECT_SUFFIX, TAKES_NAME, finish_commit
from studio.jobs.durable_file import replace_durably
from studio.jobs.project_archive import is_private
from studio.state.document_file import DOCUMENT_NAME


def copy_project(
    source: Path, target: Path, *, document: str = "", without_takes: Sequence[str] = ()
) -> Path:
    """Copy a project folder; the copy appears under its name only when it is complete.

    Args:
        source: Folder of the project.
        target: Folder to make.
        document: Text of `studio.json` for the copy; empty copies the one that is there.
        without_takes: Takes that are deleted and stay behind.

    Raises:
        InputError: If something with that name exists, or the name is no project's.
    """
    if target.suffix != PROJECT_SUFFIX:
        raise InputError(f"{target.name!r} must end in {PROJECT_SUFFIX}")
    if target.exists():
        raise InputError(f"{target} exists already; choose another name")
    finish_commit(source)
    temporary = target.with_name(f".{target.name}.part")
    shutil.rmtree(temporary, ignore_errors=True)

    def skip(folder: str, names: list[str]) -> set[str]:
        if Path(folder) == source:
            return {name for name in names if is_private(name)}
        return set(without_takes) if Path(folder) == source / TAKES_NAME else set()

    try:
        shutil.copytree(source, temporary, ignore=skip)
        if document:
            replace_durably(temporary / DOCUMENT_NAME, document)
        temporary.rename(target)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    return target
