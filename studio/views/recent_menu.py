"""The *Open recent* menu."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QMenu

from studio.controllers.studio_controller import Studio


def fill_recent_menu(menu: QMenu, paths: Sequence[Path], studio: Studio) -> None:
    """List recent projects, newest first; disabled while there are none."""
    menu.clear()
    menu.setEnabled(bool(paths))
    for path in paths:
        action = menu.addAction(path.stem)
        action.setToolTip(str(path))
        action.triggered.connect(partial(_open, studio, path))
    menu.addSeparator()
    menu.addAction("Clear list").triggered.connect(studio.preferences.clear_recent)


def _open(studio: Studio, path: Path, _checked: bool = False) -> None:
    studio.document.open_recent(path)
