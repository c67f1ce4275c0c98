"""The whole window in the pseudo-language and in German."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QWidget
from pytestqt.qtbot import QtBot

import studio.app
from studio.state.language import ENGLISH, PSEUDO, set_language
from studio.views.main_window import MainWindow
from studio.views.qt_language import speak
from tests.studio.synthetic_project import make_project, write_take
from tests.studio.views.conftest import TIMEOUT_MS
from tests.studio.views.window_walk import clipped, untranslated

SETTLING_MS = 5000
KNOWN = frozenset(
    {
        "phys4d", "studio", "Ball", "take", "kPa", "MPa", "GPa", "TPa", "Deutsch", "English",
        "Python", "PhysGM",
    }
)  # fmt: skip
"""Names and units, which are the same in every language."""


@pytest.fixture(autouse=True)
def _english_again(qapp: QApplication) -> Iterator[None]:
    yield
    speak(qapp, ENGLISH)


@pytest.fixture
def make_pseudo(
    make_window: Callable[[], MainWindow], monkeypatch: pytest.MonkeyPatch
) -> Callable[[], MainWindow]:
    monkeypatch.setattr(studio.app, "speak", lambda _application, _choice: set_language(PSEUDO))
    return make_window


def open_project(window: MainWindow, folder: Path, qtbot: QtBot) -> None:
    project = make_project(folder / "Ball.p4d")
    write_take(project, "take-1")
    window.studio.document.open_path(project.path)
    qtbot.waitUntil(lambda: window.studio.state.playback.cached_count == 12, timeout=TIMEOUT_MS)
    qtbot.wait(100)


@pytest.mark.parametrize("page", ["welcome", "workspace", "doctor"])
def test_every_text_goes_through_the_catalogue_and_fits(
    page: str, make_pseudo: Callable[[], MainWindow], qtbot: QtBot, tmp_path: Path
) -> None:
    window = make_pseudo()
    window.resize(1600, 1000)
    if page == "workspace":
        open_project(window, tmp_path, qtbot)
    elif page == "doctor":
        window.studio.state.doctor.complete = True
        window.actions_by_name["doctor"].trigger()
        qtbot.wait(50)
    assert untranslated(window, KNOWN) == []

    def nothing_cut() -> None:  # layouts need some turns of the event loop
        assert clipped(window) == []

    qtbot.waitUntil(nothing_cut, timeout=SETTLING_MS)


def test_buttons_that_qt_brings_are_german(qapp: QApplication, qtbot: QtBot) -> None:
    speak(qapp, "de")
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    (button,) = box.buttons()
    assert button.text().replace("&", "") == "Abbrechen"
    speak(qapp, ENGLISH)
    plain = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(plain)
    (button,) = plain.buttons()
    assert button.text().replace("&", "") == "Cancel"


def test_the_window_speaks_german(
    make_window: Callable[[], MainWindow], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(studio.app, "speak", lambda application, _choice: speak(application, "de"))
    window = make_window()
    assert window.actions_by_name["save"].text() == "Speichern"
    titles = [action.text() for action in window.menuBar().actions()]
    assert "Datei" in titles
    assert isinstance(window.centralWidget(), QWidget)
