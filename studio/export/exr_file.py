"""EXR files: named channels of floats and whole numbers with metadata, written whole or not."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt

ExrChannels = Mapping[str, npt.NDArray[np.generic]]
"""Name → float16, float32 or uint32 of shape [H, W], or RGB and RGBA of [H, W, 3 or 4]."""
_LEAST_FREE_BYTES = 1_000_000
Attributes = Mapping[str, str | float]


def write_exr(path: Path, channels: ExrChannels, attributes: Attributes) -> None:
    """Write an EXR file in place and read it once, because the library overlooks a full disk.

    Args:
        path: File, for example that of `atomic_path`.
        channels: Pictures of one size.
        attributes: Metadata.

    Raises:
        OSError: If it cannot be written, or what lies on the disk is not whole.
    """
    import OpenEXR

    path.touch()  # tells of missing folders and permissions, which the library does not

    header = {"compression": OpenEXR.ZIP_COMPRESSION, "type": OpenEXR.scanlineimage}
    try:
        with OpenEXR.File(header | dict(attributes), dict(channels)) as file:
            file.write(str(path))
        read_exr(path)
    except RuntimeError as error:
        full = shutil.disk_usage(path.parent).free < _LEAST_FREE_BYTES
        raise OSError(errno.ENOSPC if full else errno.EIO, str(error)) from error


def read_exr(path: Path) -> tuple[dict[str, npt.NDArray[np.generic]], dict[str, object]]:
    """Channels and header of an EXR file.

    Raises:
        RuntimeError: If it is not whole.
    """
    import OpenEXR

    with OpenEXR.File(str(path)) as file:
        channels = {name: np.asarray(one.pixels) for name, one in file.channels().items()}
        return channels, dict(file.header())
