"""Reads compiled catalogues of Qt Linguist (`.qm`) without Qt.

The layout is that of Qt's `QTranslator` (qtbase, `src/corelib/kernel/qtranslator.cpp`): a magic
number, then sections of one byte for their kind and four for their length, big-endian.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from pathlib import Path

from render.errors import InputError

MAGIC = bytes.fromhex("3cb86418caef9c95cd211cbf60a1bddd")
_MESSAGES_SECTION = 0x69
_END, _TRANSLATION, _SOURCE = 1, 3, 6
_LENGTHLESS = 0xFFFFFFFF
"""Length of a translation that is empty."""
_HEAD = struct.Struct(">BI")
_LENGTH = struct.Struct(">I")


def read_catalogue(path: Path) -> Mapping[str, tuple[str, ...]]:
    """English text -> its translations: one, or one a plural form.

    Args:
        path: Catalogue compiled from a `.ts` file, with its source texts kept.

    Raises:
        InputError: If the file is missing or is no catalogue.
    """
    remedy = "reinstall phys4d-studio"
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"catalogue {path} cannot be read ({error}); {remedy}") from None
    if not data.startswith(MAGIC):
        raise InputError(f"{path} is no catalogue of Qt Linguist; {remedy}")
    try:
        return dict(_messages(_section(data, _MESSAGES_SECTION)))
    except (struct.error, UnicodeDecodeError) as error:
        raise InputError(f"catalogue {path} is damaged ({error}); {remedy}") from None


def _section(data: bytes, wanted: int) -> bytes:
    """Content of a section; empty when there is none."""
    place = len(MAGIC)
    while place < len(data):
        kind, length = _HEAD.unpack_from(data, place)
        place += _HEAD.size
        if kind == wanted:
            return data[place : place + length]
        place += length
    return b""


def _messages(block: bytes) -> Iterator[tuple[str, tuple[str, ...]]]:
    place, source = 0, ""
    translations: list[str] = []
    while place < len(block):
        tag = block[place]
        place += 1
        if tag == _END:
            yield source, tuple(translations)
            source, translations = "", []
            continue
        (length,) = _LENGTH.unpack_from(block, place)
        place += _LENGTH.size
        content = b"" if length == _LENGTHLESS else block[place : place + length]
        place += len(content)
        if tag == _TRANSLATION:
            translations.append(content.decode("utf-16-be"))
        elif tag == _SOURCE:
            source = content.decode("utf-8")
