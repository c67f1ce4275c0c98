"""`KeymapController`: chooses profiles, binds keys, finds clashes, stores the result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from render.errors import InputError
from studio.state.keymap import Keymap, normal_keys, resolve_keys, split_keys, users_of
from studio.state.keymap_file import key_profiles, load_keymap, save_keymap
from studio.state.language import tr
from studio.state.studio_state import StudioState


class KeymapController:
    """Verbs of the page of keys; every change is stored at once."""

    def __init__(self, state: StudioState, path: Path) -> None:
        """Drive the keys of a state.

        Args:
            state: State whose keys are driven.
            path: JSON file.
        """
        self._state = state
        self._path = path
        self._defaults: Mapping[str, str] = {}

    @property
    def value(self) -> Keymap:
        """The user's choice."""
        return self._state.keymap.value

    def load(self, defaults: Mapping[str, str]) -> None:
        """Read the user's keys; safe mode takes the defaults.

        Args:
            defaults: Command -> keys of the command table.
        """
        self._defaults = defaults
        keymap = Keymap()
        if not self._state.preferences.safe_mode:
            keymap, problems = load_keymap(self._path)
            for problem in problems:
                self._state.notices.post("warning", f"{problem[0].upper()}{problem[1:]}.")
        self._show(keymap)

    def choose_profile(self, name: str) -> None:
        """Take the keys of a profile; the user's own changes stay on top.

        Raises:
            InputError: If there is no such profile.
        """
        if name not in key_profiles():
            raise InputError(f"key profile is {name!r}; use one of: {', '.join(key_profiles())}")
        self._change(replace(self.value, profile=name))

    def clash(self, command: str, keys: str) -> tuple[str, ...]:
        """Other commands that have any of these keys now."""
        return users_of(self._state.keymap.keys, keys, besides=command)

    def bind(self, command: str, keys: str) -> None:
        """Give a command other keys; commands that had them lose them.

        Raises:
            InputError: If the keys cannot be read or the command does not exist.
        """
        if command not in self._defaults:
            raise InputError(f"command {command!r} does not exist; choose one of the list")
        wanted = normal_keys(keys)
        keymap = self.value
        for other in self.clash(command, wanted):
            kept = (k for k in split_keys(self._state.keymap.keys[other]))
            rest = [key for key in kept if key not in split_keys(wanted)]
            keymap = keymap.with_keys(other, " or ".join(rest))
        self._change(keymap.with_keys(command, wanted))

    def reset(self, command: str) -> None:
        """Give a command the keys that the profile has for it."""
        self._change(self.value.without_change(command))

    def reset_all(self) -> None:
        """Give all commands the keys of the profile."""
        self._change(Keymap(self.value.profile))

    def _change(self, keymap: Keymap) -> None:
        if keymap == self.value:
            return
        self._show(keymap)
        if self._state.preferences.safe_mode:
            return
        try:
            save_keymap(self._path, keymap)
        except OSError as error:
            self._state.notices.post("warning", tr("Keys cannot be stored: {reason}", reason=error))

    def _show(self, keymap: Keymap) -> None:
        profile = key_profiles()[keymap.profile]
        self._state.keymap.keys = resolve_keys(self._defaults, profile, keymap)
        self._state.keymap.value = keymap
