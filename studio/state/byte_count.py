"""How much memory the values of an undo history take, shared values counted once."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any


class ByteCount:
    """Running sum over values that come and go; an object in several of them counts once."""

    def __init__(self) -> None:
        self._uses: dict[int, int] = {}
        self._held: dict[int, Any] = {}
        self.total = 0
        """Memory of everything counted [bytes]."""

    def add(self, value: object) -> None:
        """Count a value that is kept."""
        for part in _parts(value):
            key = id(part)
            self._uses[key] = self._uses.get(key, 0) + 1
            if self._uses[key] == 1:
                self._held[key] = part  # its identity stays its own while it is counted
                self.total += _own_bytes(part)

    def remove(self, value: object) -> None:
        """Take back a value that was added."""
        for part in _parts(value):
            key = id(part)
            self._uses[key] -= 1
            if not self._uses[key]:
                del self._uses[key], self._held[key]
                self.total -= _own_bytes(part)


def _parts(value: object) -> Iterator[object]:
    """A value and all values in it, except what every program holds anyway."""
    if value is None or isinstance(value, bool | Enum | type):
        return
    yield value
    if isinstance(value, str | bytes | int | float):
        return
    if isinstance(value, tuple | list | frozenset | set):
        for item in value:
            yield from _parts(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _parts(key)
            yield from _parts(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _parts(getattr(value, field.name))


def _own_bytes(value: object) -> int:
    array_bytes = getattr(value, "nbytes", 0)
    return sys.getsizeof(value) + (array_bytes if isinstance(array_bytes, int) else 0)
