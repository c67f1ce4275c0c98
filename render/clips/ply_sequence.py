"""PLY sequences: a folder of numbered splat files, one a frame, as many 4D tools exchange them.

`NAME_0001.ply`, `NAME_0002.ply`, …: a common beginning and digits before the ending. Frames must
follow one another and hold the same Gaussians in the same order. PLY says nothing of time; this
program writes the frame time as a remark in each header and takes 0.04 s where there is none.

Written files have -y up, which other tools expect, and metres; read ones are turned to Z up.
"""

from __future__ import annotations

import os
import re
import shutil
import uuid
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from render.clips.clip import Clip, check_index, check_timing
from render.clips.report import ClipReport
from render.errors import InputError
from render.formats import ply
from render.formats.axes import WORLD_UP
from render.formats.ply_comments import understood
from render.formats.ply_header import read_header
from render.formats.splat_file import SplatFile
from render.gaussians import GaussianCloud
from render.os_faults import remedy_for
from render.progress import ProgressCallback, ignore_progress

READING = "Looking at the sequence"
WRITING = "Writing the sequence"

DEFAULT_FRAME_DT_S = 0.04
"""Frame time of sequences that do not say it [s]."""

_NUMBERED = re.compile(r"(.*?)([0-9]{1,9})\.ply", re.IGNORECASE | re.DOTALL)
_FRAME_TIME = "frame_dt_s"
_FIRST_NUMBER = 1
_DIGITS = 4


class _Numbered(NamedTuple):
    """A file of a sequence."""

    number: int
    path: Path


class PlySequence:
    """A clip whose frames are read when they are asked for.

    Args:
        files: Files of the frames, in order.
        frame_dt_s: Time between two frames [s].
        gaussian_count: Gaussians of every frame.
        up_axis: Axis that points up; None takes it from each file.
        antialiased: Whether the Gaussians are to be drawn with a screen-space (mip) filter.
    """

    def __init__(
        self,
        files: tuple[Path, ...],
        frame_dt_s: float,
        gaussian_count: int,
        up_axis: str | None,
        *,
        antialiased: bool,
    ) -> None:
        check_timing(len(files), frame_dt_s)
        self.files = files
        self.antialiased = antialiased
        self.gaussian_count = gaussian_count
        self._frame_dt_s = frame_dt_s
        self._up_axis = up_axis

    @property
    def frame_count(self) -> int:
        """Frames T."""
        return len(self.files)

    @property
    def frame_dt_s(self) -> float:
        """Time between two frames [s]."""
        return self._frame_dt_s

    def frame(self, index: int) -> GaussianCloud:
        """Cloud of one frame, world [units of the files].

        Raises:
            InputError: If the file cannot be read or lost Gaussians that cannot be drawn.
        """
        check_index(index, len(self.files))
        file = ply.read(self.files[index])
        if file.cloud.gaussian_count != self.gaussian_count:
            raise InputError(
                f"{self.files[index]}: {file.cloud.gaussian_count:,} of {self.gaussian_count:,} "
                "Gaussians can be drawn; a clip needs the same ones in every frame"
            )
        return turned_up(file, self._up_axis)


def turned_up(file: SplatFile, up_axis: str | None) -> GaussianCloud:
    """Gaussians of a file with Z up.

    Args:
        file: What was read.
        up_axis: Axis that points up; None takes what the file says.
    """
    if up_axis is not None:
        file = SplatFile(file.cloud, file.format, up_axis)
    return file.with_up_axis(WORLD_UP).cloud


def read_ply_sequence(
    path: Path,
    *,
    up_axis: str | None = None,
    frame_dt_s: float | None = None,
    progress: ProgressCallback = ignore_progress,
) -> PlySequence:
    """Find the frames of a sequence and compare their headers; values are read frame by frame.

    Args:
        path: Folder with one sequence, or any file of one.
        up_axis: Axis that points up; None takes what the files say, else -y.
        frame_dt_s: Time between two frames [s]; None takes what the files say, else 0.04 s.
        progress: Told the share of headers read; may cancel.

    Raises:
        InputError: If there is no sequence, a frame is missing, or files differ in their count.
    """
    files = sequence_files(path)
    counts: list[int] = []
    for index, file in enumerate(files):
        progress(READING, index / len(files))
        counts.append(_count(file))
        if counts[index] != counts[0]:
            raise InputError(
                f"{file} has {counts[index]:,} Gaussians, {files[0].name} has {counts[0]:,}; "
                "a clip needs the same ones in every frame"
            )
    progress(READING, 1.0)
    comments = _comments(files[0])
    stated = _stated_frame_time(comments) if frame_dt_s is None else frame_dt_s
    antialiased = understood(comments).antialiased
    return PlySequence(files, stated, counts[0], up_axis, antialiased=antialiased)


