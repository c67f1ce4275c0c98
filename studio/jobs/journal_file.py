"""`journal.jsonl`: finished edits in order, one line each, readable whenever it was cut off.

Every line stands between newlines, so that a line that was torn by a full disk or a killed window
spoils no other. Records form a chain by the number of the one before: what was saved since, or
given up, is in no chain that begins at the saved state.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

JOURNAL_VERSION = 1


@dataclass(frozen=True, slots=True)
class JournalRecord:
    """One finished edit, or one walk through the history."""

    number: int
    """Counts up over all sessions of a project."""
    after: int
    """Number of the record, or of the saved state, that it builds on."""
    time_s: float
    """When it ended, seconds since 1970."""
    label: str
    """What the person did."""
    changes: tuple[tuple[str, str, Any], ...]
    """Part, field and new plain value."""


def record_line(record: JournalRecord) -> str:
    """A record as the text that is appended."""
    line = {
        "version": JOURNAL_VERSION,
        "number": record.number,
        "after": record.after,
        "time_s": record.time_s,
        "label": record.label,
        "changes": record.changes,
    }
    return f"\n{json.dumps(line, ensure_ascii=False, allow_nan=False)}\n"


def read_journal(path: Path, *, after: int) -> tuple[JournalRecord, ...]:
    """Records of a journal that are newer than a saved state.

    Args:
        path: File; a missing one holds none.
        after: Number of the last record that the state contains.

    Returns:
        The chain of records, in order; it ends where one is lost.
    """
    try:
        text = path.read_bytes().decode("utf-8", errors="replace")
    except FileNotFoundError:
        return ()
    followers: dict[int, JournalRecord] = {}
    for line in text.split("\n"):
        record = _parse(line)
        if record is not None and record.number > record.after:
            followers[record.after] = record  # a later line replaces one that was given up
    found = []
    while after in followers:
        found.append(followers[after])
        after = followers[after].number
    return tuple(found)


def _parse(line: str) -> JournalRecord | None:
    """A record, None for what is no complete one of a version that is understood."""
    try:
        values = json.loads(line)
        if values["version"] != JOURNAL_VERSION:
            return None
        return JournalRecord(
            number=int(values["number"]),
            after=int(values["after"]),
            time_s=float(values["time_s"]),
            label=str(values["label"]),
            changes=tuple((str(part), str(name), value) for part, name, value in values["changes"]),
        )
    except (ValueError, TypeError, KeyError):
        return None
