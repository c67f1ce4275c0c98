"""Messages to the user: those on screen until dismissed or expired, and the session's history."""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Literal

from psygnal import SignalGroupDescriptor

Severity = Literal["info", "success", "warning", "error"]
SEVERITIES: tuple[Severity, ...] = ("info", "success", "warning", "error")
"""From the mildest to the worst."""
NOTICE_LIMIT = 4
"""Older notices leave the screen when there are more."""
HISTORY_LIMIT = 200
"""Older notices leave the history when there are more."""

_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Remedy:
    """What a notice offers to do about it."""

    text: str
    """Text of the button."""
    command: str
    """Name of the command that it runs."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One message."""

    number: int
    """Identity, unique within the session."""
    severity: Severity
    """How bad it is."""
    text: str
    """One clear line."""
    details: str = ""
    """Longer text shown on demand and copied; empty when there is none."""
    reveal: Path | None = None
    """File offered by a "Show in folder" button."""
    remedy: Remedy | None = None
    """What can be done about it, as a button."""
    posted_s: float = 0.0
    """When it was posted, seconds since the epoch [s]."""
    count: int = 1
    """How often the same line came, one after the other."""

    @property
    def full_text(self) -> str:
        """Line and details, as they are copied."""
        return f"{self.text}\n\n{self.details}" if self.details else self.text


@dataclass
class NoticesState:
    """Messages, oldest first; every field is an event."""

    events: ClassVar[SignalGroupDescriptor] = SignalGroupDescriptor()

    notices: tuple[Notice, ...] = ()
    """Messages on screen."""
    history: tuple[Notice, ...] = ()
    """All messages of the session, also those that were dismissed."""

    def post(
        self,
        severity: Severity,
        text: str,
        *,
        details: str = "",
        reveal: Path | None = None,
        remedy: Remedy | None = None,
    ) -> Notice:
        """Show a message; the same line again replaces the earlier one and is counted.

        Args:
            severity: How bad it is.
            text: One clear line.
            details: Longer text shown on demand and copied.
            reveal: File offered by a "Show in folder" button.
            remedy: What can be done about it.
        """
        last = self.history[-1] if self.history else None
        again = last is not None and (last.severity, last.text) == (severity, text)
        count = last.count + 1 if last is not None and again else 1
        number, now_s = next(_numbers), time.time()
        notice = Notice(number, severity, text, details, reveal, remedy, now_s, count)
        earlier = self.history[:-1] if again else self.history
        self.history = (*earlier, notice)[-HISTORY_LIMIT:]
        others = tuple(old for old in self.notices if old.text != text)
        self.notices = (*others, notice)[-NOTICE_LIMIT:]
        return notice

    def dismiss(self, number: int) -> None:
        """Remove one message from the screen; the history keeps it."""
        self.notices = tuple(notice for notice in self.notices if notice.number != number)

    def clear_history(self) -> None:
        """Forget all messages that are not on screen."""
        self.history = self.notices
