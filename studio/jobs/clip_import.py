"""Moving splats of other programs as a take of a project, new or existing."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

from render.clips.clip import Clip, is_antialiased
from render.clips.registry import is_clip_path, read_clip
from render.errors import InputError
from render.formats.registry import is_splat_path
from render.gaussians import GaussianCloud
from render.progress import ProgressCallback
from sim.imported_take import write_imported_take
from sim.project import Project, check_project_path, is_project
from sim.project_manifest import ProjectManifest, check_size
from sim.splat_object import longest_side, sized
from studio.jobs.requests import ImportRequest
from studio.jobs.splat_import import import_splats

TAKE_PREFIX = "import"


class ImportedClip(NamedTuple):
    """What became of a clip."""

    project: Project
    take_name: str
    notes: tuple[str, ...]
    """What the user should know of the clip, and what a take cannot hold."""


class ScaledClip:
    """A clip whose frames are scaled about the origin.

    Args:
        clip: What to scale.
        factor: Positive factor.
    """

    def __init__(self, clip: Clip, factor: float) -> None:
        self._clip = clip
        self._factor = factor
        self.antialiased = is_antialiased(clip)

    @property
    def frame_count(self) -> int:
        """Frames T."""
        return self._clip.frame_count

    @property
    def frame_dt_s(self) -> float:
        """Time between two frames [s]."""
        return self._clip.frame_dt_s

    def frame(self, index: int) -> GaussianCloud:
        """Cloud of one frame, world [m]."""
        return self._clip.frame(index).scaled(self._factor)


def import_file(request: ImportRequest, progress: ProgressCallback) -> Project:
    """Make a project of a splat file, with a take of its motion if that is wanted and there is any.

    Raises:
        InputError: If file, axis, size or project path cannot be used.
    """
    source = request.cloud
    if request.moving and is_clip_path(source):
        clip = read_clip(source, progress=progress)
        if clip.frame_count > 1 or not is_splat_path(source):
            return import_clip(source, clip, request.project, progress=progress).project
    return import_splats(request, progress)


def import_clip(
    source: Path,
    clip: Clip,
    project_path: Path,
    *,
    size_m: float | None = None,
    progress: ProgressCallback,
) -> ImportedClip:
    """Write a clip as a take of a project, which is made of its first frame where there is none.

    Args:
        source: File or folder that the clip was read from, for provenance.
        clip: Moving Gaussians, world [m], Z up.
        project_path: Folder `NAME.p4d`; an existing project gets one more take.
        size_m: Longest side of the first frame afterwards [m]; None keeps the clip's metres.
        progress: Told the share done; may cancel, and then neither take nor new project is left.

    Raises:
        InputError: If the clip is empty or cannot be a take, or the project path cannot be used.
    """
    check_project_path(project_path)
    notes = tuple(getattr(clip, "notes", ()))
    if not clip.frame(0).gaussian_count:
        raise InputError(f"{source} holds no Gaussians; choose another file")
    if size_m is not None:
        check_size(size_m)
        clip = ScaledClip(clip, size_m / longest_side(clip.frame(0)))
    is_new = not is_project(project_path)
    project = _made_of(source, clip, project_path) if is_new else Project.open(project_path)
    name = project.next_take_name(TAKE_PREFIX)
    try:
        take = write_imported_take(
            project.take_path(name), clip, origin=source.name, notes=notes, progress=progress
        )
    except BaseException:
        if is_new:
            shutil.rmtree(project_path, ignore_errors=True)
        raise
    return ImportedClip(project, name, take.provenance.notes[1:])


def _made_of(source: Path, clip: Clip, path: Path) -> Project:
    """A project whose object is the first frame, centred."""
    first = clip.frame(0)
    size_m = longest_side(first)
    antialiased = is_antialiased(clip)
    manifest = ProjectManifest(size_m=size_m, source=source.name, antialiased=antialiased)
    return Project.create(path, manifest, sized(first, size_m))
