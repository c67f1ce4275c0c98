"""What the pointer does with each tool, without a window."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.object_edit import IN_PLACE
from sim.scene.shapes import Box, Sphere
from studio.controllers.tools.gizmo import ARM_PX
from studio.controllers.tools.key_pointer import KeyPointer
from studio.controllers.tools.tool import Button, PointerEvent
from studio.controllers.tools.tool_controller import ToolController
from studio.jobs.view_questions import (
    ChooseQuestion,
    ConnectedAt,
    LikeColor,
    Picked,
    PickQuestion,
    Polygon,
    Stroke,
)
from studio.state.bookmarks import Bookmark
from studio.state.orbit_camera import OrbitCamera
from studio.state.selection import SelectionMode
from tests.studio.controllers.conftest import Desk

PANE = (640, 480)
MIDDLE = (320.0, 240.0)


@pytest.fixture
def tools(desk: Desk) -> ToolController:
    desk.open_ball()
    desk.viewport.set_pane(1280, 960, 2.0)
    desk.viewport.set_camera(OrbitCamera(target=(0, 0, 0.5), distance_m=2.0, elevation_deg=0))
    return desk.tools


def at(x: float, y: float, *held: str, button: Button = "left", clicks: int = 1) -> PointerEvent:
    return PointerEvent(x, y, PANE, button, frozenset(held), clicks)


def drag(tools: ToolController, *points: tuple[float, float], held: tuple[str, ...] = ()) -> None:
    assert tools.press(at(*points[0], *held))
    for point in points[1:]:
        tools.move(at(*point, *held))
    tools.release(at(*points[-1], *held))


def chosen(desk: Desk) -> ChooseQuestion:
    question = desk.view.asked[-1].question
    assert isinstance(question, ChooseQuestion)
    return question


def test_points_and_rays_agree(desk: Desk, tools: ToolController) -> None:
    for flat in (False, True):
        if flat:
            desk.viewport.switch_projection()
        place = (0.1, -0.2, 0.6)
        (x, y), *_ = desk.viewport.project([place])
        ray = desk.viewport.ray((float(x), float(y)))
        gap = np.array(place) - ray.origin
        assert np.linalg.norm(np.cross(gap, ray.direction)) < 1e-4
    assert np.isnan(desk.viewport.project([(1e3, 0, 0.5)])).all() == (
        not desk.viewport.probe.camera.is_orthographic
    )


def test_a_rectangle_selects_by_its_corners_and_keys_choose_the_mode(
    desk: Desk, tools: ToolController
) -> None:
    tools.choose("rectangle")
    drag(tools, (10, 20), (60, 90), held=("shift",))
    choice = chosen(desk).choice
    assert choice == Polygon(((10, 20), (60, 20), (60, 90), (10, 90)))
    assert chosen(desk).sight.camera.width == 640
    desk.state.selection.mode = SelectionMode.SET
    tools.press(at(10, 20))
    tools.move(at(50, 60))
    assert tools.sketch()[0].kind == "polygon"
    assert tools.key("Escape")
    count = len(desk.view.asked)
    tools.release(at(50, 60))
    assert len(desk.view.asked) == count


def test_lasso_polygon_and_brush_ask_for_what_was_drawn(desk: Desk, tools: ToolController) -> None:
    corners = ((10.0, 10.0), (100.0, 12.0), (90.0, 80.0))
    tools.choose("lasso")
    drag(tools, *corners)
    assert chosen(desk).choice == Polygon(corners)
    tools.choose("polygon")
    for corner in corners:
        tools.press(at(*corner))
        tools.release(at(*corner))
    assert tools.key("Return")
    assert chosen(desk).choice == Polygon(corners)
    tools.choose("brush")
    assert tools.key("]")
    drag(tools, *corners)
    assert chosen(desk).choice == Stroke(corners, desk.state.selection.brush_px)


def test_the_middle_button_and_alt_still_turn_the_camera(tools: ToolController) -> None:
    tools.choose("lasso")
    assert not tools.press(at(5, 5, button="middle"))
    assert not tools.press(at(5, 5, "alt"))


def test_the_eyedropper_asks_for_the_colour_under_it(desk: Desk, tools: ToolController) -> None:
    tools.choose("color")
    tools.press(at(*MIDDLE))
    assert isinstance(desk.view.asked[-1].question, PickQuestion)
    desk.answer(Picked((0, 0, 0.5), 3, (0.2, 0.4, 0.6)))
    assert chosen(desk).choice == LikeColor((0.2, 0.4, 0.6), desk.state.selection.color_tolerance)
    tools.choose("connected")
    tools.press(at(*MIDDLE))
    assert chosen(desk).choice == ConnectedAt(MIDDLE, desk.state.selection.gap_share)


def test_a_box_is_sized_by_its_faces_and_selects_on_return(
    desk: Desk, tools: ToolController
) -> None:
    tools.choose("box")
    tools.sketch()
    before = desk.viewport.project([(0.0, 0.125, 0.5)])[0]
    after = desk.viewport.project([(0.0, 0.225, 0.5)])[0]
    drag(tools, tuple(before), tuple(after))
    assert tools.key("Return")
    shape = chosen(desk).choice
    assert isinstance(shape, Box)
    np.testing.assert_allclose(shape.center_m, (0, 0.05, 0.5), atol=2e-3)
    np.testing.assert_allclose(shape.half_extents_m, (0.125, 0.175, 0.125), atol=2e-3)


def test_a_sphere_moves_by_its_middle(desk: Desk, tools: ToolController) -> None:
    tools.choose("sphere")
    tools.sketch()
    drag(tools, MIDDLE, tuple(desk.viewport.project([(0.0, 0.1, 0.55)])[0]))
    tools.press(at(*MIDDLE, clicks=2))
    shape = chosen(desk).choice
    assert isinstance(shape, Sphere)
    np.testing.assert_allclose(shape.center_m, (0, 0.1, 0.55), atol=2e-3)


def test_an_arrow_moves_along_its_axis_as_one_step(desk: Desk, tools: ToolController) -> None:
    tools.choose("move")
    arm = desk.viewport.project([(0, 0, 0.5), (0, 0.01, 0.5)])
    along = (arm[1] - arm[0]) / np.linalg.norm(arm[1] - arm[0])
    start = tuple(arm[0] + 0.9 * ARM_PX * along)
    end = tuple(np.array(start) + 60 * along)
    drag(tools, start, MIDDLE, end)
    pose = desk.state.placement.pose
    assert abs(pose.translation_m[1]) > 0.05
    np.testing.assert_allclose(pose.translation_m[0::2], 0, atol=1e-9)
    moved = desk.viewport.project(pose.applied([(0, 0, 0.5)]))[0] - arm[0]
    np.testing.assert_allclose(moved, 60 * along, atol=1.0)
    assert desk.state.history.position == 1
    desk.edits.undo()
    assert desk.state.placement.pose == IN_PLACE


def test_escape_puts_a_dragged_object_back(desk: Desk, tools: ToolController) -> None:
    tools.choose("move")
    assert tools.press(at(*MIDDLE))
    tools.move(at(400, 240))
    assert desk.state.placement.pose != IN_PLACE
    assert tools.key("Escape")
    assert desk.state.placement.pose == IN_PLACE
    tools.release(at(400, 240))
    assert desk.state.history.position == 0


def test_the_middle_follows_the_pointer_and_snaps(desk: Desk, tools: ToolController) -> None:
    tools.choose("move")
    target = tuple(desk.viewport.project([(0.0, 0.13, 0.58)])[0])
    drag(tools, MIDDLE, target)
    np.testing.assert_allclose(desk.state.placement.pose.translation_m, (0, 0.13, 0.08), atol=2e-3)
    desk.edits.undo()
    desk.placement.toggle_snapping()
    drag(tools, MIDDLE, target)
    np.testing.assert_allclose(desk.state.placement.pose.translation_m, (0, 0.15, 0.1), atol=1e-9)


def test_a_ring_turns_by_the_angle_of_the_drag(desk: Desk, tools: ToolController) -> None:
    desk.viewport.set_camera(OrbitCamera(target=(0, 0, 0.5), distance_m=2.0, elevation_deg=80))
    tools.choose("rotate")
    ring = next(mark for mark in tools.sketch() if mark.color == "series_1")
    drag(tools, ring.points[4], ring.points[8], ring.points[20])
    angle = desk.placement.angles_deg()[2]
    assert abs(angle) == pytest.approx(16 / 64 * 360, abs=3)
    desk.placement.toggle_snapping()
    drag(tools, ring.points[4], ring.points[7])
    step = desk.placement.angles_deg()[2] - angle
    assert math.remainder(step, 15) == pytest.approx(0, abs=1e-6)


def test_scaling_goes_by_the_distance_from_the_pivot(desk: Desk, tools: ToolController) -> None:
    tools.choose("scale")
    handle = next(m for m in tools.sketch() if m.kind == "handle" and m.color == "success")
    x, y = handle.points[0]
    end = (MIDDLE[0] + 1.5 * (x - MIDDLE[0]), MIDDLE[1] + 1.5 * (y - MIDDLE[1]))
    drag(tools, (x, y), end)
    assert desk.state.placement.pose.scale == pytest.approx(1.5, rel=1e-3)


def test_three_clicks_say_what_the_floor_is(desk: Desk, tools: ToolController) -> None:
    tools.choose("floor")
    for point in ((-0.1, 0.0, 0.3), (0.1, 0.0, 0.3), (0.0, 0.1, 0.3)):
        tools.press(at(*MIDDLE))
        tools.release(at(*MIDDLE))
        desk.answer(Picked(point, 1))
    assert desk.state.placement.pose.translation_m[2] == pytest.approx(-0.3)
    tools.press(at(*MIDDLE))
    desk.answer(Picked((0, 0, 0), -1))
    assert "no object" in desk.texts[-1]


def test_arrow_keys_and_return_draw_a_rectangle(desk: Desk, tools: ToolController) -> None:
    pointer = KeyPointer(tools)
    assert not pointer.key("Left", PANE, frozenset())
    tools.choose("rectangle")
    for name in ("Left", "Return", "Right", "Right", "Down", "Return"):
        assert pointer.key(name, PANE, frozenset())
    choice = chosen(desk).choice
    assert choice == Polygon(((308, 240), (332, 240), (332, 252), (308, 252)))
    assert pointer.sketch()


def test_views_are_kept_recalled_and_undone(desk: Desk, tools: ToolController) -> None:
    first = desk.state.viewport.camera
    desk.places.keep(3)
    desk.viewport.switch_mode()
    desk.places.keep(1)
    assert [view.key for view in desk.state.bookmarks.views] == [1, 3]
    desk.places.recall(3)
    assert desk.state.viewport.camera == first
    desk.places.recall(1)
    assert desk.viewport.flies
    desk.places.recall(7)
    assert "7" in desk.texts[-1]
    desk.edits.undo()
    assert desk.state.bookmarks.views == (Bookmark.of(3, first),)


def test_axis_views_keep_target_and_distance(desk: Desk, tools: ToolController) -> None:
    desk.state.document.view_azimuth_deg = 30.0
    desk.places.look_along("right")
    camera = desk.state.viewport.camera
    assert isinstance(camera, OrbitCamera)
    assert (camera.azimuth_deg, camera.elevation_deg) == (120.0, 0.0)
    assert (camera.target, camera.distance_m) == ((0, 0, 0.5), 2.0)
    desk.places.look_along("top")
    camera = desk.state.viewport.camera
    assert isinstance(camera, OrbitCamera)
    assert (camera.azimuth_deg, camera.elevation_deg) == (120.0, 90.0)


def test_the_camera_turns_round_what_is_under_the_pointer(
    desk: Desk, tools: ToolController
) -> None:
    desk.places.point_at((100.0, 90.0))
    desk.places.focus()
    question = desk.view.asked[-1].question
    assert isinstance(question, PickQuestion)
    assert question.point == (100.0, 90.0)
    desk.answer(Picked((0.1, 0.2, 0.3), 4))
    camera = desk.state.viewport.camera
    assert isinstance(camera, OrbitCamera)
    assert camera.target == (0.1, 0.2, 0.3)
