"""Checkpoints: the full state of a simulation beside the frames of its take.

A checkpoint is one uncompressed npz file that appears under its name only when it is complete.
Arrays and scalars keep their types to the bit, so that a simulation goes on exactly as if it had
never stopped.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from render.atomic_file import atomic_path
from render.errors import InputError

CHECKPOINT_FOLDER = "checkpoints"
SETUP_NAME = "setup.npz"
_FILE_NAME = re.compile(r"(\d{6,})\.npz")
_FILE_OVERHEAD_BYTES = 16_384

State = Mapping[str, Any]
"""Numpy arrays and plain scalars by name."""


def checkpoint_path(take: Path, frame: int) -> Path:
    """File of the checkpoint that was taken at a frame."""
    return take / CHECKPOINT_FOLDER / f"{frame:06d}.npz"


def setup_path(take: Path) -> Path:
    """File of what a simulation began with."""
    return take / CHECKPOINT_FOLDER / SETUP_NAME


def write_state(path: Path, state: State) -> None:
    """Write arrays and scalars, all or nothing; the folder is made where it is missing.

    Raises:
        OSError: If the disk is full or the folder is gone.
    """
    path.parent.mkdir(exist_ok=True)
    arrays: dict[str, Any] = {name: np.asarray(value) for name, value in state.items()}
    strange = sorted(name for name, array in arrays.items() if array.dtype.hasobject)
    if strange:
        raise TypeError(f"{strange[0]!r} is neither an array nor a scalar")
    with atomic_path(path) as temporary, temporary.open("wb") as file:
        np.savez(file, **arrays)


def read_state(path: Path) -> dict[str, Any]:
    """What `write_state` wrote; scalars come back as Python's.

    Raises:
        InputError: If the file is missing or damaged.
    """
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
    except (OSError, ValueError, EOFError, KeyError, zipfile.BadZipFile) as error:
        raise InputError(f"the checkpoint {path} cannot be read: {error}") from error
    return {name: array if array.ndim else array.item() for name, array in arrays.items()}


def state_bytes(state: State) -> int:
    """Disk space of a checkpoint of this state."""
    return sum(np.asarray(value).nbytes for value in state.values()) + _FILE_OVERHEAD_BYTES


def checkpoint_frames(take: Path) -> list[int]:
    """Frames of which the take has a checkpoint, ascending."""
    folder = take / CHECKPOINT_FOLDER
    if not folder.is_dir():
        return []
    matches = (_FILE_NAME.fullmatch(file.name) for file in folder.iterdir())
    return sorted(int(match[1]) for match in matches if match)


def drop_checkpoints_after(take: Path, frame: int) -> None:
    """Delete the checkpoints of later frames."""
    for later in checkpoint_frames(take):
        if later > frame:
            checkpoint_path(take, later).unlink(missing_ok=True)


def wants_checkpoint(frame: int, *, every: int, last: int) -> bool:
    """Whether a frame gets a checkpoint: every so many frames and the last, never frame 0.

    Args:
        frame: Frame that was just written.
        every: Frames between two checkpoints; 0 for none at all.
        last: Last frame planned.
    """
    return every > 0 and frame > 0 and (frame % every == 0 or frame == last)


def checkpoint_count(*, every: int, last: int) -> int:
    """How many checkpoints a take of frames 0 to `last` gets."""
    return sum(wants_checkpoint(frame, every=every, last=last) for frame in range(last + 1))
