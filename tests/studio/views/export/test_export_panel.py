"""The export panel and the camera panel in a real window, driven by mouse and keys."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from studio.state.orbit_camera import OrbitCamera
from studio.views.camera.camera_panel import CameraPanel
from studio.views.export.export_panel import ExportPanel
from studio.views.main_window import MainWindow
from studio.views.quantity_field import QuantityField
from tests.studio.synthetic_project import make_project, write_take

TIMEOUT_MS = 60_000
PRESETS = (
    ("social", ".mp4", "swing"), ("transparent", ".webm", "swing"), ("picture", ".png", "view"),
    ("360", ".mp4", "still"), ("web", ".html", None), ("usd", ".usdc", None), ("ply", "", None),
)  # fmt: skip
"""Name, ending of the file and camera."""


@pytest.fixture
def until(qtbot: QtBot) -> Callable[[Callable[[], object]], None]:
    return lambda condition: qtbot.waitUntil(lambda: bool(condition()), timeout=TIMEOUT_MS)


@pytest.fixture
def opened(
    window: MainWindow, tmp_path: Path, until: Callable[[Callable[[], object]], None]
) -> MainWindow:
    project = make_project(tmp_path / "Ball.p4d")
    write_take(project, "take-1")
    window.studio.document.open_path(project.path)
    until(window.actions_by_name["export"].isEnabled)
    return window


def panel(window: MainWindow, qtbot: QtBot, name: str, kind: type) -> Any:
    window.workspace.show_dock(name)
    qtbot.waitUntil(lambda: window.findChild(kind) is not None, timeout=TIMEOUT_MS)
    found = window.findChild(kind)
    qtbot.waitUntil(found.isVisible, timeout=TIMEOUT_MS)
    return found


def button(host: Any, text: str) -> QPushButton:
    return next(one for one in host.findChildren(QPushButton) if one.text() == text)


def test_an_export_is_asked_for_previewed_and_done_without_blocking(
    opened: MainWindow, qtbot: QtBot, until: Callable[[Callable[[], object]], None]
) -> None:
    opened.actions_by_name["export"].trigger()
    shown: ExportPanel = panel(opened, qtbot, "export", ExportPanel)
    until(lambda: shown.preview.shown is not None)
    assert shown.preview.shown is not None
    assert (shown.preview.shown.width, shown.preview.shown.height) == (360, 360)
    shown.form.picture_size.choose((1080, 1920))
    until(lambda: shown.preview.shown is not None and shown.preview.shown.width < 300)
    qtbot.keyClick(shown.preview._slider, Qt.Key.Key_End)
    last = shown.preview.shown.frame_count - 1
    until(lambda: shown.preview.shown is not None and shown.preview.shown.frame == last)
    out = Path(shown.form.path.text())
    qtbot.mouseClick(button(shown, "Export"), Qt.MouseButton.LeftButton)
    until(lambda: any(item.phase == "done" for item in opened.studio.state.export.items))
    assert out.read_bytes() == b"video"
    assert shown.form.path.text() != str(out)
    opened.actions_by_name["repeat-export"].trigger()
    until(lambda: len([i for i in opened.studio.state.export.items if i.phase == "done"]) == 2)
    opened.actions_by_name["copy-export-command"].trigger()
    assert QApplication.clipboard().text().startswith("phys4d-studio render ")


def test_what_is_wrong_is_explained_and_what_does_not_work_is_grey(
    opened: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    shown: ExportPanel = panel(opened, qtbot, "export", ExportPanel)
    form, export = shown.form, button(shown, "Export")
    qtbot.waitUntil(lambda: bool(form.path.text()), timeout=TIMEOUT_MS)
    form.path.setText(str(tmp_path / "none" / "a.mp4"))
    assert "does not exist" in shown._problem.text()
    assert not export.isEnabled()
    (tmp_path / "there.mp4").write_bytes(b"")
    form.path.setText(str(tmp_path / "there.mp4"))
    assert "exists already" in shown._problem.text()
    form.path.setText(str(tmp_path / "free.mp4"))
    assert export.isEnabled()
    form.camera.choose("path")
    assert "camera panel" in shown._problem.text()
    form.camera.choose("view")
    form.passes.setText("depth, colours")
    assert "colours" in shown._problem.text()
    form.passes.setText("colour, depth")
    assert export.isEnabled()


def test_presets_set_the_form(opened: MainWindow, qtbot: QtBot) -> None:
    shown: ExportPanel = panel(opened, qtbot, "export", ExportPanel)
    for preset, ending, camera in PRESETS:
        opened.actions_by_name[f"export-{preset}"].trigger()
        qtbot.waitUntil(lambda name=preset: shown._preset.currentData() == name)
        settings = shown.settings()
        assert settings.out.suffix == ending
        if camera == "view":
            assert settings.camera == "view"
        elif camera is not None:
            assert settings.options.camera == camera
        assert not shown._find_problem()


def test_the_queue_is_ordered_and_cancelled_by_its_buttons(
    opened: MainWindow,
    qtbot: QtBot,
    tmp_path: Path,
    until: Callable[[Callable[[], object]], None],
) -> None:
    shown: ExportPanel = panel(opened, qtbot, "export", ExportPanel)
    for name in ("endless", "b", "c"):
        shown.form.path.setText(str(tmp_path / f"{name}.mp4"))
        qtbot.mouseClick(button(shown, "Export"), Qt.MouseButton.LeftButton)
    export = opened.studio.state.export
    until(lambda: len(shown._queue._rows) == 3)
    first, _, last = (shown._queue._rows[item.number] for item in export.items)
    qtbot.mouseClick(last._rise, Qt.MouseButton.LeftButton)
    assert [item.order.out.stem for item in export.items] == ["endless", "c", "b"]
    until(lambda: opened.studio.state.jobs.active is not None
          and opened.studio.state.jobs.active.fraction > 0)  # fmt: skip
    qtbot.mouseClick(first._cancel, Qt.MouseButton.LeftButton)
    until(lambda: all(item.ended for item in export.items))
    assert [item.phase for item in export.items] == ["cancelled", "done", "done"]
    assert (tmp_path / "endless.partial.mp4").exists()
    opened.actions_by_name["clear-exports"].trigger()
    until(lambda: not shown._queue._rows)


def test_keys_are_added_typed_dragged_and_looked_through(
    opened: MainWindow, qtbot: QtBot, until: Callable[[Callable[[], object]], None]
) -> None:
    studio = opened.studio
    shown: CameraPanel = panel(opened, qtbot, "camera", CameraPanel)
    path = studio.state.camera_path
    for frame, azimuth_deg in ((0, 0.0), (5, 90.0)):
        studio.playback.seek(frame)
        studio.viewport.set_camera(OrbitCamera(azimuth_deg=azimuth_deg, distance_m=2.0))
        opened.actions_by_name["add-camera-key"].trigger()
    until(lambda: shown._list.topLevelItemCount() == 2)
    until(shown._form.isVisible)
    roll: QuantityField = shown._form._roll
    roll.setFocus()
    roll.selectAll()
    qtbot.keyClicks(roll, "12")
    qtbot.keyClick(roll, Qt.Key.Key_Return)
    assert path.keys[1].roll_deg == pytest.approx(12)
    opened.actions_by_name["undo"].trigger()
    assert path.keys[1].roll_deg == 0
    qtbot.mouseClick(
        shown._list.viewport(), Qt.MouseButton.LeftButton,
        pos=shown._list.visualItemRect(shown._list.topLevelItem(0)).center(),
    )  # fmt: skip
    assert path.selected == 0
    studio.viewport.set_camera(OrbitCamera(distance_m=7.0, elevation_deg=60.0))
    opened.actions_by_name["tool-camera-path"].trigger()
    view = opened.workspace.viewport
    until(lambda: studio.viewport.probe.pane[0] > 100)
    x, y = (round(float(v)) for v in studio.viewport.project([path.keys[1].position_m])[0])
    before = path.keys
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(x, y))
    qtbot.mouseMove(view, QPoint(x + 20, y + 10))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(x + 30, y + 15))
    assert path.keys[1].position_m != before[1].position_m
    assert path.keys[0] == before[0]
    opened.actions_by_name["look-through-camera"].trigger()
    until(lambda: studio.state.viewport.through is not None)
    opened.actions_by_name["home-view"].trigger()
    until(lambda: not path.look_through)


def test_the_panel_begins_with_the_size_that_was_asked_for_before_it_was_built(
    opened: MainWindow, qtbot: QtBot, until: Callable[[Callable[[], object]], None]
) -> None:
    state = opened.studio.state.export
    opened.studio.export.set_size((640, 360))
    shown: ExportPanel = panel(opened, qtbot, "export", ExportPanel)
    assert shown.form.chosen_size == (640, 360)
    opened.workspace.docks["export"].hide()
    opened.actions_by_name["export-4k"].trigger()
    assert state.size_px == (3840, 2160)
    until(lambda: shown.form.chosen_size == (3840, 2160))
    shown.form.picture_size.choose((1080, 1920))
    assert state.size_px == (1080, 1920)
