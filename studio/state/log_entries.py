"""What the program logged: a ring of the newest entries, searched and filtered."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from psygnal import SignalGroupDescriptor

LOG_LIMIT = 2000
"""Older entries leave the ring when there are more."""
LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING,
          "error": logging.ERROR}  # fmt: skip
"""Names of the levels, from the noisiest."""


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One line of the log."""

    time_s: float
    """When it was logged, seconds since the epoch [s]."""
    level: int
    """Level of Python's logging."""
    source: str
    """Logger, for example "studio.jobs.runner"."""
    text: str
    """Message, with the traceback below it where there is one."""

    @property
    def level_name(self) -> str:
        """Key of `LEVELS` that it belongs to."""
        fitting = [name for name, number in LEVELS.items() if number <= self.level]
        return fitting[-1] if fitting else "debug"


@dataclass
class LogState:
    """The log; `total` is an event, the entries are not."""

    events: ClassVar[SignalGroupDescriptor] = SignalGroupDescriptor()

    total: int = 0
    """Entries logged in this session, also those that have left the ring."""

    def __post_init__(self) -> None:
        self._ring: deque[LogEntry] = deque(maxlen=LOG_LIMIT)

    @property
    def entries(self) -> tuple[LogEntry, ...]:
        """Entries in the ring, oldest first."""
        return tuple(self._ring)

    def add(self, entries: Iterable[LogEntry]) -> None:
        """Put entries behind the others."""
        added = tuple(entries)
        if added:
            self._ring.extend(added)
            self.total += len(added)

    def clear(self) -> None:
        """Empty the ring."""
        self._ring.clear()
        self.total += 1


def found_entries(entries: Iterable[LogEntry], *, level: str, query: str) -> tuple[LogEntry, ...]:
    """Entries of a level or above that hold every word of a search.

    Args:
        entries: Entries to look at.
        level: Key of `LEVELS`.
        query: Words, in any case and order.
    """
    lowest, words = LEVELS[level], query.casefold().split()
    return tuple(
        entry
        for entry in entries
        if entry.level >= lowest and _holds(f"{entry.source} {entry.text}".casefold(), words)
    )


def _holds(text: str, words: Iterable[str]) -> bool:
    return all(word in text for word in words)
