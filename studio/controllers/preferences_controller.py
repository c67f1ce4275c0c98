"""`PreferencesController`: reads, changes and stores preferences."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from studio.state.language import tr
from studio.state.preference_fields import field_named
from studio.state.preference_file import load_preferences, save_preferences
from studio.state.preferences import Preferences
from studio.state.studio_state import StudioState


class PreferencesController:
    """Verbs of the preferences page and of the recent lists; every change is stored at once."""

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

    @property
    def folder(self) -> Path:
        """Folder in which the window keeps its own files."""
        return self._path.parent

    def load(self) -> None:
        """Read the file and let its values begin the session.

        Safe mode takes the defaults, and the software renderer, which needs no driver.
        """
        if self._state.preferences.safe_mode:
            self._state.preferences.value = Preferences(renderer="software")
        else:
            value, problems = load_preferences(self._path)
            self._state.preferences.value = value
            for problem in problems:
                self._state.notices.post("warning", f"{problem[0].upper()}{problem[1:]}.")
        self._state.preferences.started_with = self.value
        self._apply()

    def change(self, preferences: Preferences) -> None:
        """Take new preferences over and store them; safe mode stores nothing."""
        if preferences == self.value:
            return
        self._state.preferences.value = preferences
        if self._state.preferences.safe_mode:
            return
        try:
            save_preferences(self._path, preferences)
        except OSError as error:
            self._state.notices.post(
                "warning", tr("Preferences cannot be stored: {reason}", reason=error)
            )

    def change_and_apply(self, preferences: Preferences) -> None:
        """Like `change`, and use the new defaults now."""
        self.change(preferences)
        self._apply()

    def set(self, name: str, value: object) -> str:
        """Set one preference and use it now.

        Returns:
            Why it was refused, with value, range and remedy; empty when it was taken.
        """
        field = field_named(name)
        if field is None:
            return f"{name} is no preference; choose one of the preferences page"
        problem = field.problem(value)
        if not problem:
            self.change_and_apply(replace(self.value, **{name: value}))  # type: ignore[arg-type]
        return problem

    def reset(self, *names: str) -> None:
        """Give settings their first values, all when none is named."""
        self.change_and_apply(self.value.reset(*names))

    def add_recent(self, path: Path) -> None:
        """Put a project in front of the recent ones."""
        self.change(self.value.with_recent(path))

    def forget_recent(self, path: Path) -> None:
        """Take a project off the recent ones."""
        self.change(self.value.without_recent(path))

    def clear_recent(self) -> None:
        """Empty the list of recent projects."""
        self.change(replace(self.value, recent=()))

    def add_recent_command(self, name: str) -> None:
        """Put a command in front of those chosen last in the palette."""
        self.change(self.value.with_recent_command(name))

    def mark_tour_seen(self) -> None:
        """Do not show the tour by itself again."""
        self.change(replace(self.value, tour_seen=True))

    def _apply(self) -> None:
        value = self.value
        self._state.history.cap_bytes = value.undo_limit_mb * 2**20
        self._state.playback.loop = value.loop
        self._state.viewport.stage = value.stage
        if self._state.document.project is None:  # an open project has its own
            self._state.material.quality = value.quality
            self._state.material.stiffness = value.stiffness
