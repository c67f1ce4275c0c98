"""Help: the list of shortcuts, and what this program is."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Sequence

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QMessageBox,
    QVBoxLayout,
    QWidget,
)

from studio.controllers.commands.command import MENUS, SUBMENU, Command
from studio.views.icons import app_icon
from studio.views.theme import label

MOUSE = (
    ("Orbit", "Left drag"),
    ("Pan", "Right or middle drag, Shift+left drag"),
    ("Move closer or away", "Wheel"),
)


class ShortcutsDialog(QDialog):
    """Every command with a key, by menu, and what the mouse does."""

    def __init__(
        self, commands: Sequence[Command], actions: dict[str, QAction], parent: QWidget
    ) -> None:
        """List the keys of a command table."""
        super().__init__(parent)
        self.setWindowTitle("Shortcuts")
        groups = [("Mouse", list(MOUSE))]
        for menu in MENUS:
            entries = [c for c in commands if c.menu.split(SUBMENU)[0] == menu]
            keyed = [command for command in entries if command.shortcut]
            groups.append((menu, [(c.plain_text, _keys(actions[c.name])) for c in keyed]))
        sides = QHBoxLayout()
        sides.setSpacing(48)
        half = len(groups) // 2
        for part in (groups[:half], groups[half:]):
            sides.addLayout(_group_grid(part))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(16)
        column.addLayout(sides)
        column.addWidget(buttons)


def _group_grid(groups: Sequence[tuple[str, list[tuple[str, str]]]]) -> QGridLayout:
    """Titles with their commands and keys, one below the other."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(4)
    for title, entries in groups:
        if grid.rowCount() > 1:
            grid.setRowMinimumHeight(grid.rowCount(), 8)
        grid.addWidget(label(title, "title"), grid.rowCount(), 0)
        for text, keys in entries:
            row = grid.rowCount()
            grid.addWidget(label(text, "muted"), row, 0)
            grid.addWidget(label(keys), row, 1)
    grid.setRowStretch(grid.rowCount(), 1)
    return grid


def show_about(parent: QWidget) -> None:
    """Say what this program is, its version and licence."""
    version = importlib.metadata.version("phys4d-studio")
    box = QMessageBox(parent)
    box.setWindowTitle("About phys4d-studio")
    box.setIconPixmap(app_icon().pixmap(64, 64))
    box.setText(f"phys4d-studio {version}")
    box.setInformativeText(
        "One photo becomes a physical 4D scene: 3D Gaussians, a distribution over materials, "
        "and a simulation. Works offline. Licensed under Apache-2.0."
    )
    box.exec()


def _keys(action: QAction) -> str:
    return action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
