"""Colours and sizes change while the window is open, and nothing is cut off at any size."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QImage, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from studio.state.preferences import Preferences, PreferencesState
from studio.state.themes import THEMES, read_tokens
from studio.views import look_follower, theme_change
from studio.views.dressing import dress, parts_of
from studio.views.focus_guard import FocusGuard
from studio.views.gap import add_gap
from studio.views.icon_label import IconLabel
from studio.views.icons import icon
from studio.views.look_follower import LookFollower
from studio.views.main_window import MainWindow
from studio.views.theme import (
    color,
    current_theme,
    px,
    style_sheet,
    theme_changed,
    theme_is_changing,
    ui_scale,
)
from studio.views.theme_change import apply_theme, change_theme
from studio.views.workspace_view import WorkspaceView
from tests.studio.synthetic_project import make_project, write_take
from tests.studio.views.conftest import TIMEOUT_MS
from tests.studio.views.window_walk import clipped

SCALES = (80, 100, 150, 200)
SETTLING_MS = 5000


@pytest.fixture(autouse=True)
def _dark_again(qapp: QApplication) -> Iterator[None]:
    yield
    apply_theme(qapp)


def painted(image: QImage) -> set[str]:
    places = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return {image.pixelColor(x, y).name() for x, y in places}


@pytest.mark.parametrize("theme", THEMES)
def test_the_sheet_has_no_unknown_token_left(theme: str, qapp: QApplication) -> None:
    apply_theme(qapp, theme)
    sheet = style_sheet()
    assert "image(" not in sheet
    assert read_tokens(theme)["accent_fill"] in sheet
    assert current_theme() == theme
    assert color("text") == QColor(read_tokens(theme)["text"])


def test_sizes_follow_the_scale_and_lines_never_vanish(qapp: QApplication) -> None:
    apply_theme(qapp, scale=2.0)
    assert [px(0), px(1), px(13)] == [0, 2, 26]
    assert qapp.font().pixelSize() == 26
    apply_theme(qapp, scale=0.8)
    assert [px(0), px(1), px(10)] == [0, 1, 8]
    assert ui_scale() == 0.8


def test_icons_of_buttons_and_actions_are_recoloured(qtbot: QtBot, qapp: QApplication) -> None:
    button = QPushButton(icon("close", "text"), "")
    qtbot.addWidget(button)
    action = button.addAction(icon("close", "text"), "Close")
    apply_theme(qapp, "light")
    wanted = read_tokens("light")["text"]
    for shown in (button.icon(), action.icon()):
        assert wanted in painted(shown.pixmap(QSize(20, 20)).toImage())


def test_an_icon_that_stands_by_itself_follows(qtbot: QtBot, qapp: QApplication) -> None:
    sign = IconLabel("close", "error", 20)
    qtbot.addWidget(sign)
    sign.resize(20, 20)
    before = painted(sign.grab().toImage())
    apply_theme(qapp, "light", 2.0)
    assert sign.sizeHint() == QSize(40, 40)
    sign.resize(40, 40)
    after = painted(sign.grab().toImage())
    assert read_tokens("dark")["error"] in before
    assert read_tokens("light")["error"] in after - before


def test_lengths_come_back_after_many_changes_of_scale(qtbot: QtBot, qapp: QApplication) -> None:
    host = QWidget()
    dress(host)
    qtbot.addWidget(host)
    column = QVBoxLayout(host)
    column.setContentsMargins(7, 5, 3, 1)
    column.setSpacing(5)
    form = QFormLayout()
    form.setHorizontalSpacing(13)
    form.setVerticalSpacing(3)
    fixed = QLabel("x")
    fixed.setFixedWidth(33)
    form.addRow("a", fixed)
    column.addLayout(form)
    row = QHBoxLayout()
    column.addLayout(row)
    row.setSpacing(3)
    gap = add_gap(row, 12)
    button = QToolButton()
    button.setIconSize(QSize(21, 21))
    column.addWidget(button)

    def lengths() -> tuple[object, ...]:
        margins = column.contentsMargins()
        return (
            margins.left(), margins.top(), margins.right(), margins.bottom(), column.spacing(),
            form.horizontalSpacing(), form.verticalSpacing(), fixed.minimumWidth(),
            fixed.maximumWidth(), button.iconSize().width(), row.spacing(),
            gap.minimumWidth(), gap.maximumHeight(),
        )  # fmt: skip

    before = lengths()
    for scale in (0.8, 1.5, 0.9, 2.0, 1.1):
        apply_theme(qapp, scale=scale)
    assert lengths()[:2] == (round(7 * 1.1), round(5 * 1.1))
    assert fixed.minimumWidth() == round(33 * 1.1)
    apply_theme(qapp)
    assert lengths() == before


def test_what_the_code_sets_in_between_counts_anew(qtbot: QtBot, qapp: QApplication) -> None:
    label = QLabel("x")
    host = QWidget()
    qtbot.addWidget(host)
    QVBoxLayout(host).addWidget(label)
    label.setFixedWidth(40)
    apply_theme(qapp, scale=2.0)
    assert label.minimumWidth() == 80
    label.setFixedWidth(100)
    apply_theme(qapp)
    assert label.minimumWidth() == 50


def test_the_look_follows_preferences_and_desktop(
    qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = PreferencesState(Preferences(theme="dark"))
    follower = LookFollower(state)
    with qtbot.waitSignal(theme_changed):
        state.value = replace(state.value, theme="contrast", ui_scale_percent=150)
    assert (current_theme(), ui_scale()) == ("contrast", 1.5)
    monkeypatch.setattr(look_follower, "system_theme", lambda: "light")
    with qtbot.waitSignal(theme_changed):
        state.value = replace(state.value, theme="system")
    assert current_theme() == "light"
    monkeypatch.setattr(look_follower, "system_theme", lambda: "dark")
    with qtbot.waitSignal(theme_changed):
        qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert current_theme() == "dark"
    qtbot.waitUntil(lambda: not theme_is_changing())
    with qtbot.assertNotEmitted(theme_changed, wait=150):
        state.value = replace(state.value, quality="sketch")
    follower.deleteLater()


@pytest.mark.parametrize("scale", SCALES)
def test_nothing_is_cut_at_any_scale(
    scale: int, make_window: Callable[[], MainWindow], qtbot: QtBot, tmp_path: Path
) -> None:
    window = make_window()
    project = make_project(tmp_path / "Ball.p4d")
    write_take(project, "take-1")

    def look(percent: int) -> None:
        preferences = window.studio.preferences
        if preferences.value.ui_scale_percent != percent:
            with qtbot.waitSignal(theme_changed, timeout=TIMEOUT_MS):
                preferences.change(replace(preferences.value, ui_scale_percent=percent))
        window.resize(14 * percent, 9 * percent)

    def nothing_cut() -> None:  # layouts need some turns of the event loop
        assert clipped(window) == []

    look(scale)
    qtbot.waitUntil(nothing_cut, timeout=SETTLING_MS)
    window.studio.document.open_path(project.path)
    qtbot.waitUntil(lambda: window.studio.state.playback.cached_count == 12, timeout=TIMEOUT_MS)
    qtbot.waitUntil(nothing_cut, timeout=SETTLING_MS)
    look(100 if scale != 100 else 150)
    qtbot.waitUntil(nothing_cut, timeout=SETTLING_MS)


def test_the_window_changes_part_by_part_and_paints_itself_all_the_time(
    window: MainWindow, qtbot: QtBot
) -> None:
    workspace = window.workspace
    window.show_page("workspace")
    docks = [workspace.docks[name] for name in ("material", "scene")]
    for name in ("material", "scene"):
        workspace.show_dock(name)
    parts = [*docks, workspace.viewport, window.job_bar, window.menuBar()]
    qtbot.waitUntil(lambda: set(parts) <= set(parts_of(window.findChildren(QWidget))))
    seen: list[int] = []
    old = style_sheet()

    def look() -> None:
        seen.append(sum(part.styleSheet() != old for part in parts))
        assert window.updatesEnabled()

    timer = QTimer()
    timer.timeout.connect(look)
    with qtbot.waitSignal(theme_changed, timeout=TIMEOUT_MS):
        window.studio.preferences.set("theme", "light")
        timer.start(0)
    timer.stop()
    assert {part.styleSheet() for part in parts} == {style_sheet()}
    assert any(0 < dressed < len(parts) for dressed in seen)


def test_panels_wait_for_the_change_they_would_be_scaled_twice_in(
    window: MainWindow, qtbot: QtBot, qapp: QApplication
) -> None:
    told: list[float] = []
    window._watcher.changed.connect(lambda: told.append(ui_scale()))
    steps = change_theme(qapp, "light", 1.5)
    next(steps)
    window.studio.state.notices.post("info", "While it changes")
    qtbot.wait(20)
    assert told == []
    for _ in steps:
        pass
    qtbot.waitUntil(lambda: told == [1.5], timeout=TIMEOUT_MS)
    assert [card.property("severity") for card in window.notices.cards] == ["info"]


def test_everything_in_the_window_is_dressed(window: MainWindow, qtbot: QtBot) -> None:
    window.show_page("workspace")
    for name in window.workspace.docks:
        window.workspace.show_dock(name)
    for page in ("candidates", "photo-page"):
        window.workspace.show_centre(page)
    window.open_settings()
    bare = [
        widget
        for widget in window.findChildren(QWidget)
        if widget.style().metaObject().className() != "QStyleSheetStyle" and widget.isVisible()
    ]
    assert {type(widget) for widget in bare} <= {QWidget, QStackedWidget, WorkspaceView}
    parts = parts_of(window.findChildren(QWidget))
    for part in parts:
        assert not any(other is not part and other.isAncestorOf(part) for other in parts), part
    window.settings.close()


def test_typed_keys_are_guarded(qtbot: QtBot) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    guard = FocusGuard(field)
    guard.watch()
    field.show()
    typed = QKeyEvent(
        QEvent.Type.ShortcutOverride, Qt.Key.Key_G, Qt.KeyboardModifier.NoModifier, "g"
    )
    typed.ignore()
    QApplication.sendEvent(field, typed)
    assert typed.isAccepted()


def test_a_widget_may_go_while_the_look_changes(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(theme_change, "_TURN_S", 0.0)
    parts = [QWidget(), QWidget()]
    for part in parts:
        dress(part)
    steps = change_theme(qapp, "light", 1.5)
    for _ in range(2):
        next(steps)
    delete(parts[0])
    for _ in steps:
        pass
    assert current_theme() == "light"
    assert parts[1].styleSheet() == style_sheet()
    delete(parts[1])
