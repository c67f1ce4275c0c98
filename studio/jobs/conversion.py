"""From one file of splats, still or moving, to another format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from render.cameras.motion import CameraMotion
from render.clips.clip import Clip, ClipArrays, is_antialiased
from render.clips.ply_sequence import PlySequence, read_ply_sequence
from render.clips.registry import CLIP_FORMATS, clip_format_of, read_clip, write_clip
from render.errors import InputError
from render.formats.axes import WORLD_UP
from render.formats.registry import format_of, is_splat_path, writable_suffixes, write_splats
from render.formats.sog_files import META_NAME
from render.formats.splat_file import SplatFile, as_splat_file
from render.gaussians import GaussianCloud
from render.progress import ProgressCallback
from sim.project import PROJECT_SUFFIX, Project, is_project
from sim.splat_object import DEFAULT_SIZE_M, longest_side, read_splats
from sim.take import Take
from studio.jobs.clip_export import home_camera
from studio.jobs.clip_import import import_clip
from studio.jobs.requests import ImportRequest
from studio.jobs.splat_import import import_splats
from studio.jobs.video_scene import take_scene

STILL_DT_S = 0.04
"""Frame time of a moving file with a single frame [s]."""


class Wishes(NamedTuple):
    """What is to change on the way; None leaves it as it is."""

    up: str | None = None
    """Axis that points up in a splat file."""
    size_m: float | None = None
    """Longest side of a splat file's object afterwards [m]."""
    sh_degree: int | None = None
    """Highest spherical-harmonic degree of still splats."""
    take_name: str | None = None
    """Take of a project; None the last."""
    frame: int | None = None
    """Frame of moving splats that becomes a still file."""
    quality: str = "standard"
    """How much formats of moving splats that round do so: small, standard or high."""


class MovingFacts(NamedTuple):
    """What moving files say beside the clip itself; see `write_clip`."""

    title: str = ""
    camera: CameraMotion | None = None
    antialiased: bool = False
    quality: str = "standard"


class Converted(NamedTuple):
    """What was written."""

    format: str
    """Name of the format for people."""
    frame_count: int
    gaussian_count: int
    up_axis: str | None
    """Axis of a splat file that was taken for up; None for sources that stand in the world."""
    notes: tuple[str, ...]
    """What the user should know of the source, and what was lost."""
    errors: Mapping[str, float]
    """Largest errors by name with their unit, where a format measures them."""


def convert(source: Path, target: Path, wishes: Wishes, progress: ProgressCallback) -> Converted:
    """Write what a splat file, project, take or moving file holds in another format.

    Args:
        source: What to read.
        target: File to write; its ending chooses the format.
        wishes: What is to change on the way.
        progress: Told the share done; it may cancel, and nothing is left then.

    Raises:
        InputError: If the source cannot be read, the target not be written or wishes do not fit.
    """
    if source.resolve() == target.resolve():
        raise InputError(f"{target} is the file to convert; name another output")
    _check_ending(target)
    if wishes.take_name is not None and not is_project(source):
        raise InputError(f"--take is for projects, and {source} is none; leave it out")
    found = _opened(source, wishes, progress)
    if isinstance(found, SplatFile) and wishes.frame is not None:
        raise InputError(f"--frame is for moving splats, and {source} stands still; leave it out")
    if isinstance(found, PlySequence):
        wishes = wishes._replace(up=None)  # it was read with that axis up
    if target.suffix.lower() == PROJECT_SUFFIX:
        return _imported(found, source, target, wishes, progress)
    if not isinstance(found, SplatFile) and wishes.frame is not None and _is_still(target):
        still = as_splat_file(_frame(found, wishes.frame))
        found = replace(still, antialiased=_is_antialiased(source, found))
    if isinstance(found, SplatFile):
        return _written_still(found, target, wishes, progress)
    if wishes.frame is not None:
        raise InputError(f"--frame makes a still file, and {target} is a moving one; leave it out")
    title = f"{source.stem}, {found.path.name}" if isinstance(found, Take) else source.stem
    facts = MovingFacts(
        title, _first_view(source, found), _is_antialiased(source, found), wishes.quality
    )
    return _written_moving(found, target, wishes, progress, facts=facts)


def _is_antialiased(source: Path, clip: Clip) -> bool:
    """Whether the Gaussians of a clip or of a project's take were trained with a mip filter."""
    if is_project(source):
        return Project.open(source).manifest.antialiased
    return is_antialiased(clip)


def _check_ending(target: Path) -> None:
    """Refuse endings of no format that is written, before minutes of reading."""
    moving = tuple(end for one in CLIP_FORMATS if one.write is not None for end in one.suffixes)
    known = dict.fromkeys((*writable_suffixes(), *moving, PROJECT_SUFFIX))
    if target.suffix and not target.is_dir() and not target.name.lower().endswith(tuple(known)):
        raise InputError(
            f"{target} does not end like a file that is written: {', '.join(known)}; "
            "a name without ending becomes a folder of PLY files"
        )


