"""PNG of 16 bits a channel, which Pillow writes for grey pictures only.

Source: W3C, Portable Network Graphics specification, third edition, sections 5, 9 and 11.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_COLOR_TYPES = {1: 0, 2: 4, 3: 2, 4: 6}
_FILTER_UP = 2
_LEVEL = 4


def png16(
    picture: npt.NDArray[np.uint16], texts: Mapping[str, str], *, is_srgb: bool = False
) -> bytes:
    """A PNG file.

    Args:
        picture: Grey, grey and alpha, RGB or RGBA with straight alpha, shape [H, W, 1 to 4].
        texts: Metadata; keys are Latin-1 of 1 to 79 letters.
        is_srgb: Whether it is marked as sRGB colour.

    Returns:
        The file's content; without loss.
    """
    height, width, channels = picture.shape
    header = struct.pack(">IIBBBBB", width, height, 16, _COLOR_TYPES[channels], 0, 0, 0)
    rows = picture.astype(">u2").reshape(height, -1).view(np.uint8)
    filtered = np.empty((height, rows.shape[1] + 1), np.uint8)
    filtered[:, 0] = _FILTER_UP
    filtered[0, 1:] = rows[0]
    filtered[1:, 1:] = rows[1:] - rows[:-1]  # wraps round, as the filter does
    parts = [_SIGNATURE, _chunk(b"IHDR", header)]
    if is_srgb:
        parts.append(_chunk(b"sRGB", b"\0"))
    for key, text in texts.items():
        content = key.encode("latin-1") + b"\0\0\0\0\0" + text.encode("utf-8")
        parts.append(_chunk(b"iTXt", content))
    parts += [_chunk(b"IDAT", zlib.compress(filtered.tobytes(), _LEVEL)), _chunk(b"IEND", b"")]
    return b"".join(parts)


def _chunk(kind: bytes, content: bytes) -> bytes:
    checked = kind + content
    return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))
