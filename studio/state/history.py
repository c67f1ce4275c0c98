"""Undo: edits as values, capped by the bytes they hold, with a position among them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from psygnal import SignalGroupDescriptor

from studio.state.byte_count import ByteCount

HISTORY_BYTES = 64 * 2**20
"""Memory that undoing may take: some hundred selections of a million Gaussians."""
MERGE_S = 1.5
"""Mergeable edits of one label that follow within this time become one [s]."""


@dataclass(frozen=True, slots=True)
class Change:
    """One field of the state before and after an edit; both values are immutable."""

    part: str
    """Part of the state, a field of `StudioState`."""
    field: str
    """Field of the part."""
    before: Any
    """Value that undoing puts back."""
    after: Any
    """Value that redoing puts back."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One step of undo."""

    label: str
    """What the person did, such as "Set density"."""
    changes: tuple[Change, ...]
    """What it did to the state, one entry a field."""
    time_s: float = 0.0
    """When it ended, seconds since 1970."""
    mergeable: bool = False
    """Whether the same again, at once, is the same step: keys held down, wheels turned."""

    def merged(self, later: Edit) -> Edit | None:
        """This edit and the one after it as one; None where they are two steps."""
        near = later.time_s - self.time_s <= MERGE_S
        if not (self.mergeable and later.mergeable and near and self.label == later.label):
            return None
        if self._targets() != later._targets():
            return None
        after = {(change.part, change.field): change.after for change in later.changes}
        changes = tuple(
            replace(change, after=after[change.part, change.field]) for change in self.changes
        )
        return replace(later, changes=changes)

    def _targets(self) -> frozenset[tuple[str, str]]:
        return frozenset((change.part, change.field) for change in self.changes)

    def values(self) -> Iterator[object]:
        """All values that it keeps alive."""
        for change in self.changes:
            yield change.before
            yield change.after


@dataclass
class HistoryState:
    """What can be undone and redone; every field is an event.

    Positions are numbers of edits done since the project was opened: they stay what they are when
    the oldest edits are dropped.
    """

    events: ClassVar[SignalGroupDescriptor] = SignalGroupDescriptor()

    edits: tuple[Edit, ...] = ()
    """Edits that are kept, oldest first."""
    first: int = 0
    """Edits before them that were dropped."""
    position: int = 0
    """Edits that are done; those after it can be redone."""
    clean: int | None = 0
    """Position that is on disk; None where undoing no longer reaches it."""
    pending: str = ""
    """Label of the drag that is under way; empty without one."""
    cap_bytes: int = field(default=HISTORY_BYTES, repr=False)
    """Memory that the values of all edits may take [bytes]."""

    def __post_init__(self) -> None:
        self._bytes = ByteCount()

    @property
    def last(self) -> int:
        """Position after every edit that is kept."""
        return self.first + len(self.edits)

    @property
    def dirty(self) -> bool:
        """Whether the state differs from what is saved."""
        return self.clean != self.position

    @property
    def held_bytes(self) -> int:
        """Memory of all values, shared ones once [bytes]."""
        return self._bytes.total

    @property
    def undo_label(self) -> str:
        """What undoing takes back; empty when there is nothing."""
        return self.edits[self.position - self.first - 1].label if self.can_undo else ""

    @property
    def redo_label(self) -> str:
        """What redoing does again; empty when there is nothing."""
        return self.edits[self.position - self.first].label if self.can_redo else ""

    @property
    def can_undo(self) -> bool:
        """Whether an edit can be taken back."""
        return self.position > self.first

    @property
    def can_redo(self) -> bool:
        """Whether an edit can be done again."""
        return self.position < self.last

    def push(self, edit: Edit) -> bool:
        """Add an edit that was just done; what could be redone is forgotten.

        Returns:
            False when the edit alone is larger than the cap, so that it cannot be undone.
        """
        kept = self.edits[: self.position - self.first]
        self._forget(self.edits[len(kept) :])
        if self.clean is not None and self.clean > self.position:
            self.clean = None
        merged = kept[-1].merged(edit) if kept and self.clean != self.position else None
        if merged is not None:
            self._forget(kept[-1:])
            kept, edit = kept[:-1], merged
        for value in edit.values():
            self._bytes.add(value)
        edits, dropped = self._capped((*kept, edit))
        self.first += dropped
        self.edits = edits
        self.position = self.last
        return bool(edits)

    def changes_to(self, position: int) -> list[tuple[str, str, Any]]:
        """Part, field and value to set, in order, to come to another position."""
        position = min(max(position, self.first), self.last)
        here, there = self.position - self.first, position - self.first
        undone = [change for edit in self.edits[there:here][::-1] for change in edit.changes[::-1]]
        redone = [change for edit in self.edits[here:there] for change in edit.changes]
        return [(c.part, c.field, c.before) for c in undone] + [
            (c.part, c.field, c.after) for c in redone
        ]

    def clear(self) -> None:
        """Forget every edit: what is open now is the start."""
        self._bytes = ByteCount()
        self.edits = ()
        self.first = self.position = 0
        self.clean = 0
        self.pending = ""

    def mark_clean(self, position: int | None = None) -> None:
        """A position, the present one unless another is named, is on disk now."""
        self.clean = self.position if position is None else position

    def _capped(self, edits: tuple[Edit, ...]) -> tuple[tuple[Edit, ...], int]:
        dropped = 0
        while self._bytes.total > self.cap_bytes and dropped < len(edits):
            self._forget(edits[dropped : dropped + 1])
            dropped += 1
        return edits[dropped:], dropped

    def _forget(self, edits: tuple[Edit, ...]) -> None:
        for edit in edits:
            for value in edit.values():
                self._bytes.remove(value)
