"""The chunks of a take's frames, read and written as the plain files that zarr keeps.

Every array of frames has one uncompressed chunk a frame: the little-endian values of one frame in
a file of its own (zarr 3 specification, default chunk keys and the `bytes` codec). Going to that
file spares the hand-over to zarr's event loop, which costs more than the values of a live frame.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.take_layout import FRAME_FOLDER


def chunk_file(folder: Path, name: str, frame: int, axes: int) -> Path:
    """File of one frame of an array of frames.

    Args:
        folder: Folder of the take.
        name: Name of the array.
        frame: Frame, from 0.
        axes: Axes of the array behind the one of the frames.
    """
    return folder.joinpath(FRAME_FOLDER, name, "c", str(frame), *("0",) * axes)


def write_chunk(folder: Path, name: str, frame: int, values: npt.NDArray[Any]) -> None:
    """Write one frame of an array whose metadata is there.

    Args:
        folder: Folder of the take.
        name: Name of the array.
        frame: Frame, from 0.
        values: Its values, of the array's dtype.

    Raises:
        OSError: If the disk is full or the folder is gone.
    """
    if not values.size:
        return
    file = chunk_file(folder, name, frame, values.ndim)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(values.astype(values.dtype.newbyteorder("<"), copy=False).tobytes())


def read_chunk(
    folder: Path, name: str, frame: int, shape: tuple[int, ...], dtype: npt.DTypeLike
) -> npt.NDArray[Any] | None:
    """Values of one frame of an array; None where no such plain file is there.

    Args:
        folder: Folder of the take.
        name: Name of the array.
        frame: Frame, from 0.
        shape: Shape of one frame.
        dtype: Type of its values.

    Raises:
        OSError: If the file cannot be read.
    """
    stored = np.dtype(dtype).newbyteorder("<")
    try:
        content = chunk_file(folder, name, frame, len(shape)).read_bytes()
    except FileNotFoundError:
        return None
    if len(content) != stored.itemsize * int(np.prod(shape)):
        return None
    return np.frombuffer(content, stored).astype(dtype, copy=False).reshape(shape)