def sequence_files(path: Path) -> tuple[Path, ...]:
    """Files of a sequence by number.

    Args:
        path: Folder with one sequence, or any file of one.

    Raises:
        InputError: If there is none, there are several, or a number is missing or stands twice.
    """
    folder = path if path.is_dir() else path.parent
    try:
        names = sorted(item.name for item in folder.iterdir() if item.is_file())
    except OSError as error:
        raise InputError(f"cannot read {folder}: {remedy_for(error) or error}") from error
    groups: dict[str, list[_Numbered]] = {}
    for name in names:
        found = _NUMBERED.fullmatch(name)
        if found is not None and not name.startswith("."):
            numbered = _Numbered(int(found[2]), folder / name)
            groups.setdefault(found[1], []).append(numbered)
    if not path.is_dir():
        own = _NUMBERED.fullmatch(path.name)
        groups = {own[1]: groups[own[1]]} if own is not None and own[1] in groups else {}
    if not groups:
        raise InputError(f"{path} holds no PLY sequence; its files must be called NAME_0001.ply …")
    if len(groups) > 1:
        shown = ", ".join(f"{prefix}#.ply" for prefix in list(groups)[:3])
        raise InputError(f"{path} holds {len(groups)} sequences ({shown}); name a file of one")
    return _consecutive(sorted(next(iter(groups.values()))))


def write_ply_sequence(
    path: Path,
    clip: Clip,
    *,
    antialiased: bool = False,
    progress: ProgressCallback = ignore_progress,
) -> ClipReport:
    """Write a folder of numbered PLY files; it appears when all are there.

    Args:
        path: Folder to make; it must not exist or be empty, its parent must exist.
        clip: At least one frame.
        antialiased: Whether the Gaussians are to be drawn with a screen-space (mip) filter.
        progress: Told the share done, and may cancel, before every frame.

    Raises:
        InputError: If the folder cannot be made or the disk is full.
    """
    check_timing(clip.frame_count, clip.frame_dt_s)
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise InputError(f"{path} exists already; choose another folder or delete it")
    remark = f"{_FRAME_TIME} {clip.frame_dt_s:.9g}"
    digits = max(_DIGITS, len(str(clip.frame_count)))
    part = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}.part")
    try:
        part.mkdir()
        for index in range(clip.frame_count):
            progress(WRITING, index / clip.frame_count)
            file = part / f"frame_{index + _FIRST_NUMBER:0{digits}}.ply"
            splats = SplatFile(
                clip.frame(index), ply.NAME, WORLD_UP, antialiased=antialiased, comments=(remark,)
            )
            ply.write(file, splats)
        size = sum(file.stat().st_size for file in part.iterdir())
        if path.is_dir():
            path.rmdir()  # an empty folder that a file dialog made
        os.rename(part, path)
    except OSError as error:
        raise InputError(f"cannot write {path}: {remedy_for(error) or error}") from error
    except InputError as error:
        raise InputError(str(error).replace(str(part), str(path))) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    progress(WRITING, 1.0)
    return ClipReport(size)


def _consecutive(files: list[_Numbered]) -> tuple[Path, ...]:
    for before, after in pairwise(files):
        if after.number == before.number:
            raise InputError(f"{after.path} and {before.path.name} are the same frame; delete one")
        if after.number != before.number + 1:
            raise InputError(
                f"{after.path.parent} lacks frame {before.number + 1}: {after.path.name} follows "
                f"{before.path.name}; add it or number the files anew"
            )
    return tuple(file.path for file in files)


def _count(path: Path) -> int:
    """Gaussians that the header of a file promises."""
    try:
        with path.open("rb") as stream:
            header = read_header(stream, path)
    except OSError as error:
        raise InputError(f"cannot read {path}: {remedy_for(error) or error}") from error
    return next((one.count for one in header.elements if one.name == "vertex"), 0)


def _comments(path: Path) -> tuple[str, ...]:
    with path.open("rb") as stream:
        return read_header(stream, path).comments


def _stated_frame_time(comments: tuple[str, ...]) -> float:
    """Frame time of the remark in a header [s]."""
    for words in map(str.split, comments):
        if words[:1] == [_FRAME_TIME] and len(words) == 2:
            try:
                return float(words[1])
            except ValueError:
                break
    return DEFAULT_FRAME_DT_S
