"""Answers dialogs that would block: file choosers, boxes, menus and drags."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices, QDrag
from PySide6.QtWidgets import QApplication, QColorDialog, QDialog, QFileDialog, QInputDialog, QMenu

CANCELLED_SHARE = 0.3
BAD_NAMES = ("", "no\0such", "missing/folder/x.p4d", "bad name?.xyz", "/proc/forbidden.mp4")


class Asker:
    """A person who answers at random, sometimes badly and sometimes not at all."""

    def __init__(self, rng: random.Random, folder: Path, files: tuple[Path, ...]) -> None:
        """Answer with files of a folder.

        Args:
            rng: Draws the answers.
            folder: New files go here.
            files: Existing files to open.
        """
        self.rng, self.folder, self.files = rng, folder, files
        self.bad = self.asked = 0
        self.meddle: Callable[[QDialog], None] = lambda _dialog: None
        """Does something in a dialog before it is answered."""

    def install(self, patch: pytest.MonkeyPatch) -> None:
        """Take the place of everything that blocks."""
        patch.setattr(QDialog, "exec", lambda dialog, *_: self._exec(dialog))
        patch.setattr(QFileDialog, "getOpenFileName", self._old_file)
        patch.setattr(QFileDialog, "getOpenFileNames", lambda *_a, **_k: ([self._old()], ""))
        patch.setattr(QFileDialog, "getSaveFileName", self._new_file)
        patch.setattr(QFileDialog, "getExistingDirectory", lambda *_a, **_k: self._old())
        patch.setattr(QInputDialog, "getText", lambda *_a, **_k: ("", False))
        patch.setattr(QColorDialog, "getColor", lambda initial=None, *_a, **_k: initial)
        patch.setattr(QMenu, "exec", lambda *_a, **_k: None)
        patch.setattr(QDrag, "exec", lambda *_a, **_k: Qt.DropAction.IgnoreAction)
        patch.setattr(QDesktopServices, "openUrl", lambda *_a: True)

    def _exec(self, dialog: Any, *_: object) -> int:
        self.asked += 1
        dialog.setModal(False)
        dialog.show()
        QApplication.processEvents()
        self.meddle(dialog)
        if dialog.isVisible():
            (dialog.reject if self.rng.random() < CANCELLED_SHARE else dialog.accept)()
        return int(dialog.result())

    def _old_file(self, *_: object, **__: object) -> tuple[str, str]:
        return self._old(), ""

    def _new_file(self, _parent: object, _title: str, start: str = "", *_: object) -> Any:
        self.asked += 1
        draw = self.rng.random()
        if draw < CANCELLED_SHARE:
            return "", ""
        if draw < CANCELLED_SHARE + 0.2:
            return self._bad(), ""
        ending = Path(start).suffix
        return str(self.folder / f"asked-{self.asked}{ending}"), ""

    def _old(self) -> str:
        self.asked += 1
        draw = self.rng.random()
        if draw < CANCELLED_SHARE:
            return ""
        if draw < CANCELLED_SHARE + 0.2 or not self.files:
            return self._bad()
        return str(self.rng.choice(self.files))

    def _bad(self) -> str:
        self.bad += 1
        return self.rng.choice(BAD_NAMES)
