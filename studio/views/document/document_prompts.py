"""`DocumentPrompts`: shows the question that the state asks, one at a time."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from studio.controllers.studio_controller import Studio
from studio.state.saving import CleanOffer, LockConflict, MissingFiles, RecoveryOffer, SavingState
from studio.views.document.prompt import Prompt
from studio.views.document.prompts import (
    clean_prompt,
    conflict_prompt,
    leave_prompt,
    missing_prompt,
    recovery_prompt,
)
from studio.views.thumbnails import ThumbnailLoader

Question = RecoveryOffer | LockConflict | MissingFiles | CleanOffer | str
"""What is asked; a text is the name of the project that is left."""


class DocumentPrompts:
    """Opens and closes questions; call `show_state` after every change."""

    def __init__(self, window: QWidget, studio: Studio, thumbnails: ThumbnailLoader) -> None:
        """Ask over a window."""
        self._window = window
        self._studio = studio
        self._thumbnails = thumbnails
        self._asked: Question | None = None
        self.prompt: Prompt | None = None
        """Question on screen."""

    def show_state(self) -> None:
        """Show the question of the present state, or none."""
        wanted = question_of(self._studio.state.saving, self._studio.state.document.name)
        if wanted == self._asked:
            return
        self._asked = wanted
        if self.prompt is not None:
            self.prompt.end()
        self.prompt = None if wanted is None else self._make(wanted)
        if self.prompt is not None:
            self.prompt.open()

    def close(self) -> None:
        """Take the question off the screen."""
        if self.prompt is not None:
            self.prompt.end()
            self.prompt = None

    def _make(self, question: Question) -> Prompt:
        window, studio = self._window, self._studio
        if isinstance(question, RecoveryOffer):
            return recovery_prompt(window, studio, question, self._thumbnails)
        if isinstance(question, LockConflict):
            return conflict_prompt(window, studio, question)
        if isinstance(question, MissingFiles):
            return missing_prompt(window, studio, question)
        if isinstance(question, CleanOffer):
            return clean_prompt(window, studio, question)
        return leave_prompt(window, studio, question)


def question_of(saving: SavingState, name: str) -> Question | None:
    """The most urgent question of a state."""
    if saving.leaving is not None:
        return name
    return saving.conflict or saving.recovery or saving.missing or saving.cleaning
