"""A themed window with the fake pipeline, and a check that tests leave nothing behind."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.app import build_window
from studio.views.main_window import MainWindow
from studio.views.theme_change import apply_theme

FAKE = "tests.studio.fake_pipeline"
TIMEOUT_MS = 60_000
KNOWN_LOOK = {"language": "en", "theme": "dark"}
"""Tests do not depend on the desktop they run on."""


@pytest.fixture(autouse=True)
def _themed(qapp: QApplication) -> Iterator[None]:
    apply_theme(qapp)
    yield
    qapp.processEvents()
    left = [widget for widget in qapp.topLevelWidgets() if widget.isVisible()]
    assert left == [], "a test left widgets on screen"


@pytest.fixture
def make_window(qtbot: QtBot, private_folders: Path) -> Iterator[Callable[..., MainWindow]]:
    """Builds shown windows; they are closed after the test."""
    windows: list[MainWindow] = []
    preferences = private_folders / "preferences.json"
    folder = private_folders / "projects"
    preferences.write_text(json.dumps({"projects_folder": str(folder), **KNOWN_LOOK}))

    def make(pipeline: str = FAKE) -> MainWindow:
        window = build_window(pipeline, preferences)
        window.confirm_stop = lambda _title: True  # type: ignore[method-assign]
        windows.append(window)
        window.show()
        qtbot.waitExposed(window)
        return window

    yield make
    for window in windows:
        window.studio.saving.give_up()
        window.close()
        window.deleteLater()
    qtbot.wait(1)


@pytest.fixture
def window(make_window: Callable[[], MainWindow]) -> MainWindow:
    return make_window()
