"""Small pictures of photo files, as raw pixels."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sim.project import PHOTO_NAME, PREVIEW_NAME


@dataclass(frozen=True, slots=True, eq=False)
class Thumbnail:
    """A small picture."""

    width: int
    """Width [px]; 0 when the file could not be read."""
    height: int
    """Height [px]."""
    pixels: bytes
    """RGBA, 8 bit, row after row."""


EMPTY = Thumbnail(0, 0, b"")


def read_thumbnail(path: Path, side_px: int) -> Thumbnail:
    """Picture, upright, within a square of `side_px`; `EMPTY` when it cannot be read.

    Args:
        path: Picture file, or folder of a project.
        side_px: Side of the square.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError

    if path.is_dir():
        path = path / (PHOTO_NAME if (path / PHOTO_NAME).exists() else PREVIEW_NAME)
    try:
        with Image.open(path) as opened:
            opened.draft("RGB", (side_px, side_px))
            upright = ImageOps.exif_transpose(opened)
            upright.thumbnail((side_px, side_px))
            picture = upright.convert("RGBA")
    except (OSError, ValueError, UnidentifiedImageError, Image.DecompressionBombError):
        return EMPTY
    return Thumbnail(picture.width, picture.height, picture.tobytes())
