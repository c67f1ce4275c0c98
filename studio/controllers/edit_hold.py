"""`EditHold`: what becomes of edits while the next project comes: kept for it, or refused."""

from __future__ import annotations

from collections.abc import Sequence

from studio.state.document_fields import Values
from studio.state.history import Change


class EditHold:
    """Collects the values that were chosen for a project before it is shown."""

    def __init__(self, name: str, kept: frozenset[tuple[str, str]]) -> None:
        """Begin without any value.

        Args:
            name: What is awaited, for messages.
            kept: Fields that may be chosen ahead, by part and field; others are refused.
        """
        self.name = name
        self._kept = kept
        self.values: Values = {}
        """What was chosen ahead."""
        self.before: Values = {}
        """What those fields held at first."""

    def take(self, changes: Sequence[Change]) -> bool:
        """Keep the changes of one step; False where one of them cannot be kept."""
        if any((change.part, change.field) not in self._kept for change in changes):
            return False
        for change in changes:
            key = (change.part, change.field)
            self.before.setdefault(key, change.before)
            self.values[key] = change.after
        return True
