"""Messages to the user that stay until dismissed or expired."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Literal

from psygnal import SignalGroupDescriptor

Severity = Literal["info", "success", "warning", "error"]
NOTICE_LIMIT = 4
"""Older notices leave when there are more."""

_numbers = itertools.count(1)


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


@dataclass
class NoticesState:
    """Messages on screen, oldest first."""

    events: ClassVar[SignalGroupDescriptor] = SignalGroupDescriptor()

    notices: tuple[Notice, ...] = ()

    def post(
        self, severity: Severity, text: str, *, details: str = "", reveal: Path | None = None
    ) -> Notice:
        """Show a message; the same line again replaces the earlier one."""
        notice = Notice(next(_numbers), severity, text, details, reveal)
        others = tuple(old for old in self.notices if old.text != text)
        self.notices = (*others, notice)[-NOTICE_LIMIT:]
        return notice

    def dismiss(self, number: int) -> None:
        """Remove one message."""
        self.notices = tuple(notice for notice in self.notices if notice.number != number)
