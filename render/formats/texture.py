"""Tables of bytes as pictures: the textures of SOG files, in lossless WebP.

Pixels are the rows of a table in reading order from the top left. A picture's size is read from its
header and checked before anything is decoded, since a few bytes can promise a gigapixel.
"""

from __future__ import annotations

import io
import math
import struct

import numpy as np
import numpy.typing as npt

from render.errors import InputError

ByteArray = npt.NDArray[np.uint8]

MAX_SIDE = 16383
"""Longest side of a WebP picture [px]."""

_SPARE_PIXELS = 65_536
_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def texture_size(count: int) -> tuple[int, int]:
    """Width and height of the nearly square picture that holds `count` rows [px]."""
    width = max(4 * math.ceil(math.sqrt(count) / 4), 4)
    return width, max(4 * math.ceil(count / width / 4), 4)


def encode_texture(rows: ByteArray, width: int, height: int) -> bytes:
    """Lossless WebP picture of a table.

    Args:
        rows: Table of 3 or 4 bytes a row, shape [M, 3 or 4]; pixels beyond it are 0.
        width: Width [px].
        height: Height [px].
    """
    from PIL import Image

    pixels = np.zeros((height * width, rows.shape[1]), np.uint8)
    pixels[: len(rows)] = rows
    stream = io.BytesIO()
    picture = Image.fromarray(pixels.reshape(height, width, rows.shape[1]))
    # Beyond these settings WebP takes many times longer for about 1 %.
    picture.save(stream, "WEBP", lossless=True, exact=True, quality=75, method=4)
    return stream.getvalue()


def decode_texture(data: bytes, count: int, name: str) -> ByteArray:
    """Table of a picture that holds at least `count` rows.

    Args:
        data: WebP or PNG file.
        count: Rows that are needed.
        name: Name of the picture, for messages.

    Returns:
        Four bytes a pixel, shape [at least count, 4].

    Raises:
        InputError: If it is no such picture, too small, far too large or damaged.
    """
    pixels = decode_picture(data, 4 * count + _SPARE_PIXELS, name).reshape(-1, 4)
    if len(pixels) < count:
        raise InputError(f"{name} holds {len(pixels):,} pixels for {count:,} Gaussians; damaged?")
    return pixels


def decode_picture(data: bytes, most_pixels: int, name: str) -> ByteArray:
    """Pixels of a WebP or PNG picture, shape [H, W, 4].

    Raises:
        InputError: If it is no such picture, has more than `most_pixels` or is damaged.
    """
    from PIL import Image

    width, height = _picture_size(data, name)
    if not 0 < width * height <= most_pixels:
        raise InputError(
            f"{name} is {width:,} x {height:,} px, at most {most_pixels:,} pixels are expected; "
            "the file is damaged or made to fill the memory"
        )
    try:
        with Image.open(io.BytesIO(data), formats=("WEBP", "PNG")) as picture:
            agrees = picture.size == (width, height)
            pixels = np.asarray(picture.convert("RGBA")) if agrees else None
    except (OSError, ValueError, SyntaxError, EOFError, struct.error, MemoryError) as error:
        raise InputError(f"{name} cannot be decoded: {error}; the file is damaged") from error
    if pixels is None:
        raise InputError(f"{name} contradicts itself about its size; the file is damaged")
    return pixels


def is_lossy(data: bytes) -> bool:
    """Whether a WebP picture was compressed with loss, which destroys packed values."""
    return data[:4] == b"RIFF" and b"VP8 " in data[12:64]


def _picture_size(data: bytes, name: str) -> tuple[int, int]:
    """Width and height that the header of a WebP or PNG file promises [px]."""
    if data[:8] == _PNG_SIGNATURE and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return int(width), int(height)
    kind, body = data[12:16], data[20:30]
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP" or len(body) < 10:
        raise InputError(f"{name} is no WebP or PNG picture; the file is damaged")
    if kind == b"VP8L":
        bits = int.from_bytes(body[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8X":
        side = (int.from_bytes(body[4:7], "little"), int.from_bytes(body[7:10], "little"))
        return side[0] + 1, side[1] + 1
    if kind == b"VP8 ":
        width, height = struct.unpack("<HH", body[6:10])
        return int(width) & 0x3FFF, int(height) & 0x3FFF
    raise InputError(f"{name} is a WebP picture of an unknown kind; the file is damaged")
