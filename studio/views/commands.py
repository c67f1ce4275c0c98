"""One table of all commands: menus, shortcuts, tooltips and buttons are made from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from studio.views.icons import icon


@dataclass(frozen=True, slots=True)
class Command:
    """One thing the user can do."""

    name: str
    """Identity, for example "simulate"."""
    menu: str
    """Menu it stands in, "View" or "View ▸ Style"; menus that grow are filled elsewhere."""
    text: str
    """Menu text."""
    verb: Callable[[], object]
    """What it does."""
    shortcut: str = ""
    """Key sequence, empty for none."""
    needs: str = ""
    """Condition of `WindowView.commands` that must hold; empty means always."""
    icon: str = ""
    """Icon file without suffix."""
    checkable: bool = False
    """True for a command that is switched on and off."""
    separated: bool = False
    """True when a line is drawn above it."""


MENUS = ("File", "Simulation", "Playback", "View", "Help")
SUBMENU = " ▸ "
"""Stands between the titles of a menu and of its submenu."""


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
        plain = command.text.replace("…", "").replace("&", "")
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
    menus = {title: bar.addMenu(title) for title in MENUS}
    for command in commands:
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
