"""`EditController`: groups changes of the document into steps."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from studio.state.studio_state import StudioState


class EditController:
    """One step is what one undo takes back; steps inside a step join it."""

    def __init__(self, state: StudioState) -> None:
        self._state = state
        self._labels: list[str] = []

    @contextmanager
    def step(self, label: str) -> Iterator[None]:
        """Make all changes inside one step.

        Args:
            label: What it does, in words of the user.
        """
        self._labels.append(label)
        try:
            yield
        finally:
            self._labels.pop()

    def begin(self, label: str) -> None:
        """Begin a drag; all changes until `commit` are one step."""
        self._labels.append(label)

    def commit(self) -> None:
        """End a drag and keep what it changed."""
        self._labels.pop()

    def abandon(self) -> None:
        """End a drag and take back what it changed."""
        self._labels.pop()
