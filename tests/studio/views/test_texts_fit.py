"""Every dock, page and dialog in each language at 100 % and 150 %: no text is cut off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

import studio.app
from studio.state.document_file import EditNote, StoredFile
from studio.state.language import ENGLISH, PSEUDO, language, set_language
from studio.state.saving import LockConflict, MissingFiles, RecoveryOffer
from studio.views.docks import built_in_arrangement
from studio.views.document import prompts
from studio.views.main_window import MainWindow
from studio.views.qt_language import speak
from studio.views.shell.name_prompt import NamePrompt
from studio.views.theme import px, ui_scale
from studio.views.theme_change import apply_theme
from tests.studio.photo_project import make_photo_project
from tests.studio.synthetic_project import write_take
from tests.studio.views.conftest import TIMEOUT_MS
from tests.studio.views.text_room import cut

SIZE_PX = (1280, 720)
"""The smallest window that everything must fit into at 100 %."""
ROOMY_PX = (1600, 900)
"""That of the pseudo-locale, whose texts are longer by half than any language's."""
SCALES = (1.0, 1.5)
SETTLING_MS = 20_000
TURNS = 12
"""Turns of the event loop after which layouts have settled."""


@pytest.fixture(autouse=True)
def _as_before(qapp: QApplication) -> Iterator[None]:
    yield
    speak(qapp, ENGLISH)
    apply_theme(qapp)


@pytest.fixture(params=[ENGLISH, "de", PSEUDO])
def window(
    request: pytest.FixtureRequest,
    make_window: Callable[[], MainWindow],
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
    tmp_path: Path,
) -> MainWindow:
    """A window in a language with an object and a take."""

    def in_language(application: QApplication, _choice: str) -> None:
        if request.param == PSEUDO:
            set_language(PSEUDO)
        else:
            speak(application, request.param)

    monkeypatch.setattr(studio.app, "speak", in_language)
    made = make_window()
    project = make_photo_project(tmp_path / "A project with a rather long name.p4d")
    write_take(project, "take-1")
    made.studio.document.open_path(project.path)
    qtbot.waitUntil(lambda: made.studio.state.playback.cached_count == 12, timeout=TIMEOUT_MS)
    qtbot.waitUntil(lambda: made.studio.state.photo.facts is not None, timeout=TIMEOUT_MS)
    return made


def settled(widget: QWidget) -> list[str]:
    """What is still cut when layouts had time to settle."""
    found: list[str] = []
    for _ in range(TURNS):
        QApplication.sendPostedEvents()
        QApplication.processEvents()
        found = cut(widget)
        if not found:
            break
    return found


def docks(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    window.show_page("workspace")
    for name, dock in window.workspace.docks.items():
        window.workspace.show_dock(name)
        yield name, dock
        if window.workspace.dockWidgetArea(dock) == Qt.DockWidgetArea.BottomDockWidgetArea:
            dock.hide()  # the next one of the foot has the width for itself


def pages(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    for name in ("candidates", "photo-page"):
        window.workspace.show_centre(name)
        yield name, window.workspace.centralWidget()
    window.workspace.show_centre("viewport")
    window.show_page("welcome")
    yield "welcome", window.welcome
    window.palette_box.open()
    yield "palette", window.palette_box
    window.palette_box.close_palette()
    window.open_settings()
    assert window.settings is not None
    window.settings.resize(px(680), px(620))
    yield "preferences", window.settings
    window.open_settings(keys=True)
    yield "keys", window.settings
    window.settings.reject()
    if language() == PSEUDO:  # the tour's card is made for texts of real length
        return
    window.start_tour()
    for step in range(6):
        window.tour.show_step(step)
        yield f"tour {step}", window.tour
    window.tour.leave()


def dialogs(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    project = window.studio.state.document.project
    assert project is not None
    notes = tuple(EditNote(f"Set the stiffness of part {n}", 1.7e9 + n) for n in range(9))
    missing = MissingFiles(project, (StoredFile("photo.png", 3, "x"), StoredFile("t/a", 1, "y")))
    make: tuple[Callable[[], QDialog], ...] = (
        partial(prompts.recovery_prompt, window, window.studio,
                RecoveryOffer(project, notes, failed_before=True), window._thumbnails),
        partial(prompts.conflict_prompt, window, window.studio,
                LockConflict(project, "somebody on another computer since 10:30", here=False)),
        partial(prompts.missing_prompt, window, window.studio, missing),
        partial(prompts.leave_prompt, window, window.studio, project.stem),
        partial(NamePrompt, window, "Name of the layout", "Mine", lambda _name: None),
    )  # fmt: skip
    for made in make:
        dialog = made()
        dialog.open()
        dialog.resize(dialog.sizeHint())  # the screen of the tests is smaller than any dialog
        yield dialog.windowTitle(), dialog
        if isinstance(dialog, prompts.Prompt):
            dialog.end()
        else:
            dialog.reject()


def scaled(window: MainWindow, scale: float, qtbot: QtBot) -> None:
    """Give the window a scale and wait until its docks have theirs."""
    size = ROOMY_PX if language() == PSEUDO else SIZE_PX
    window.resize(*(round(side * scale) for side in size))
    window.studio.preferences.set("ui_scale_percent", round(100 * scale))
    object_dock = window.workspace.docks["object"]
    window.show_page("workspace")
    window.workspace.show_dock("object")
    wanted = built_in_arrangement("edit").sizes_px["left"]
    qtbot.waitUntil(lambda: ui_scale() == scale, timeout=TIMEOUT_MS)

    def docks_follow() -> None:
        assert object_dock.width() == px(wanted)

    qtbot.waitUntil(docks_follow, timeout=SETTLING_MS)


@pytest.mark.slow
def test_no_text_is_cut(window: MainWindow, qtbot: QtBot) -> None:
    found: list[str] = []
    for scale in SCALES:
        scaled(window, scale, qtbot)
        for walk in (docks, pages, dialogs):
            for name, widget in walk(window):
                found += [f"{scale:.0%} {name}: {line}" for line in settled(widget)]
    assert not found, "\n".join(found)


@pytest.mark.slow
def test_the_question_about_a_running_job_fits(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    def look(box: QMessageBox) -> int:
        box.show()
        seen.extend(settled(box))
        box.hide()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", look)
    MainWindow.confirm_stop(window, "Simulating a take with a long name")
    assert seen == []
