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
from studio.views.help_dialogs import show_about
from studio.views.main_window import MainWindow
from studio.views.qt_language import speak
from studio.views.shell.name_prompt import NamePrompt
from studio.views.stage.stage_window import StageWindow
from studio.views.theme import px, ui_scale
from studio.views.theme_change import apply_theme
from tests.studio.photo_project import make_photo_project
from tests.studio.synthetic_project import write_take
from tests.studio.views.conftest import TIMEOUT_MS
from tests.studio.views.text_room import cut

Until = Callable[[Callable[[], bool]], None]
"""Lets the window live until something holds."""
Desk = tuple[tuple[int, int], float]
DESKS: tuple[Desk, ...] = (
    ((1280, 720), 1.0), ((1440, 900), 1.0), ((1440, 900), 1.5), ((1920, 1080), 1.5),
)  # fmt: skip
"""Sizes of the window [px] and scales that everything must fit into."""
ROOMY_DESKS: tuple[Desk, ...] = (((1600, 900), 1.0), ((2400, 1350), 1.5))
"""Those of the pseudo-locale, whose texts are longer by half than any language's."""
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
    monkeypatch.setattr(StageWindow, "showFullScreen", StageWindow.show)  # the screen is too small
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


def docks(window: MainWindow, _until: Until) -> Iterator[tuple[str, QWidget]]:
    window.show_page("workspace")
    for name, dock in window.workspace.docks.items():
        window.workspace.show_dock(name)
        assert window.workspace.panels[name].isVisible()
        yield name, dock
        if window.workspace.dockWidgetArea(dock) == Qt.DockWidgetArea.BottomDockWidgetArea:
            dock.hide()  # the next one of the foot has the width for itself


def pages(window: MainWindow, until: Until) -> Iterator[tuple[str, QWidget]]:
    for name in ("candidates", "photo-page"):
        window.workspace.show_centre(name)
        yield name, window.workspace.centralWidget()
    window.workspace.show_centre("viewport")
    window.show_page("welcome")
    yield "welcome", window.welcome
    window.studio.doctor.look()
    until(lambda: bool(window.studio.state.doctor.checks))
    window.apply_state()
    yield "doctor", window
    window.studio.doctor.leave()
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


def stage(window: MainWindow, until: Until) -> Iterator[tuple[str, QWidget]]:
    """What visitors see, page by page."""
    window.present()
    presented = window.stage
    assert presented is not None
    presented.resize(window.size())
    until(lambda: presented._stack.size() == window.size())
    for page in dict.fromkeys(presented._pages.values()):
        presented._stack.setCurrentWidget(page)
        yield f"stage: {type(page).__name__}", page
    window.studio.stage.leave()
    until(lambda: window.stage is None)


def dialogs(window: MainWindow, _until: Until) -> Iterator[tuple[str, QWidget]]:
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


def scaled(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    """Give the window a size and scale, and wait until its docks have theirs."""
    size, scale = desk
    window.resize(*size)
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
    until = partial(qtbot.waitUntil, timeout=TIMEOUT_MS)
    for desk in ROOMY_DESKS if language() == PSEUDO else DESKS:
        scaled(window, desk, qtbot)
        (width, height), scale = desk
        for walk in (docks, pages, dialogs, stage):
            for name, widget in walk(window, until):
                place = f"{width} x {height}, {scale:.0%}, {name}"
                found += [f"{place}: {line}" for line in settled(widget)]
    assert not found, "\n".join(found)


def ask_about_a_job(window: MainWindow) -> None:
    MainWindow.confirm_stop(window, "Simulating a take with a long name")


@pytest.mark.slow
@pytest.mark.parametrize("show", [ask_about_a_job, show_about], ids=["job", "about"])
def test_the_texts_of_boxes_fit(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, show: Callable[[MainWindow], object]
) -> None:
    seen: list[str] = []

    def look(box: QMessageBox) -> int:
        box.show()
        seen.extend(settled(box))
        box.hide()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", look)
    show(window)
    assert seen == []
