"""`EditController`: turns changes of the document's fields into steps of undo."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from psygnal import EmissionInfo, Signal

from studio.controllers.edit_hold import EditHold
from studio.state.document_fields import Values, document_fields, document_values, set_values
from studio.state.history import Change, Edit
from studio.state.language import tr
from studio.state.studio_state import StudioState

_log = logging.getLogger(__name__)

Applied = list[tuple[str, str, Any]]
"""Part, field and new value, in the order in which they were set."""


class EditController:
    """Records what steps and drags change in `SAVED` fields, and goes back and forth among them.

    Steps nest: the outermost gives the label. A step that raises puts back what it changed.
    """

    finished: ClassVar[Signal] = Signal(Edit)
    """An edit was done; `history.position` is the position after it."""
    moved: ClassVar[Signal] = Signal(str, list)
    """History was walked: what happened in words, and the values that were set (`Applied`)."""

    def __init__(
        self,
        state: StudioState,
        *,
        strict: bool = False,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Listen to every part of a state.

        Args:
            state: State whose fields are recorded.
            strict: Raise when a field changes outside of a step while a project is open, instead
                of making a step of it.
            clock: Seconds since 1970.
        """
        self._state = state
        self._strict = strict
        self._clock = clock
        self._recorded: dict[tuple[str, str], tuple[Any, Any]] = {}
        self._depth = 0
        self._drag = ""
        self._muted = 0
        self._hold: EditHold | None = None
        self.guarded = False
        """Whether changes outside of steps are reported: while a project is open."""
        for name, part in state.parts().items():
            if getattr(type(part), "SAVED", ()):
                self._listen(name, part)

    @contextmanager
    def step(self, label: str, *, mergeable: bool = False) -> Iterator[None]:
        """Record all changes inside as one step; inside another step or drag they join it.

        Args:
            label: What the person does, in words, such as "Set density".
            mergeable: Whether the same again within a moment continues this step.
        """
        self._depth += 1
        try:
            yield
        except BaseException:
            self._depth -= 1
            if self._outermost:
                self._put_back()
            raise
        self._depth -= 1
        if self._outermost:
            self._finish(label, mergeable)

    def begin(self, label: str) -> None:
        """Start a drag: everything until `commit` or `abandon` is one step."""
        if self._drag:
            self.commit()
        self._drag = label
        self._state.history.pending = label

    def commit(self) -> None:
        """End the drag and keep what it changed."""
        if self._drag:
            label, self._drag = self._drag, ""
            self._state.history.pending = ""
            if self._outermost:
                self._finish(label, mergeable=False)

    def abandon(self) -> None:
        """End the drag and put back what it changed."""
        if self._drag:
            self._drag = ""
            self._state.history.pending = ""
            if self._outermost:
                self._put_back()

    @contextmanager
    def untracked(self) -> Iterator[None]:
        """Change fields without a step: while a project is opened or closed."""
        self._muted += 1
        try:
            yield
        finally:
            self._muted -= 1

    def hold(self, name: str, kept: Collection[tuple[str, str]] = ()) -> None:
        """Another project comes: until `release` edits are kept for it, or refused with a notice.

        Args:
            name: What comes.
            kept: Fields that can be chosen before it is there, by part and field; what is held
                already goes on as it was begun.
        """
        self.commit()
        if self._hold is None:
            self._hold = EditHold(name, frozenset(kept))

    @property
    def holds(self) -> bool:
        """Whether edits are held for another project."""
        return self._hold is not None

    def release(self) -> Values:
        """End `hold`.

        Returns:
            What was chosen ahead; the fields hold it still.
        """
        self.commit()
        hold, self._hold = self._hold, None
        return {} if hold is None else hold.values

    def drop_held(self) -> None:
        """End `hold`, because nothing comes: what was chosen ahead is put back."""
        self.commit()
        hold, self._hold = self._hold, None
        if hold is not None:
            with self.untracked():
                set_values(self._state, [(*key, value) for key, value in hold.before.items()])

    def undo(self) -> None:
        """Take the last edit back; a drag that is under way is finished first."""
        self.commit()
        history = self._state.history
        if history.can_undo:
            self._go(history.position - 1, tr("Undo: {label}", label=history.undo_label))

    def redo(self) -> None:
        """Do the edit again that was taken back last."""
        self.commit()
        history = self._state.history
        if history.can_redo:
            self._go(history.position + 1, tr("Redo: {label}", label=history.redo_label))

    def go_to(self, index: int) -> None:
        """Go to the state after edit `index` of the history; `history.first` is its start."""
        self.commit()
        history = self._state.history
        index = min(max(index, history.first), history.last)
        if index != history.position:
            back = index < history.position
            label = tr("Go back in the history") if back else tr("Go forward in the history")
            self._go(index, label)

    def settled_values(self) -> Values:
        """The document's values without a drag or step that is under way."""
        values = document_values(self._state)
        return values | {key: before for key, (before, _) in self._recorded.items()}

    def clear(self) -> None:
        """Forget all steps, and a drag without putting anything back."""
        self._drag = ""
        self._recorded.clear()
        self._state.history.clear()

    @property
    def _outermost(self) -> bool:
        return self._depth == 0 and not self._drag

    def _listen(self, name: str, part: Any) -> None:
        saved = frozenset(
            field.name
            for field in document_fields(self._state)
            if field.part == name and field.undoable
        )

        def on_part_changed(info: EmissionInfo) -> None:
            if info.signal.name in saved and not self._muted:
                new, old = info.args
                self._record(name, str(info.signal.name), old, new)

        part.events.connect(on_part_changed)

    def _record(self, part: str, field: str, old: Any, new: Any) -> None:
        inside = self._depth > 0 or bool(self._drag)
        if not inside and not self.guarded and self._hold is None:
            return
        before, _ = self._recorded.get((part, field), (old, None))
        self._recorded[part, field] = (before, new)
        if inside:
            return
        line = f"{part}.{field} was changed outside of an edit step"
        if self._strict and self._hold is None:
            self._recorded.clear()
            raise AssertionError(line)
        _log.warning(line)
        self._finish(tr("Change {field}", field=field.replace("_", " ")), mergeable=True)

    def _finish(self, label: str, mergeable: bool) -> None:
        changes = tuple(
            Change(part, field, before, after)
            for (part, field), (before, after) in self._recorded.items()
            if before != after
        )
        if changes and self._hold is not None:
            self._hold_back(self._hold, changes)
            return
        self._recorded.clear()
        if not changes:
            return
        edit = Edit(label, changes, self._clock(), mergeable)
        if not self._state.history.push(edit):
            self._state.notices.post(
                "warning",
                tr("{label}: this step is too large to be undone.", label=label),
                details=tr("It needs more memory than the undo history may take."),
            )
        self.finished.emit(edit)

    def _hold_back(self, hold: EditHold, changes: tuple[Change, ...]) -> None:
        if hold.take(changes):
            self._recorded.clear()
            return
        self._put_back()
        self._refuse(hold)

    def _refuse(self, hold: EditHold) -> None:
        text = tr("{name} is being opened. Change this when it is shown.", name=hold.name)
        self._state.notices.post("info", text)

    def _put_back(self) -> None:
        changes = [(part, field, old) for (part, field), (old, _) in self._recorded.items()]
        self._recorded.clear()
        with self.untracked():
            set_values(self._state, changes)

    def _go(self, position: int, label: str) -> None:
        if self._hold is not None:
            self._refuse(self._hold)
            return
        history = self._state.history
        applied: Applied = history.changes_to(position)
        with self.untracked():
            set_values(self._state, applied)
        history.position = position
        self.moved.emit(label, applied)
