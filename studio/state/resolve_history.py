"""What the list of edits shows: a pure function of the history."""

from __future__ import annotations

import time
from dataclasses import dataclass

from studio.state.history import HistoryState
from studio.state.language import tr, trn


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One line: a state that one can go to."""

    position: int
    """Position in the history."""
    label: str
    """What was done to come there."""
    time: str
    """When, in words."""
    done: bool
    """False for what was undone."""
    saved: bool
    """True for the state that is on the disk."""


@dataclass(frozen=True, slots=True)
class HistoryView:
    """The list of edits."""

    rows: tuple[HistoryRow, ...]
    """States, oldest first; the first is the start."""
    position: int
    """State that is shown."""
    usage: str
    """How many steps there are and what they take, in words."""
    pending: str
    """Label of the drag that is under way."""
    can_undo: bool
    """Whether a step can be taken back."""
    can_redo: bool
    """Whether a step can be done again."""


def resolve_history(history: HistoryState) -> HistoryView:
    """What the list of edits shows."""
    start = tr("Start") if not history.first else tr("Earliest state that is kept")
    rows = [HistoryRow(history.first, start, "", True, history.clean == history.first)]
    for position, edit in enumerate(history.edits, history.first + 1):
        done = position <= history.position
        when = clock_text(edit.time_s)
        rows.append(HistoryRow(position, edit.label, when, done, history.clean == position))
    return HistoryView(
        rows=tuple(rows),
        position=history.position,
        usage=_usage(history),
        pending=history.pending,
        can_undo=history.can_undo,
        can_redo=history.can_redo,
    )


def clock_text(time_s: float) -> str:
    """Time of day of a moment in seconds since 1970."""
    return time.strftime("%H:%M:%S", time.localtime(time_s))


def moment_text(time_s: float) -> str:
    """Date and time of a moment in seconds since 1970."""
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(time_s))


def _usage(history: HistoryState) -> str:
    steps = trn("{count} step", "{count} steps", len(history.edits))
    used = tr(
        "{used:.1f} of {cap:.0f} MB",
        used=history.held_bytes / 2**20,
        cap=history.cap_bytes / 2**20,
    )
    return f"{steps} · {used}"