def _first_view(source: Path, clip: Clip) -> CameraMotion | None:
    """Camera of the usual video of a project's take; None lets the clip be framed by itself."""
    if not (is_project(source) and isinstance(clip, Take)):
        return None
    return home_camera(take_scene(Project.open(source), clip.path.name))


def _opened(source: Path, wishes: Wishes, progress: ProgressCallback) -> SplatFile | Clip:
    """The splats of a still source, or the clip of a moving one."""
    if is_project(source):
        project = Project.open(source)
        takes = project.takes()
        if not takes:
            splats = as_splat_file(project.edit.exported(project.cloud()))
            return replace(splats, antialiased=project.manifest.antialiased)
        name = wishes.take_name or takes[-1]
        if name not in takes:
            raise InputError(f"{source} has no take {name!r}; it has: {', '.join(takes)}")
        return Take.open(project.take_path(name))
    if (source / META_NAME).is_file():
        return read_splats(source / META_NAME)
    found = clip_format_of(source)
    if found is not None and found.read is not None:
        clip = Take.open(source) if _is_take(source) else read_clip(source, progress=progress)
        if isinstance(clip, PlySequence) and wishes.up is not None:
            return read_ply_sequence(source, up_axis=wishes.up)
        if clip.frame_count > 1 or not is_splat_path(source):
            return clip
    return read_splats(source)


def _imported(
    found: SplatFile | Clip,
    source: Path,
    target: Path,
    wishes: Wishes,
    progress: ProgressCallback,
) -> Converted:
    """A project of a still file, or a take of moving splats in a new or existing project."""
    if wishes.sh_degree is not None or wishes.frame is not None:
        raise InputError("--sh-degree and --frame do not apply to a project; leave them out")
    if is_project(source):
        raise InputError(f"{source} is a project already; copy its folder")
    if isinstance(found, SplatFile):
        if is_project(target) and Project.open(target).takes():
            raise InputError(f"{target} has takes of another object; choose another name")
        size_m = DEFAULT_SIZE_M if wishes.size_m is None else wishes.size_m
        request = ImportRequest(cloud=source, project=target, size_m=size_m, up=wishes.up)
        project = import_splats(request, progress)
        up_axis = wishes.up or found.up_axis
        count = found.cloud.gaussian_count
        return Converted("project", 1, count, up_axis, project.manifest.warnings, {})
    done = import_clip(source, found, target, size_m=wishes.size_m, progress=progress)
    count, frames = found.frame(0).gaussian_count, found.frame_count
    return Converted(f"take {done.take_name}", frames, count, None, done.notes, {})


def _is_take(source: Path) -> bool:
    """Whether a folder is a take and no sequence of PLY files."""
    return source.is_dir() and not any(source.glob("*.ply"))


def _is_still(target: Path) -> bool:
    return target.name.lower().endswith(writable_suffixes())


def _frame(clip: Clip, index: int) -> GaussianCloud:
    count = clip.frame_count
    if index >= count:
        raise InputError(f"frame {index} does not exist; choose 0 to {count - 1} with --frame")
    return clip.frame(index)


def _written_still(
    splats: SplatFile, target: Path, wishes: Wishes, progress: ProgressCallback
) -> Converted:
    changed = splats if wishes.up is None else replace(splats, up_axis=wishes.up)
    if wishes.size_m is not None:
        factor = wishes.size_m / longest_side(changed.cloud)
        changed = replace(changed, cloud=changed.cloud.scaled(factor))
    if wishes.sh_degree is not None:
        changed = changed.with_sh_degree(wishes.sh_degree)
    up_axis = changed.up_axis if changed.format else None
    if not _is_still(target):
        clip = ClipArrays((changed.with_up_axis(WORLD_UP).cloud,), STILL_DT_S)
        facts = MovingFacts(antialiased=changed.antialiased)
        done = _written_moving(clip, target, Wishes(), progress, facts=facts)
        return done._replace(
            up_axis=up_axis,
            notes=(*splats.notes, *done.notes),
        )
    losses = write_splats(target, changed, progress=progress)
    return Converted(
        format_of(target).title,
        1,
        changed.cloud.gaussian_count,
        up_axis,
        (*splats.notes, *losses),
        {},
    )


def _written_moving(
    clip: Clip,
    target: Path,
    wishes: Wishes,
    progress: ProgressCallback,
    *,
    facts: MovingFacts,
) -> Converted:
    for name in ("up", "size_m", "sh_degree"):
        if getattr(wishes, name) is not None:
            option = name.removesuffix("_m").replace("_", "-")
            raise InputError(f"--{option} is for splat files that stand still; leave it out")
    found = clip_format_of(target)
    if found is None or found.write is None:
        raise InputError(
            f"{target} would hold one moment of {clip.frame_count:,}; choose it with --frame"
        )
    report = write_clip(target, clip, progress=progress, **facts._asdict())
    count = clip.frame(0).gaussian_count
    return Converted(found.name, clip.frame_count, count, None, tuple(report.notes), report.errors)
