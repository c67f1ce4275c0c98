"""The Python console: what was typed and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from psygnal import SignalGroupDescriptor

LineKind = Literal["input", "output", "error", "call"]
ENTRY_LIMIT = 2000
"""Entries that the console keeps."""
TEXT_LIMIT = 20_000
"""Characters of one entry; the middle of longer ones is left out."""
HISTORY_LIMIT = 200
"""Inputs that can be had again."""


@dataclass(frozen=True, slots=True)
class ConsoleEntry:
    """One piece of what the console shows."""

    kind: LineKind
    """What was typed, what it wrote, why it failed, or the call of a command that was used."""
    text: str
    """One or several lines without the last line end."""


@dataclass
class ConsoleState:
    """The console as it is; every field is an event."""

    events: ClassVar[SignalGroupDescriptor] = SignalGroupDescriptor()

    entries: tuple[ConsoleEntry, ...] = ()
    """What is shown, oldest first."""
    total: int = 0
    """Entries written so far; tells whether there are new ones."""
    history: tuple[str, ...] = ()
    """What was typed, oldest first."""
    busy: bool = False
    """Whether code runs."""
    echo: bool = False
    """Whether commands that are used in the window write their Python call."""

    def add(self, kind: LineKind, text: str) -> None:
        """Show one more entry."""
        if len(text) > TEXT_LIMIT:
            half = TEXT_LIMIT // 2
            text = f"{text[:half]}\n…\n{text[-half:]}"
        self.entries = (*self.entries, ConsoleEntry(kind, text))[-ENTRY_LIMIT:]
        self.total += 1

    def remember(self, source: str) -> None:
        """Keep an input; the same one twice in a row is kept once."""
        if not self.history or self.history[-1] != source:
            self.history = (*self.history, source)[-HISTORY_LIMIT:]
