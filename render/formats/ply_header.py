"""Headers of PLY files: which elements a file holds, in which types and byte order."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np

from render.errors import InputError

MAX_HEADER_BYTES = 65536
"""Longest header that is read; a standard splat file needs about 1.5 kB."""

SCALAR_TYPES = {
    "char": "i1",
    "int8": "i1",
    "uchar": "u1",
    "uint8": "u1",
    "short": "i2",
    "int16": "i2",
    "ushort": "u2",
    "uint16": "u2",
    "int": "i4",
    "int32": "i4",
    "uint": "u4",
    "uint32": "u4",
    "half": "f2",
    "float16": "f2",
    "float": "f4",
    "float32": "f4",
    "double": "f8",
    "float64": "f8",
}
"""numpy type codes of PLY's scalar types and of the half floats that some tools write."""

BYTE_ORDERS = {"binary_little_endian": "<", "binary_big_endian": ">", "ascii": ""}
"""numpy byte-order marks of PLY's encodings; text has none."""


@dataclass(frozen=True, slots=True)
class PlyElement:
    """One element of a PLY file, for example its vertices."""

    name: str
    """Name as written in the header."""
    count: int
    """Number of rows."""
    properties: tuple[tuple[str, str], ...]
    """Name and numpy type code of every scalar property, in file order."""
    has_lists: bool
    """Whether a property is a list, so that rows differ in length."""

    def dtype(self, byte_order: str) -> np.dtype[np.void]:
        """Structured type of one binary row."""
        return np.dtype([(name, byte_order + code) for name, code in self.properties])


@dataclass(frozen=True, slots=True)
class PlyHeader:
    """What stands before the data."""

    byte_order: str
    """numpy byte-order mark, empty for text."""
    elements: tuple[PlyElement, ...]
    """Elements in file order."""
    length: int
    """Length of the header [bytes]; the data starts here."""
    comments: tuple[str, ...] = ()
    """Remarks, without the word `comment`."""

    @property
    def is_text(self) -> bool:
        """Whether the rows are written as text."""
        return not self.byte_order


def read_header(stream: BinaryIO, path: Path) -> PlyHeader:
    """Parse the header at the start of `stream`.

    Args:
        stream: File opened for reading at its start.
        path: Its name, for messages.

    Raises:
        InputError: If it is not a PLY file or the header is damaged.
    """
    block = stream.read(MAX_HEADER_BYTES)
    if block[:4] not in (b"ply\n", b"ply\r"):
        raise InputError(f"{path} is not a PLY file (it does not start with 'ply')")
    end = block.find(b"\nend_header")
    newline = block.find(b"\n", end + 1)
    if end < 0 or newline < 0:
        raise InputError(f"{path}: the PLY header has no end; the file is damaged or cut off")
    lines = block[:end].decode("utf-8", errors="surrogateescape").split("\n")[1:]
    byte_order: str | None = None
    elements: list[PlyElement] = []
    comments: list[str] = []
    for line in lines:
        words = line.split()
        if words[:1] == ["format"]:
            byte_order = BYTE_ORDERS.get(words[1] if len(words) > 1 else "")
        elif words[:1] == ["comment"]:
            comments.append(line.strip().partition(" ")[2])
        elif words[:1] == ["element"]:
            elements.append(_parse_element(words, path))
        elif words[:1] == ["property"]:
            if not elements:
                raise InputError(f"{path}: property before any element in the PLY header")
            elements[-1] = _with_property(elements[-1], words, path)
    if byte_order is None:
        raise InputError(f"{path}: unknown PLY encoding; use one of {', '.join(BYTE_ORDERS)}")
    return PlyHeader(byte_order, tuple(elements), newline + 1, tuple(comments))


def _parse_element(words: list[str], path: Path) -> PlyElement:
    if len(words) != 3 or not words[2].isascii() or not words[2].isdigit() or len(words[2]) > 12:
        raise InputError(f"{path}: bad element line in the PLY header: {' '.join(words)[:60]!r}")
    return PlyElement(words[1], int(words[2]), (), has_lists=False)


def _with_property(element: PlyElement, words: list[str], path: Path) -> PlyElement:
    if len(words) == 5 and words[1] == "list":
        return PlyElement(element.name, element.count, element.properties, has_lists=True)
    if len(words) != 3 or words[1] not in SCALAR_TYPES:
        raise InputError(f"{path}: bad property line in the PLY header: {' '.join(words)[:60]!r}")
    if any(words[2] == name for name, _ in element.properties):
        raise InputError(f"{path}: property {words[2][:40]!r} stands twice in the PLY header")
    grown = (*element.properties, (words[2], SCALAR_TYPES[words[1]]))
    return PlyElement(element.name, element.count, grown, element.has_lists)
