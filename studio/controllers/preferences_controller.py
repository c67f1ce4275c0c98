"""`PreferencesController`: reads, changes and stores preferences."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from render.errors import InputError
from studio.state.preferences import Preferences, load_preferences, save_preferences
from studio.state.studio_state import StudioState


class PreferencesController:
    """Verbs of the preferences dialog and of the recent list; every change is stored at once."""

    def __init__(self, state: StudioState, path: Path) -> None:
        """Drive the preferences of a state.

        Args:
            state: State whose preferences are driven.
            path: JSON file.
        """
        self._state = state
        self._path = path

    @property
    def value(self) -> Preferences:
        """Present preferences."""
        return self._state.preferences.value

    def load(self) -> None:
        """Read the file and let its values begin the session."""
        try:
            self._state.preferences.value = load_preferences(self._path)
        except InputError as error:
            self._state.notices.post("warning", str(error))
        self._apply()

    def change(self, preferences: Preferences) -> None:
        """Take new preferences over and store them."""
        if preferences == self.value:
            return
        self._state.preferences.value = preferences
        try:
            save_preferences(self._path, preferences)
        except OSError as error:
            self._state.notices.post("warning", f"Preferences cannot be stored: {error}")

    def change_and_apply(self, preferences: Preferences) -> None:
        """Like `change`, and use the new defaults now."""
        self.change(preferences)
        self._apply()

    def add_recent(self, path: Path) -> None:
        """Put a project in front of the recent ones."""
        self.change(self.value.with_recent(path))

    def forget_recent(self, path: Path) -> None:
        """Take a project off the recent ones."""
        self.change(self.value.without_recent(path))

    def clear_recent(self) -> None:
        """Empty the list of recent projects."""
        self.change(replace(self.value, recent=()))

    def _apply(self) -> None:
        value = self.value
        self._state.playback.loop = value.loop
        self._state.viewport.stage = value.stage
        self._state.material.quality = value.quality
        self._state.material.stiffness = value.stiffness
