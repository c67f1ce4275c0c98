"""Clips as files: which format a path means, how it is read and written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from render.cameras.motion import CameraMotion
from render.clips.clip import Clip, check_timing
from render.clips.report import ClipReport
from render.errors import InputError
from render.os_faults import check_is_file
from render.progress import ProgressCallback, ignore_progress


class ClipOptions(NamedTuple):
    """What a writer may want to know beside the clip; formats ignore what they cannot use."""

    title: str = ""
    """Name of the scene for people."""
    camera: CameraMotion | None = None
    """Camera that a viewer starts with; None frames the whole motion."""
    quality: str = "standard"
    """Name in `clip_quality.QUALITIES`, for formats that round."""
    antialiased: bool = False
    """Whether the Gaussians are to be drawn with a screen-space (mip) filter."""


class ClipFormat(NamedTuple):
    """One way to store a clip."""

    name: str
    """Name for people."""
    suffixes: tuple[str, ...]
    """Lower-case suffixes with their dot; empty for a folder."""
    read: Callable[[Path, ProgressCallback], Clip] | None
    """Reader; None where the format is only written."""
    write: Callable[[Path, Clip, ClipOptions, ProgressCallback], ClipReport] | None
    """Writer; None where the format is only read."""


def _read_keyed(path: Path, progress: ProgressCallback) -> Clip:
    from render.clips.keyed_deltas import read_keyed_deltas

    return read_keyed_deltas(path, progress=progress)


def _write_keyed(
    path: Path, clip: Clip, options: ClipOptions, progress: ProgressCallback
) -> ClipReport:
    from render.clips.keyed_deltas import write_keyed_deltas

    wanted = {name: value for name, value in options._asdict().items() if name != "camera"}
    return write_keyed_deltas(path, clip, **wanted, progress=progress)


def _write_page(
    path: Path, clip: Clip, options: ClipOptions, progress: ProgressCallback
) -> ClipReport:
    from render.clips.web_page import write_web_page

    return write_web_page(path, clip, **options._asdict(), progress=progress)


def _read_usd(path: Path, progress: ProgressCallback) -> Clip:
    from render.clips.usd_clip import read_usd_clip

    return read_usd_clip(path, progress=progress)


def _write_usd(
    path: Path, clip: Clip, options: ClipOptions, progress: ProgressCallback
) -> ClipReport:
    from render.clips.usd_clip import write_usd_clip

    return write_usd_clip(path, clip, antialiased=options.antialiased, progress=progress)


def _read_sequence(path: Path, progress: ProgressCallback) -> Clip:
    from render.clips.ply_sequence import read_ply_sequence

    return read_ply_sequence(path, progress=progress)


def _write_sequence(
    path: Path, clip: Clip, options: ClipOptions, progress: ProgressCallback
) -> ClipReport:
    from render.clips.ply_sequence import write_ply_sequence

    return write_ply_sequence(path, clip, antialiased=options.antialiased, progress=progress)


CLIP_FORMATS: tuple[ClipFormat, ...] = (
    ClipFormat("one-file 4D", (".p4dc",), _read_keyed, _write_keyed),
    ClipFormat("web page", (".html", ".htm"), None, _write_page),
    ClipFormat("USD", (".usdc", ".usda", ".usd", ".usdz"), _read_usd, _write_usd),
    ClipFormat("PLY sequence", (), _read_sequence, _write_sequence),
)


def clip_format_of(path: Path) -> ClipFormat | None:
    """Format that a path names by its suffix, or by being a folder; None for another file."""
    suffix = path.suffix.lower()
    for format_ in CLIP_FORMATS:
        if suffix in format_.suffixes or (not format_.suffixes and (path.is_dir() or not suffix)):
            return format_
    return None


def readable_clip_suffixes() -> tuple[str, ...]:
    """Endings of the moving files that `read_clip` takes."""
    return tuple(suffix for one in CLIP_FORMATS if one.read is not None for suffix in one.suffixes)


def is_clip_path(path: Path) -> bool:
    """Whether a path looks like moving splats that can be read; a USD file may stand still."""
    if path.is_dir():
        return any(path.glob("*.ply"))
    found = clip_format_of(path)
    return found is not None and found.read is not None and bool(found.suffixes)


def read_clip(path: Path, *, progress: ProgressCallback = ignore_progress) -> Clip:
    """Read a moving cloud.

    Args:
        path: File, or folder of numbered files.
        progress: Told the fraction done; raises to cancel.

    Raises:
        InputError: If there is nothing, the format is unknown or the data are damaged.
    """
    if not path.exists():
        raise InputError(f"{path} does not exist; check the path")
    if not path.is_dir():
        check_is_file(path)
    format_ = clip_format_of(path)
    if format_ is None or format_.read is None:
        raise InputError(f"{path} is no 4D file that can be read; known: {_known('read')}")
    return format_.read(path, progress)


def write_clip(
    path: Path,
    clip: Clip,
    *,
    progress: ProgressCallback = ignore_progress,
    title: str = "",
    camera: CameraMotion | None = None,
    quality: str = "standard",
    antialiased: bool = False,
) -> ClipReport:
    """Write a moving cloud, all or nothing.

    Args:
        path: Where to; the suffix chooses the format.
        clip: At least one frame.
        progress: Told the fraction done; raises to cancel.
        title: Name of the scene, shown by viewers; empty takes the file's name.
        camera: Camera that a viewer starts with; None frames the whole motion.
        quality: "small", "standard" or "high", for formats that round.
        antialiased: Whether the Gaussians are to be drawn with a screen-space (mip) filter.

    Returns:
        Size, remarks and measured errors.

    Raises:
        InputError: If the format is unknown, the clip is empty or the file cannot be written.
    """
    format_ = clip_format_of(path)
    if format_ is None or format_.write is None:
        raise InputError(f"{path}: no 4D format of this name is written; known: {_known('write')}")
    if not path.parent.is_dir():
        raise InputError(f"folder {path.parent} does not exist; create it first")
    check_timing(clip.frame_count, clip.frame_dt_s)
    options = ClipOptions(title or path.stem, camera, quality, antialiased)
    return format_.write(path, clip, options, progress)


def _known(way: str) -> str:
    able = [one for one in CLIP_FORMATS if getattr(one, way) is not None]
    return ", ".join("/".join(one.suffixes) or f"a folder ({one.name})" for one in able)
