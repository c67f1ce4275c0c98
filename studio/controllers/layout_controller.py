"""`LayoutController`: switches, saves, renames, deletes and resets layouts; stores them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from render.errors import InputError
from studio.state.layouts import (
    BUILT_IN,
    Arrangement,
    arrangement_from_json,
    arrangement_to_json,
    checked_name,
)
from studio.state.settings_file import read_settings, write_settings
from studio.state.studio_state import StudioState

LAYOUTS_VERSION = 1


class LayoutController:
    """Verbs of the Window menu; the window arranges the docks when `LayoutsState` asks."""

    def __init__(self, state: StudioState, path: Path) -> None:
        """Drive the layouts of a state.

        Args:
            state: State whose layouts are driven.
            path: JSON file.
        """
        self._state = state
        self._path = path

    def load(self) -> None:
        """Read the layouts and where the docks stood last; safe mode takes neither."""
        if self._state.preferences.safe_mode:
            return
        try:
            values = read_settings(self._path, ())
        except InputError as error:
            self._warn(str(error))
            return
        layouts = self._state.layouts
        saved = values.get("layouts", {})
        entries = saved.items() if isinstance(saved, Mapping) else ()
        own = {str(name): self._read(entry) for name, entry in entries}
        layouts.own = {name: found for name, found in own.items() if found is not None}
        current = values.get("current")
        layouts.current = current if current in layouts.names else BUILT_IN[0]
        if isinstance(values.get("present"), Mapping):
            layouts.present = self._read(values["present"])

    def switch(self, name: str) -> None:
        """Arrange the docks as a layout says.

        Raises:
            InputError: If there is no such layout.
        """
        layouts = self._state.layouts
        if name not in layouts.names:
            raise InputError(f"layout is {name!r}; use one of: {', '.join(layouts.names)}")
        layouts.current = name
        layouts.asked += 1

    def reset(self) -> None:
        """Arrange the docks anew as the layout in use says."""
        self.switch(self._state.layouts.current)

    def save_as(self, name: str, arrangement: Arrangement) -> None:
        """Keep where the docks stand now as a layout.

        Args:
            name: Name of the layout; one of the user's own of that name is replaced.
            arrangement: Where the docks stand.

        Raises:
            InputError: If the name cannot be used.
        """
        layouts = self._state.layouts
        text = checked_name(name, BUILT_IN)
        layouts.own = {**layouts.own, text: arrangement}
        layouts.current = text
        self._store(arrangement)

    def rename(self, old: str, new: str) -> None:
        """Give one of the user's layouts another name.

        Raises:
            InputError: If it is not the user's, or the name cannot be used.
        """
        layouts = self._state.layouts
        self._require_own(old)
        text = checked_name(new, [name for name in layouts.names if name != old])
        layouts.own = {text if name == old else name: a for name, a in layouts.own.items()}
        if layouts.current == old:
            layouts.current = text
        self._store(layouts.present)

    def delete(self, name: str) -> None:
        """Forget one of the user's layouts; the docks stay where they are.

        Raises:
            InputError: If it is not the user's.
        """
        layouts = self._state.layouts
        self._require_own(name)
        layouts.own = {other: a for other, a in layouts.own.items() if other != name}
        if layouts.current == name:
            layouts.current = BUILT_IN[0]
        self._store(layouts.present)

    def remember(self, arrangement: Arrangement) -> None:
        """Store where the docks stand as the session ends."""
        self._state.layouts.present = arrangement
        self._store(arrangement)

    def _require_own(self, name: str) -> None:
        if name not in self._state.layouts.own:
            own = ", ".join(self._state.layouts.own) or "none yet; save one first"
            raise InputError(f"layout {name!r} cannot be changed; your own are: {own}")

    def _store(self, present: Arrangement | None) -> None:
        layouts = self._state.layouts
        if self._state.preferences.safe_mode:
            return
        values: dict[str, Any] = {
            "current": layouts.current,
            "layouts": {name: arrangement_to_json(a) for name, a in layouts.own.items()},
            "present": None if present is None else arrangement_to_json(present),
        }
        try:
            write_settings(self._path, values, LAYOUTS_VERSION)
        except OSError as error:
            self._warn(f"Layouts cannot be stored: {error}")

    def _read(self, entry: object) -> Arrangement | None:
        try:
            return arrangement_from_json(entry if isinstance(entry, Mapping) else {})
        except InputError as error:
            self._warn(str(error))
            return None

    def _warn(self, line: str) -> None:
        self._state.notices.post("warning", f"{line[0].upper()}{line[1:]}.")
