"""Qt actions and menus, made from the command table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from studio.controllers.commands.command import MENUS, SUBMENU, Command
from studio.state.keymap import split_keys
from studio.state.language import tr
from studio.views.icons import icon


def make_actions(commands: Iterable[Command], parent: QWidget) -> dict[str, QAction]:
    """Qt actions by command name, without keys; `bind_keys` gives them keys."""
    actions = {}
    for command in commands:
        action = QAction(command.text, parent)
        action.setObjectName(command.name)
        if command.icon:
            action.setIcon(icon(command.icon))
        action.setCheckable(command.checkable)
        action.triggered.connect(lambda _checked=False, verb=command.verb: verb())
        parent.addAction(action)
        actions[command.name] = action
    return actions


def bind_keys(
    commands: Iterable[Command], actions: Mapping[str, QAction], keys: Mapping[str, str]
) -> None:
    """Give actions their keys, which work in the whole window, and tell them in tooltips."""
    for command in commands:
        action = actions[command.name]
        sequences = [QKeySequence(key) for key in split_keys(keys.get(command.name, ""))]
        action.setShortcuts(sequences)
        shown = native_keys(keys.get(command.name, ""))
        lines = [f"{command.plain_text} ({shown})" if shown else command.plain_text]
        if command.help:
            lines.append(command.help)
        lines.append(call_line(command.python_call))
        action.setToolTip("\n".join(lines))


def call_line(call: str) -> str:
    """Line of a tooltip that tells the Python call."""
    return tr("Python: {call}", call=call)


def native_keys(keys: str) -> str:
    """Keys of a command as the system writes them."""
    style = QKeySequence.SequenceFormat.NativeText
    return ", ".join(QKeySequence(key).toString(style) for key in split_keys(keys))


def fill_menu_bar(
    bar: QMenuBar, commands: Iterable[Command], actions: Mapping[str, QAction]
) -> dict[str, QMenu]:
    """Make the menus; returns them by title, submenus by titles joined with an arrow."""
    table = tuple(commands)
    used = {command.menu.split(SUBMENU)[0] for command in table}
    menus = {title: bar.addMenu(tr(title)) for title in MENUS if title in used}
    for command in table:
        menu = submenu(menus, command.menu)
        if command.separated:
            menu.addSeparator()
        menu.addAction(actions[command.name])
    for menu in menus.values():
        menu.setToolTipsVisible(True)
    return menus


def submenu(menus: dict[str, QMenu], path: str) -> QMenu:
    """The menu of a path such as "View ▸ Style", made with those above it when it is missing."""
    if path not in menus:
        parent, _, title = path.rpartition(SUBMENU)
        menus[path] = submenu(menus, parent).addMenu(tr(title))
    return menus[path]


def enable(
    commands: Iterable[Command], actions: Mapping[str, QAction], conditions: frozenset[str]
) -> None:
    """Enable the actions whose condition holds."""
    for command in commands:
        actions[command.name].setEnabled(not command.needs or command.needs in conditions)


def check(
    commands: Iterable[Command], actions: Mapping[str, QAction], checked: frozenset[str]
) -> None:
    """Tick the actions that are switched on."""
    for command in commands:
        if command.checkable:
            actions[command.name].setChecked(command.name in checked)
