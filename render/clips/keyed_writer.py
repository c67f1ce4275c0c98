"""Writes the blocks of a one-file 4D clip to a stream, and checks what a reader will get."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from render.clips.clip_motion import ClipMotion, MotionFrame
from render.clips.clip_quality import clip_steps
from render.clips.keyed_errors import combined, frame_errors, promised_errors, reported, rest_errors
from render.clips.keyed_lattice import frame_numbers, motion_frame, rest_cloud, rest_numbers
from render.clips.keyed_layout import (
    ENTRY,
    FIRST_GROUP,
    ORDER_BLOCK,
    REST_BLOCK,
    BlockTable,
    ClipHeader,
    LatticeSteps,
    Vector,
    header_bytes,
    prefix_bytes,
)
from render.clips.lattice_code import IntArray, decode_block, encode_block
from render.clips.spatial_order import spatial_order
from render.framing import robust_bounds
from render.gaussians import GaussianCloud
from render.progress import ProgressCallback

WRITING = "Writing the clip"
GROUP_FRAMES = 10
"""Frames of a group: the price of jumping to any frame is to decode up to this many."""
_SMALLEST_SIDE_M = 1e-6
_SPLAT_REACH = 6.0

FloatArray = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class ClipStorage:
    """How a clip is to be stored."""

    title: str
    """Name for people."""
    quality: str = "standard"
    """Name in `clip_quality.QUALITIES`."""
    keep_order: bool = True
    """Whether a reader gets the Gaussians in the order given; players do not need it."""
    antialiased: bool = False
    """Whether they are to be drawn with a screen-space (mip) filter."""
    notes: tuple[str, ...] = ()
    """Remarks for people."""


def write_blocks(
    stream: BinaryIO, motion: ClipMotion, storage: ClipStorage, progress: ProgressCallback
) -> ClipHeader:
    """Write a clip to a stream at its beginning; returns the header with measured errors.

    Args:
        stream: Open for writing, empty, able to seek.
        motion: What to write.
        storage: How.
        progress: Told the fraction of the frames done; raises to cancel.
    """
    header = _planned_header(motion, storage)
    table = np.zeros(FIRST_GROUP + header.group_count, ENTRY)
    text = header_bytes(header)
    stream.write(prefix_bytes(text, len(table)))
    stream.write(text)
    stream.write(table.tobytes())
    writer = _BlockWriter(stream, table, header, motion.rest)
    if storage.keep_order:
        writer.write_order()
    writer.write_rest()
    frames = motion.frames()
    for group in range(header.group_count):
        progress(WRITING, group / header.group_count)
        writer.write_group(group, islice(frames, len(header.frames_of(group))))
    header = writer.measured_header()
    text = header_bytes(header, len(text))
    stream.seek(0)
    stream.write(prefix_bytes(text, len(table)))
    stream.write(text)
    stream.write(table.tobytes())
    progress(WRITING, 1.0)
    return header


class _BlockWriter:
    """The blocks of one file, one after the other."""

    def __init__(
        self, stream: BinaryIO, table: BlockTable, header: ClipHeader, rest: GaussianCloud
    ) -> None:
        self._stream, self._table, self._header = stream, table, header
        self._order = spatial_order(rest.means)
        self._rest = rest.select(self._order)
        self._rest_numbers = rest_numbers(self._rest, header)
        self._stored_rest = rest_cloud(self._rest_numbers, header)
        self._errors = rest_errors(self._rest, self._stored_rest)
        self._before: FloatArray | None = None
        self._low = np.full(3, np.inf)
        self._high = np.full(3, -np.inf)

    def write_order(self) -> None:
        """Which Gaussian each of the file is in the order given."""
        self._write(ORDER_BLOCK, encode_block(self._order.astype(np.int32)[None, None]))

    def write_rest(self) -> None:
        """The rest cloud."""
        self._write(REST_BLOCK, encode_block(self._rest_numbers))

    def write_group(self, group: int, frames: Iterator[MotionFrame]) -> None:
        """A group of frames; what a reader gets of them is compared."""
        ordered = [self._in_order(frame) for frame in frames]
        numbers = np.stack([self._numbers(frame) for frame in ordered])
        packed = encode_block(numbers)
        self._write(FIRST_GROUP + group, packed)
        stored = decode_block(packed, *numbers.shape)
        rests = (self._rest, self._stored_rest)
        for frame, found in zip(ordered, stored, strict=True):
            kept = motion_frame(found, self._rest_numbers, self._header)
            errors = frame_errors(frame, kept, rests, self._header)
            self._errors = combined(self._errors, errors)
            self._low = np.minimum(self._low, frame.pose.means.min(axis=0, initial=np.inf))
            self._high = np.maximum(self._high, frame.pose.means.max(axis=0, initial=-np.inf))

    def measured_header(self) -> ClipHeader:
        """The header with bounds and errors.

        Raises:
            RuntimeError: If an error is larger than the steps promise, which is our own fault.
        """
        bounds = (_vector(self._low), _vector(self._high))
        header = replace(self._header, bounds_m=bounds, errors=reported(self._errors))
        promised = promised_errors(header)
        for name, error in header.errors.items():
            if error > promised[name]:
                raise RuntimeError(f"{name} is {error:g}, the steps promise {promised[name]:g}")
        return header

    def _in_order(self, frame: MotionFrame) -> MotionFrame:
        pose, order = frame.pose, self._order
        ordered = pose._replace(
            means=pose.means[order],
            rotations=pose.rotations[order],
            stretches=pose.stretches[order],
        )
        keyed = None if frame.sh_coeffs is None else frame.sh_coeffs[order]
        return MotionFrame(ordered, frame.opacities[order], keyed)

    def _numbers(self, frame: MotionFrame) -> IntArray:
        """Numbers of a frame, its quaternions on the side of those of the frame before."""
        turns = frame.pose.rotations
        along = turns[:, :1] if self._before is None else (turns * self._before).sum(1)[:, None]
        signs = np.where(along < 0, np.float32(-1), np.float32(1))
        self._before = turns * signs
        return frame_numbers(frame, signs, self._rest_numbers, self._header)

    def _write(self, block: int, data: bytes) -> None:
        self._table[block] = (self._stream.tell(), len(data), zlib.crc32(data))
        self._stream.write(data)


def _planned_header(motion: ClipMotion, storage: ClipStorage) -> ClipHeader:
    rest, steps = motion.rest, clip_steps(storage.quality)
    low, high = robust_bounds(rest) if rest.gaussian_count else np.zeros((2, 3), np.float32)
    reach = _SPLAT_REACH * float(np.median(rest.scales.max(axis=1))) if len(rest.scales) else 0.0
    longest = max(float((high - low).max()), reach, _SMALLEST_SIDE_M)
    return ClipHeader(
        title=storage.title,
        gaussian_count=rest.gaussian_count,
        frame_count=motion.frame_count,
        frame_dt_s=motion.frame_dt_s,
        group_frames=GROUP_FRAMES,
        sh_degree=rest.sh_degree,
        colors=motion.colors,
        longest_side_m=longest,
        origin_m=_vector((low + high) / 2),
        steps=LatticeSteps(
            position_m=steps.position_share * longest,
            rotation=steps.rotation,
            stretch=steps.stretch,
            rest_quaternion=steps.rest_quaternion,
            rest_log_scale=steps.rest_log_scale,
            opacity=steps.opacity,
            base_color=steps.base_color,
            view_color=steps.view_color,
        ),
        antialiased=storage.antialiased,
        notes=storage.notes,
        generator=_generator(),
    )


def _generator() -> str:
    try:
        return f"phys4d-studio {version('phys4d-studio')}"
    except PackageNotFoundError:
        return "phys4d-studio"


def _vector(values: npt.NDArray[np.floating]) -> Vector:
    x, y, z = (float(value) if np.isfinite(value) else 0.0 for value in values)
    return x, y, z
