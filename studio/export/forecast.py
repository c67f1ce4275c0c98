"""How large a video will be, and whether the disk has room for it."""

from __future__ import annotations

import shutil
from pathlib import Path

from render.errors import InputError
from studio.export.codecs import Codec, Storage

KEPT_FREE_BYTES = 64 * 1024**2
"""Room that stays free on the disk [bytes]."""
_HEADER_BYTES = 16_384
_MOVING_SHARE = {Storage.MOVIE: 1.0, Storage.GIF: 4.0, Storage.PICTURES: 1.0, Storage.VALUES: 1.0}
"""What lies on the disk while it is written, as a multiple of the final size: the pictures of a GIF
wait in a lossless file."""


def size_text(size_bytes: float) -> str:
    """A size in the unit that suits it."""
    for unit, scale in (("GB", 1e9), ("MB", 1e6)):
        if size_bytes >= 0.1 * scale:
            return f"{size_bytes / scale:.1f} {unit}"
    return f"{size_bytes / 1e3:.1f} kB"


def forecast_bytes(codec: Codec, width: int, height: int, frame_count: int) -> int:
    """Size of a video of detailed pictures [bytes]; plain ones take a fraction of it.

    Args:
        codec: What is written.
        width: Picture width [px].
        height: Picture height [px].
        frame_count: Number of pictures.
    """
    return int(codec.bits_per_pixel / 8 * width * height * frame_count) + _HEADER_BYTES


def check_room(codec: Codec, path: Path, size_px: tuple[int, int], frame_count: int) -> int:
    """Refuse a video that the disk has no room for.

    Args:
        codec: What is written.
        path: File or folder to write; its folder exists.
        size_px: Width and height [px].
        frame_count: Number of pictures.

    Returns:
        The forecast [bytes].

    Raises:
        InputError: With both figures.
    """
    size = forecast_bytes(codec, *size_px, frame_count)
    needed = size * _MOVING_SHARE[codec.storage]
    free = shutil.disk_usage(path.parent).free
    if needed + KEPT_FREE_BYTES > free:
        frames = "1 frame" if frame_count == 1 else f"{frame_count} frames"
        raise InputError(
            f"{frames} of {size_px[0]}x{size_px[1]} in {codec.title} may take "
            f"{size_text(needed)}, {size_text(KEPT_FREE_BYTES)} must stay free, and the disk of "
            f"{path.parent} has {size_text(free)} left; free some space, or choose another "
            "folder, a smaller size or another codec"
        )
    return size
