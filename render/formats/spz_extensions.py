"""Records that vendors add to SPZ files; the one that names other axes is understood.

Source: extensions/README.md at github.com/nianticlabs/spz.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

COORDINATES = 0xADBE0003
"""Adobe's record of the axes that the Gaussians stand in."""

SYSTEMS = (
    "", "LDB", "RDB", "LUB", "RUB", "LDF", "RDF", "LUF", "RUF",
    "LFD", "RFD", "LFU", "RFU", "LBD", "RBD", "LBU", "RBU",
)  # fmt: skip
"""Where x, y and z point, by code: left or right, up or down, front or back."""

_DIRECTIONS = {
    "R": (1, 0, 0),
    "L": (-1, 0, 0),
    "U": (0, 1, 0),
    "D": (0, -1, 0),
    "B": (0, 0, 1),
    "F": (0, 0, -1),
}
_RECORD = struct.Struct("<II")


class SpzAxes(NamedTuple):
    """Axes that a record names, and what there is to say of all records."""

    up_axis: str | None
    """Axis that points up; None where no record names one."""
    notes: tuple[str, ...]


def understood(extensions: bytes) -> SpzAxes:
    """Read the records of a file; damaged ones and those of unknown meaning are left out."""
    up_axis: str | None = None
    notes = []
    for kind, payload in _records(extensions):
        code = int.from_bytes(payload, "little") if kind == COORDINATES else 0
        if not 0 < code < len(SYSTEMS):
            notes.append(f"the SPZ extension {kind:#010x} was left out")
            continue
        system = SYSTEMS[code]
        vertical = next(index for index, letter in enumerate(system) if letter in "UD")
        up_axis = ("+" if system[vertical] == "U" else "-") + "xyz"[vertical]
        if np.linalg.det([_DIRECTIONS[letter] for letter in system]) < 0:
            notes.append(f"the axes {system} of the file are left-handed: it appears mirrored")
    return SpzAxes(up_axis, tuple(notes))


def _records(extensions: bytes) -> Iterator[tuple[int, bytes]]:
    start = 0
    while start + _RECORD.size <= len(extensions):
        kind, length = _RECORD.unpack_from(extensions, start)
        start += _RECORD.size
        yield kind, extensions[start : start + length]
        start += length
