"""`Panel`: a part of the window that resolves the state and applies what differs."""

from __future__ import annotations

from typing import Generic, TypeVar

from PySide6.QtWidgets import QWidget

from studio.state.studio_state import StudioState

V = TypeVar("V")


class Panel(QWidget, Generic[V]):
    """Shows one frozen, comparable view of the state; subclasses give `resolve` and `apply`."""

    _shown: V | None = None

    def resolve(self, state: StudioState) -> V:
        """What the panel shows for a state; a pure function."""
        raise NotImplementedError

    def apply(self, old: V | None, new: V) -> None:
        """Show what differs between two views; `old` is None the first time."""
        raise NotImplementedError

    def show_state(self, state: StudioState) -> None:
        """Resolve, compare with what is shown, apply the difference."""
        new, old = self.resolve(state), self._shown
        if old is None or old != new:
            self._shown = new
            self.apply(old, new)
