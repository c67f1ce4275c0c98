"""Pasting where the system has no clipboard."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QClipboard

from studio.views.main_window import MainWindow


def test_pasting_nothing_says_so(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QClipboard, "mimeData", lambda *_: None)
    window.actions_by_name["paste"].trigger()
    assert "The clipboard holds no picture" in window.studio.state.notices.notices[-1].text
