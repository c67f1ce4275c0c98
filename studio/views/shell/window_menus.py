"""`WindowMenus`: actions and menus of one window, kept as the state wants them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow

from studio.controllers.commands.command import Command
from studio.controllers.commands.palette import layout_call, open_call
from studio.controllers.studio_controller import Studio
from studio.state.conditions import checked, conditions
from studio.state.layouts import BUILT_IN
from studio.views.shell.actions import (
    bind_keys,
    call_line,
    check,
    enable,
    fill_menu_bar,
    make_actions,
    submenu,
)

LAYOUTS_MENU = "Window ▸ Layouts"
RECENT_MENU = "File ▸ Open recent"


@dataclass(frozen=True, slots=True)
class _MenusView:
    """What menus and actions show."""

    keys: Mapping[str, str]
    conditions: frozenset[str]
    recent: tuple[str, ...]
    layouts: tuple[str, ...]
    layout: str


class WindowMenus:
    """Builds the menu bar of a window from the command table."""

    def __init__(self, window: QMainWindow, studio: Studio, commands: tuple[Command, ...]) -> None:
        """Build the menus of a window.

        Args:
            window: Gets the menu bar and owns the actions.
            studio: Controllers that the menus call.
            commands: The whole command table.
        """
        self._studio = studio
        self._commands = commands
        self._shown: _MenusView | None = None
        self.actions = make_actions(commands, window)
        self.menus = fill_menu_bar(window.menuBar(), commands, self.actions)
        self._recent = submenu(self.menus, RECENT_MENU)
        self._recent_actions: list[QAction] = []
        self._layouts = submenu(self.menus, LAYOUTS_MENU)
        self._own_layouts: list[QAction] = []

    def show_state(self, shown_commands: frozenset[str]) -> None:
        """Follow the state.

        Args:
            shown_commands: Checkable commands that the window itself has switched on.
        """
        state = self._studio.state
        new, old = (
            _MenusView(
                state.keymap.keys,
                conditions(state),
                state.preferences.value.recent,
                tuple(state.layouts.own),
                state.layouts.current,
            ),
            self._shown,
        )
        self._shown = new
        if old is None or old.keys != new.keys:
            bind_keys(self._commands, self.actions, new.keys)
        if old is None or old.conditions != new.conditions:
            enable(self._commands, self.actions, new.conditions)
        if old is None or old.recent != new.recent:
            self._fill_recent(new.recent)
        if old is None or old.layouts != new.layouts:
            self._fill_layouts(new.layouts)
        on = checked(state) | shown_commands
        if new.layout in BUILT_IN:
            on |= {f"layout-{new.layout}"}
        check(self._commands, self.actions, on)
        for action in self._own_layouts:
            action.setChecked(action.text() == new.layout)

    def _fill_recent(self, paths: tuple[str, ...]) -> None:
        for action in self._recent_actions:
            self._recent.removeAction(action)
            action.deleteLater()
        self._recent.setEnabled(bool(paths))
        self._recent_actions = []
        for path in map(Path, paths):
            action = QAction(path.stem, self._recent)
            action.setToolTip(f"{path}\n{call_line(open_call(str(path)))}")
            action.setProperty("verbatim", True)
            action.triggered.connect(partial(self._open_recent, path))
            self._recent.insertAction(self._recent.actions()[-2], action)
            self._recent_actions.append(action)

    def _fill_layouts(self, names: tuple[str, ...]) -> None:
        for action in self._own_layouts:
            self._layouts.removeAction(action)
            action.deleteLater()
        self._own_layouts = []
        before = self.actions["layout-save"]
        for name in names:
            action = QAction(name, self._layouts)
            action.setToolTip(f"{name}\n{call_line(layout_call(name))}")
            action.setCheckable(True)
            action.triggered.connect(partial(self._switch_layout, name))
            self._layouts.insertAction(before, action)
            self._own_layouts.append(action)

    def _open_recent(self, path: Path, _checked: bool = False) -> None:
        self._studio.document.open_recent(path)

    def _switch_layout(self, name: str, _checked: bool = False) -> None:
        self._studio.layouts.switch(name)
