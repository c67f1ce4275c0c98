"""Bytes of splat files: read with clear errors, written all or nothing and cancellable."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import numpy.typing as npt

from render.atomic_file import atomic_path
from render.errors import InputError
from render.formats.splat_file import Buffer
from render.os_faults import remedy_for
from render.progress import ProgressCallback, ignore_progress

WRITING = "Writing the file"
_BLOCK_BYTES = 16 * 1024**2


def read_bytes(path: Path, limit: int | None = None) -> bytes:
    """All bytes of a file, or its first ones.

    Args:
        path: File to read.
        limit: Most bytes to read; None reads all.

    Raises:
        InputError: If the file cannot be read.
    """
    try:
        with path.open("rb") as stream:
            return stream.read() if limit is None else stream.read(limit)
    except OSError as error:
        raise InputError(f"cannot read {path}: {remedy_for(error) or error}") from error


def write_parts(
    path: Path, parts: Iterable[Buffer], *, progress: ProgressCallback = ignore_progress
) -> None:
    """Write buffers one after the other; the file appears only when it is complete.

    Args:
        path: File to write; its folder must exist.
        parts: Bytes and arrays; a generator may make each one when its turn comes.
        progress: Told the share written of a sequence; it may cancel.

    Raises:
        InputError: If the file cannot be written.
    """
    sizes = [_size(part) for part in parts] if isinstance(parts, list | tuple) else []
    total, done = max(sum(sizes), 1), 0
    try:
        with atomic_path(path) as temporary, temporary.open("wb") as stream:
            for part in parts:
                for block in _blocks(part):
                    progress(WRITING, min(done / total, 1.0) if sizes else 0.0)
                    stream.write(block.data)
                    done += block.nbytes
    except OSError as error:
        raise InputError(f"cannot write {path}: {remedy_for(error) or error}") from error
    progress(WRITING, 1.0)


def _size(part: Buffer) -> int:
    return len(part) if isinstance(part, bytes) else part.nbytes


def _blocks(part: Buffer) -> Iterable[npt.NDArray[np.uint8]]:
    """The part's bytes in pieces between which one may cancel."""
    if isinstance(part, bytes):
        flat = np.frombuffer(part, np.uint8)
    else:
        flat = np.ascontiguousarray(part).reshape(-1).view(np.uint8)
    return (flat[start : start + _BLOCK_BYTES] for start in range(0, len(flat), _BLOCK_BYTES))
