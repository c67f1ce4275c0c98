"""Objects of a sweep: copied or imported into its folder, the originals stay as they are."""

from __future__ import annotations

import hashlib
import os
import shutil
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from render.errors import InputError
from render.formats.registry import is_splat_path
from render.progress import ignore_progress
from sim.project import (
    CLOUD_NAME,
    MANIFEST_NAME,
    PICTURES,
    PROJECT_SUFFIX,
    TAKES_NAME,
    Project,
    is_project,
)
from sim.sweep.config import SweepObject
from studio.jobs.requests import ImportRequest
from studio.jobs.splat_import import import_splats

OBJECTS_FOLDER = "objects"
DEFAULT_SIZE_M = 0.5


class SourceObject(NamedTuple):
    """An object as it lies outside of the sweep's folder."""

    name: str
    """Name in the sweep; all differ."""
    path: Path
    """Project or splat file."""
    entry: SweepObject
    """What the config says of it."""

    @property
    def is_project(self) -> bool:
        """Whether it is a project, which may have a prediction."""
        return is_project(self.path)

    def digest(self) -> str:
        """Hexadecimal digits that change with its content."""
        content = hashlib.sha256()
        names = (MANIFEST_NAME, CLOUD_NAME)
        for file in [self.path / name for name in names] if self.is_project else [self.path]:
            content.update(file.read_bytes())
        return content.hexdigest()


def named_objects(objects: Sequence[tuple[Path, SweepObject]]) -> Iterator[SourceObject]:
    """Objects with names that differ: that of the file, with a number where it is taken.

    Raises:
        InputError: If one is neither a project nor a splat file.
    """
    taken: set[str] = set()
    for path, entry in objects:
        if not is_project(path) and not is_splat_path(path):
            raise InputError(f"the object {path} is neither a project nor a splat file")
        if is_project(path) and (entry.size_m is not None or entry.up is not None):
            raise InputError(f"{path} is a project, which keeps its size and axes; leave them out")
        name, number = path.stem, 1
        while name in taken:
            number += 1
            name = f"{path.stem}-{number}"
        taken.add(name)
        yield SourceObject(name, path, entry)


def project_path(source: SourceObject, folder: Path) -> Path:
    """Folder of the object's project in the sweep's folder, whether it is there or not."""
    return folder / OBJECTS_FOLDER / f"{source.name}{PROJECT_SUFFIX}"


def prepared_object(source: SourceObject, folder: Path) -> Path:
    """The object's project in the sweep's folder, made where it is not there yet.

    Args:
        source: The object.
        folder: Folder of the sweep.

    Raises:
        InputError: If it cannot be read, or the copy cannot be written.
    """
    target = project_path(source, folder)
    if is_project(target):
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    if not source.is_project:
        size = DEFAULT_SIZE_M if source.entry.size_m is None else source.entry.size_m
        request = ImportRequest(source.path, target, size_m=size, up=source.entry.up)
        return import_splats(request, ignore_progress).path
    part = target.with_name(f".{target.stem}.{uuid.uuid4().hex[:8]}.part")
    try:
        _copy_project(Project.open(source.path), part)
        os.replace(part, target)
    except OSError as error:
        raise InputError(f"{source.path} cannot be copied to {target}: {error}") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return target


def _copy_project(project: Project, part: Path) -> None:
    """What a project holds beside its takes."""
    (part / TAKES_NAME).mkdir(parents=True)
    for name in (MANIFEST_NAME, CLOUD_NAME, *PICTURES):
        if (project.path / name).is_file():
            shutil.copyfile(project.path / name, part / name)
