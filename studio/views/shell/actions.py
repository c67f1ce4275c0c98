"""Qt actions and menus, made from the command table."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from studio.controllers.commands.command import MENUS, SUBMENU, Command
from studio.views.icons import icon


def make_actions(commands: Iterable[Command], parent: QWidget) -> dict[str, QAction]:
    """Qt actions by command name; their shortcuts work in the whole window."""
    actions = {}
    for command in commands:
        action = QAction(command.text, parent)
        if command.icon:
            action.setIcon(icon(command.icon))
        if command.shortcut:
            action.setShortcut(QKeySequence(command.shortcut))
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        plain = command.plain_text
        action.setToolTip(f"{plain} ({keys})" if keys else plain)
        action.setCheckable(command.checkable)
        action.triggered.connect(lambda _checked=False, verb=command.verb: verb())
        parent.addAction(action)
        actions[command.name] = action
    return actions


def fill_menu_bar(
    bar: QMenuBar, commands: Iterable[Command], actions: dict[str, QAction]
) -> dict[str, QMenu]:
    """Make the menus; returns them by title, submenus by titles joined with an arrow."""
    table = tuple(commands)
    used = {command.menu.split(SUBMENU)[0] for command in table}
    menus = {title: bar.addMenu(title) for title in MENUS if title in used}
    for command in table:
        parent, _, title = command.menu.rpartition(SUBMENU)
        if command.menu not in menus:
            menus[command.menu] = menus[parent].addMenu(title)
        menu = menus[command.menu]
        if command.separated:
            menu.addSeparator()
        menu.addAction(actions[command.name])
    return menus


def enable(
    commands: Iterable[Command], actions: dict[str, QAction], conditions: frozenset[str]
) -> None:
    """Enable the actions whose condition holds."""
    for command in commands:
        actions[command.name].setEnabled(not command.needs or command.needs in conditions)


def check(
    commands: Iterable[Command], actions: dict[str, QAction], checked: frozenset[str]
) -> None:
    """Tick the actions that are switched on."""
    for command in commands:
        if command.checkable:
            actions[command.name].setChecked(command.name in checked)
