"""Mouse and keys in the real viewport: select, move, look round, choose what is shown."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from sim.object_edit import IN_PLACE
from studio.app import build_window
from studio.state.orbit_camera import OrbitCamera
from studio.views.main_window import MainWindow
from studio.views.theme_change import apply_theme
from studio.views.viewport.histogram_view import HistogramView
from studio.views.viewport.view_cube import ViewCube
from studio.views.viewport.view_form import ViewForm
from studio.views.viewport_widget import ViewportWidget
from tests.studio.synthetic_project import make_project
from tests.studio.views.conftest import FAKE, KNOWN_LOOK, TIMEOUT_MS

Until = Callable[[Callable[[], bool]], None]
LEFT = Qt.MouseButton.LeftButton
PLAIN = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def until(qtbot: QtBot) -> Until:
    return lambda condition: qtbot.waitUntil(condition, timeout=TIMEOUT_MS)


@pytest.fixture(scope="module")
def shared_window(
    qapp: QApplication, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[MainWindow]:
    """One window with one view process for all tests: starting them takes most of the time."""
    folder = tmp_path_factory.mktemp("window")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PHYS4D_CONFIG_DIR", str(folder / "config"))
        patch.setenv("PHYS4D_LOG_DIR", str(folder / "logs"))
        apply_theme(qapp)
        (folder / "preferences.json").write_text(json.dumps(KNOWN_LOOK))
        window = build_window(FAKE, folder / "preferences.json")
        window.confirm_stop = lambda _title: True  # type: ignore[method-assign]
        window.show()
        window.studio.document.open_path(make_project(folder / "Ball.p4d").path)
        yield window
        window.studio.saving.give_up()
        window.close()
        window.deleteLater()
        qapp.processEvents()


@pytest.fixture
def ball(shared_window: MainWindow, until: Until) -> Iterator[MainWindow]:
    """The window with the ball as it was opened."""
    window, studio = shared_window, shared_window.studio
    window.show()
    until(lambda: window.workspace.viewport.picture is not None)
    until(lambda: studio.state.placement.rest_bounds is not None)
    yield window
    studio.edits.go_to(studio.state.history.first)
    studio.tools.choose("navigate")
    studio.viewport.set_pass("colour")
    studio.state.viewport.hud = False
    studio.viewport.home()
    window.hide()


def drag(
    pane: ViewportWidget, start: QPoint, end: QPoint, modifier: Qt.KeyboardModifier = PLAIN
) -> None:
    QTest.mousePress(pane, LEFT, modifier, start)
    for step in range(1, 6):
        QTest.mouseMove(pane, start + (end - start) * step / 5)
    QTest.mouseRelease(pane, LEFT, modifier, end)


def whole(pane: ViewportWidget) -> tuple[QPoint, QPoint]:
    return QPoint(2, 2), QPoint(pane.width() - 3, pane.height() - 3)


def colored(window: MainWindow) -> np.ndarray:
    """Blue, green and red of the picture that is shown, shape [H, W, 3]."""
    picture = window.workspace.viewport.picture
    assert picture is not None
    camera = picture.query.camera
    pixels = np.frombuffer(picture.pixels, np.uint8)
    return pixels.reshape(camera.height, camera.width, 4)[..., :3].astype(int)


def test_a_rectangle_selects_tints_and_deletes(ball: MainWindow, until: Until) -> None:
    selection, pane = ball.studio.state.selection, ball.workspace.viewport
    actions = ball.actions_by_name
    actions["tool-rectangle"].trigger()
    drag(pane, *whole(pane))
    until(lambda: selection.selected_count == 400)
    until(lambda: pane.picture is not None and pane.picture.query.look.selected is not None)
    blue = colored(ball)
    assert ((blue[..., 2] - blue[..., 0]) > 60).mean() > 0.02
    middle = QPoint(pane.width() // 2, pane.height() // 2)
    drag(pane, QPoint(2, 2), middle, Qt.KeyboardModifier.ControlModifier)
    until(lambda: 0 < selection.selected_count < 400)
    until(actions["delete-selection"].isEnabled)
    actions["delete-selection"].trigger()
    until(lambda: pane.picture is not None and pane.picture.query.look.unseen is not None)
    gone = selection.removed
    assert gone is not None
    assert 0 < gone.chosen_count < 400
    until(actions["undo"].isEnabled)
    actions["undo"].trigger()
    assert selection.removed is None


def test_escape_leaves_the_tool_and_the_mouse_turns_the_camera_again(ball: MainWindow) -> None:
    view, pane = ball.studio.state.viewport, ball.workspace.viewport
    ball.actions_by_name["tool-brush"].trigger()
    QTest.keyClick(pane, Qt.Key.Key_BracketRight)
    assert ball.studio.state.selection.brush_px == 40
    QTest.keyClick(pane, Qt.Key.Key_Escape)
    assert view.tool == "navigate"
    before = view.camera
    drag(pane, QPoint(100, 100), QPoint(180, 120))
    assert view.camera != before


def test_a_handle_moves_the_object_and_escape_puts_it_back(ball: MainWindow, until: Until) -> None:
    state, pane = ball.studio.state, ball.workspace.viewport
    until(lambda: state.placement.rest_bounds is not None)
    ball.actions_by_name["tool-move"].trigger()
    x, y = ball.studio.viewport.project([ball.studio.placement.pivot_m()])[0]
    start = QPoint(round(float(x)), round(float(y)))
    drag(pane, start, start + QPoint(0, -60))
    assert state.placement.pose.translation_m[2] > 0.02
    until(lambda: pane.picture is not None and pane.picture.query.look.pose != IN_PLACE)
    kept = state.placement.pose
    x, y = ball.studio.viewport.project([ball.studio.placement.pivot_m()])[0]
    start = QPoint(round(float(x)), round(float(y)))
    QTest.mousePress(pane, LEFT, PLAIN, start)
    QTest.mouseMove(pane, start + QPoint(50, 0))
    assert state.placement.pose != kept
    QTest.keyClick(pane, Qt.Key.Key_Escape)
    assert state.placement.pose == kept
    QTest.mouseRelease(pane, LEFT, PLAIN, start)
    ball.actions_by_name["undo"].trigger()
    assert state.placement.pose == IN_PLACE


def test_a_double_click_turns_round_what_is_there(ball: MainWindow, until: Until) -> None:
    view, pane = ball.studio.state.viewport, ball.workspace.viewport
    before = view.camera
    assert isinstance(before, OrbitCamera)
    x, y = ball.studio.viewport.project([before.target])[0]
    QTest.mouseDClick(pane, LEFT, PLAIN, QPoint(round(float(x)) + 20, round(float(y))))
    until(lambda: view.camera != before)
    after = view.camera
    assert isinstance(after, OrbitCamera)
    assert np.linalg.norm(np.subtract(after.target, before.target)) < 0.4


def test_arrow_keys_and_return_select_without_a_mouse(ball: MainWindow, until: Until) -> None:
    pane = ball.workspace.viewport
    ball.actions_by_name["tool-rectangle"].trigger()
    up, left, down, right = Qt.Key.Key_Up, Qt.Key.Key_Left, Qt.Key.Key_Down, Qt.Key.Key_Right
    enter = Qt.Key.Key_Return
    for key, times in ((up, 25), (left, 30), (enter, 1), (down, 50), (right, 60), (enter, 1)):
        for _ in range(times):
            QTest.keyClick(pane, key)
    until(lambda: ball.studio.state.selection.selected_count > 0)


def test_buttons_wheel_and_keys_turn_move_and_zoom(ball: MainWindow) -> None:
    view, pane = ball.studio.state.viewport, ball.workspace.viewport
    ctrl, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier

    def changed(act: Callable[[], object]) -> set[str]:
        before = view.camera
        act()
        names = ("target", "distance_m", "azimuth_deg", "vertical_fov_deg")
        return {name for name in names if getattr(before, name) != getattr(view.camera, name)}

    def middle(held: Qt.KeyboardModifier) -> None:
        button, start = Qt.MouseButton.MiddleButton, QPoint(90, 90)
        QTest.mousePress(pane, button, held, start)
        for step in (10, 20):
            QTest.mouseMove(pane, start + QPoint(step, step))
        QTest.mouseRelease(pane, button, held, start)

    def wheel(held: Qt.KeyboardModifier) -> None:
        place = QPointF(50, 50)
        QApplication.sendEvent(
            pane,
            QWheelEvent(place, place, QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton, held,
                        Qt.ScrollPhase.NoScrollPhase, False),
        )  # fmt: skip

    assert changed(lambda: middle(PLAIN)) == {"azimuth_deg"}
    assert changed(lambda: wheel(PLAIN)) == {"distance_m"}
    assert changed(lambda: wheel(ctrl)) == {"vertical_fov_deg"}
    assert changed(lambda: QTest.keyClick(pane, Qt.Key.Key_Left)) == {"azimuth_deg"}
    assert changed(lambda: QTest.keyClick(pane, Qt.Key.Key_Left, shift)) == {"target"}
    assert changed(lambda: QTest.keyClick(pane, Qt.Key.Key_Minus)) == {"distance_m"}
    for name, what in (("turn-left", "azimuth_deg"), ("pan-up", "target"), ("closer", "distance_m"),
                       ("lens-wider", "vertical_fov_deg")):  # fmt: skip
        assert changed(ball.actions_by_name[name].trigger) == {what}


def test_the_view_is_typed_in_numbers(ball: MainWindow) -> None:
    ball.workspace.show_dock("camera")
    panel, view = ball.workspace.panels["camera"], ball.studio.state.viewport
    panel.show_state(ball.studio.state)
    form = panel.findChild(ViewForm)
    assert form is not None
    for name, text in (("Field of view", "30 deg"), ("Target along z", "12 cm")):
        field = next(f for f in form.findChildren(QLineEdit) if f.accessibleName() == name)
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return)
        panel.show_state(ball.studio.state)
    assert isinstance(view.camera, OrbitCamera)
    assert view.camera.vertical_fov_deg == pytest.approx(30)
    assert view.camera.target[2] == pytest.approx(0.12)


def test_a_screen_of_another_resolution_is_drawn_for(
    ball: MainWindow, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    pane = ball.workspace.viewport
    monkeypatch.setattr(pane, "devicePixelRatioF", lambda: 1.5)
    QApplication.sendEvent(pane, QEvent(QEvent.Type.DevicePixelRatioChange))
    wide = round(1.5 * pane.width())
    until(lambda: pane.picture is not None and pane.picture.query.camera.width == wide)
    monkeypatch.undo()
    QApplication.sendEvent(pane, QEvent(QEvent.Type.DevicePixelRatioChange))


def test_a_face_of_the_cube_is_a_view_and_arrows_turn(ball: MainWindow) -> None:
    cube = ball.findChild(ViewCube)
    assert cube is not None
    view = ball.studio.state.viewport
    ball.studio.places.look_from(ball.studio.state.document.view_azimuth_deg, 0)
    QTest.mouseClick(cube, LEFT, PLAIN, QPoint(cube.width() // 2, cube.height() // 2))
    camera = view.camera
    assert isinstance(camera, OrbitCamera)
    assert camera.elevation_deg == 0
    QTest.keyClick(cube, Qt.Key.Key_Up)
    assert isinstance(view.camera, OrbitCamera)
    assert view.camera.elevation_deg == 15
    cube.look_from((1, 1, 1))
    assert view.camera.elevation_deg == pytest.approx(35.26, abs=0.1)


def test_passes_are_shown_and_unknown_ones_are_told_in_words(
    ball: MainWindow, until: Until
) -> None:
    view, pane = ball.studio.state.viewport, ball.workspace.viewport
    ball.actions_by_name["pass-normal"].trigger()
    until(lambda: pane.picture is not None and pane.picture.query.pass_name == "normal")
    assert np.ptp(colored(ball), axis=2).max() > 100
    ball.actions_by_name["pass-stress"].trigger()
    until(lambda: any("stress" in n.text for n in ball.studio.state.notices.notices))
    assert ball.studio.state.document.gaussian_count == 400
    ball.actions_by_name["next-pass"].trigger()
    assert view.pass_name != "stress"


def test_the_read_out_tells_time_counts_and_back_end(ball: MainWindow) -> None:
    assert ball.studio.viewport.readout() == ()
    ball.actions_by_name["hud"].trigger()
    lines = "\n".join(ball.studio.viewport.readout())
    assert "400 Gaussians" in lines
    assert "CPU tiles" in lines


def test_a_range_of_the_histogram_selects(ball: MainWindow, until: Until) -> None:
    state = ball.studio.state.selection
    ball.workspace.show_dock("selection")
    ball.studio.selection.set_value("height")
    until(lambda: state.histogram is not None)
    bars = ball.findChild(HistogramView)
    assert bars is not None
    ball.workspace.show_state(ball.studio.state)
    QTest.mousePress(bars, LEFT, PLAIN, QPoint(2, 20))
    QTest.mouseMove(bars, QPoint(bars.width() // 2, 20))
    QTest.mouseRelease(bars, LEFT, PLAIN, QPoint(bars.width() // 2, 20))
    until(lambda: 0 < state.selected_count < 400)
    assert state.picked is not None


def test_numbers_place_the_object_as_steps_of_undo(ball: MainWindow, until: Until) -> None:
    panel = ball.workspace.panels["placement"]
    ball.workspace.show_dock("placement")
    panel.show_state(ball.studio.state)
    field = next(f for f in panel.findChildren(type(panel._scale))
                 if f.accessibleName() == "Shift along x")  # fmt: skip
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "20 cm")
    QTest.keyClick(field, Qt.Key.Key_Return)
    pose = ball.studio.state.placement.pose
    assert pose.translation_m == pytest.approx((0.2, 0, 0))
    until(lambda: ball.actions_by_name["undo"].isEnabled())
    ball.actions_by_name["undo"].trigger()
    assert ball.studio.state.placement.pose == IN_PLACE
