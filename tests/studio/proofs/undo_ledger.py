"""Remembers the document at every position of the history, and compares it when undo comes back."""

from __future__ import annotations

from studio.controllers.edit_controller import EditController
from studio.state.document_fields import Values, document_values
from studio.state.history import HistoryState
from studio.state.studio_state import StudioState


class UndoLedger:
    """Call `look` after everything that may change the state, outside of drags."""

    def __init__(self, state: StudioState, edits: EditController) -> None:
        self._state, self._edits = state, edits
        self._values: dict[int, Values] = {}
        self._labels: dict[int, str] = {}
        self._project: object = None
        self._place = 0
        self.problems: list[str] = []
        self.compared = 0
        """Positions that undo or redo came back to, and that were compared."""

    def look(self) -> None:
        """Remember a new position, or compare one that was left and came back."""
        history, project = self._state.history, self._state.document.project
        if project is None or history.pending:
            return
        values = document_values(self._state, undoable_only=True)
        if project != self._project or not history.edits:
            self._project = project
            self._values, self._labels = {}, {}
        known = self._values.get(history.position)
        label = _label(history)
        if known is None or self._labels[history.position] != label:
            for later in [at for at in self._values if at > history.position]:
                del self._values[later]
            self._values[history.position], self._labels[history.position] = values, label
        else:
            self.compared += history.position != self._place
            self._compare(known, values)
            self._values[history.position] = values
        self._place = history.position

    def undo_all(self) -> int:
        """Undo as far as the history reaches, and compare at every step; returns the steps."""
        self._edits.commit()
        self.look()
        history, steps = self._state.history, 0
        while history.can_undo:
            self._edits.undo()
            steps += 1
            known = self._values.get(history.position)
            if known is not None:
                self.compared += 1
                self._compare(known, document_values(self._state, undoable_only=True))
        return steps

    def _compare(self, known: Values, found: Values) -> None:
        for key, value in known.items():
            if value != found[key] and len(self.problems) < 20:
                position = self._state.history.position
                was, now = repr(value)[:200], repr(found[key])[:200]
                self.problems.append(f"{key} at {position}: {was} is now {now}")


def _label(history: HistoryState) -> str:
    """The edit that led to the present position: its time tells edits apart."""
    if not history.can_undo:
        return ""
    edit = history.edits[history.position - history.first - 1]
    return f"{edit.label} {edit.time_s}"
