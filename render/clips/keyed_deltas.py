"""One-file 4D: a rest cloud and its motion, rounded within stated bounds (`.p4dc`).

Frames come in groups that decode by themselves: the first frame as it is, the others as what the
frames before do not predict. Any frame is reached by decoding its group, and a file that was cut
off keeps its complete groups.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from render.atomic_file import atomic_path
from render.clips.clip import Clip, check_index
from render.clips.clip_motion import MotionFrame, MovingCloud, motion_of
from render.clips.keyed_lattice import motion_frame, rest_cloud
from render.clips.keyed_layout import (
    FIRST_GROUP,
    ORDER_BLOCK,
    REST_BLOCK,
    BlockTable,
    ClipHeader,
    read_block,
    read_head,
)
from render.clips.keyed_writer import ClipStorage, write_blocks
from render.clips.lattice_code import CodeError, IntArray, decode_block, inflated_size_limit
from render.clips.report import ClipReport
from render.errors import InputError
from render.os_faults import remedy_for
from render.progress import ProgressCallback, ignore_progress

READING = "Reading the clip"


def write_keyed_deltas(
    path: Path,
    clip: Clip,
    *,
    title: str = "",
    quality: str = "standard",
    antialiased: bool = False,
    progress: ProgressCallback = ignore_progress,
) -> ClipReport:
    """Write a clip as one file, all or nothing.

    Every group is decoded again and compared with the clip.

    Args:
        path: File to write, `NAME.p4dc`; its folder must exist.
        clip: At least one frame.
        title: Name for people; empty takes the file's name.
        quality: "small", "standard" or "high".
        antialiased: Whether the Gaussians are to be drawn with a screen-space (mip) filter.
        progress: Told the fraction done; raises to cancel.

    Returns:
        Size and the largest errors that were measured.

    Raises:
        InputError: If the clip or the quality cannot be used, or the file cannot be written.
    """
    storage = ClipStorage(
        title or path.stem, quality, antialiased=antialiased, notes=getattr(clip, "notes", ())
    )
    motion = motion_of(clip)
    try:
        with atomic_path(path) as temporary, temporary.open("wb") as stream:
            header = write_blocks(stream, motion, storage, progress)
    except OSError as error:
        raise InputError(f"cannot write {path}: {remedy_for(error) or error}") from error
    return ClipReport(path.stat().st_size, header.notes, header.errors)


def read_keyed_deltas(path: Path, *, progress: ProgressCallback = ignore_progress) -> KeyedClip:
    """Open a one-file 4D clip; frames are read when they are asked for.

    Raises:
        InputError: If it cannot be read, or is damaged before the first complete group.
    """
    progress(READING, 0.0)
    try:
        with path.open("rb") as stream:
            header, table = read_head(stream, str(path))
            rest_block = read_block(stream, table, REST_BLOCK)
            order_block = read_block(stream, table, ORDER_BLOCK)
            size = stream.seek(0, 2)
    except OSError as error:
        raise InputError(f"cannot read {path}: {remedy_for(error) or error}") from error
    count = header.gaussian_count
    if rest_block is None or order_block is None or count > inflated_size_limit(len(rest_block)):
        raise InputError(f"{path} is cut off or damaged in its rest cloud; get the file again")
    try:
        numbers = decode_block(rest_block, 1, header.rest_channels, count)
        order = _order(order_block, count)
    except CodeError as error:
        raise InputError(f"the rest cloud of {path} is damaged: {error}") from error
    complete = _complete_groups(table, size)
    if not complete:
        raise InputError(f"{path} is cut off before its first complete frames; get the file again")
    progress(READING, 1.0)
    return KeyedClip(path, header, table[: FIRST_GROUP + complete], numbers, order)


class KeyedClip(MovingCloud):
    """A clip in a `.p4dc` file; use `read_keyed_deltas`."""

    def __init__(
        self,
        path: Path,
        header: ClipHeader,
        table: BlockTable,
        rest_numbers: IntArray,
        order: IntArray | None,
    ) -> None:
        self.header = header
        self.colors = header.colors
        self._path, self._table, self._rest_numbers = path, table, rest_numbers
        self._places = None if order is None else np.argsort(order)
        self._group: tuple[int, IntArray] | None = None
        rest = rest_cloud(rest_numbers, header)
        self.rest = rest if self._places is None else rest.select(self._places)
        self.frame_count = header.frames_of(len(table) - FIRST_GROUP - 1).stop
        self.frame_dt_s = header.frame_dt_s
        self.antialiased = header.antialiased
        self.notes = (*header.notes, *self._missing())

    def motion(self, index: int) -> MotionFrame:
        """What one frame changes of the rest cloud.

        Raises:
            InputError: If the frame does not exist or its group is damaged.
        """
        check_index(index, self.frame_count)
        group, step = divmod(index, self.header.group_frames)
        frame = motion_frame(self._numbers_of(group)[step], self._rest_numbers, self.header)
        if self._places is None:
            return frame
        pose, places = frame.pose, self._places
        ordered = pose._replace(
            means=pose.means[places],
            rotations=pose.rotations[places],
            stretches=pose.stretches[places],
        )
        keyed = None if frame.sh_coeffs is None else frame.sh_coeffs[places]
        return MotionFrame(ordered, frame.opacities[places], keyed)

    def _numbers_of(self, group: int) -> IntArray:
        """Numbers of a group; those of the last one asked for are kept."""
        if self._group is None or self._group[0] != group:
            self._group = (group, self._decoded(group))
        return self._group[1]

    def _decoded(self, group: int) -> IntArray:
        header = self.header
        try:
            with self._path.open("rb") as stream:
                block = read_block(stream, self._table, FIRST_GROUP + group)
        except OSError as error:
            raise InputError(f"cannot read {self._path}: {remedy_for(error) or error}") from error
        frames = header.frames_of(group)
        where = f"frames {frames.start} to {frames.stop - 1} of {self._path}"
        if block is None:
            raise InputError(f"{where} are damaged; get the file again")
        try:
            return decode_block(block, len(frames), header.frame_channels, header.gaussian_count)
        except CodeError as error:
            raise InputError(f"{where} are damaged: {error}") from error

    def _missing(self) -> tuple[str, ...]:
        planned = self.header.frame_count
        if self.frame_count == planned:
            return ()
        return (f"the file is cut off: {self.frame_count} of {planned} frames are complete",)


def _complete_groups(table: BlockTable, size: int) -> int:
    """Groups from the first on that lie in the file as a whole."""
    ends = table["place"].astype(np.float64) + table["length"]
    inside = ends[FIRST_GROUP:] <= size
    return len(inside) if inside.all() else int(inside.argmin())


def _order(block: bytes, count: int) -> IntArray | None:
    """Which Gaussian of the clip each one in the file is; None where the file does not say."""
    if not block:
        return None
    order: IntArray = decode_block(block, 1, 1, count)[0, 0]
    if not np.array_equal(np.sort(order), np.arange(count)):
        raise CodeError("its order names a Gaussian twice")
    return order
