"""The hand: what it sends, what it begins, and what the pointer does with it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.scene.hand import HandAction
from studio.controllers.tools.key_pointer import KeyPointer
from studio.controllers.tools.tool import PointerEvent
from studio.controllers.tools.tool_controller import ToolController
from studio.jobs.requests import BranchRequest, SimulateRequest
from studio.jobs.view_questions import Picked
from tests.studio.controllers.conftest import Desk
from tests.studio.controllers.timeline_desk import TimelineDesk

POINT = (0.0, 0.0, 0.5)
GRAB, MOVE, RELEASE = HandAction.GRAB, HandAction.MOVE, HandAction.RELEASE


@pytest.fixture
def line(desk: Desk, tmp_path: Path) -> TimelineDesk:
    return TimelineDesk(desk, tmp_path)


def grow(line: TimelineDesk, frames: int, seconds: float = 0.1) -> None:
    line.desk.now_s += seconds
    line.take("take-2", frames, left="take-1", left_frame=2)
    line.hand.update()


def test_a_grab_of_a_finished_take_branches_from_the_present_frame(line: TimelineDesk) -> None:
    line.playback.seek(2)
    line.hand.grab(POINT)
    request = line.desk.runner.last
    assert isinstance(request, BranchRequest)
    assert (request.take_name, request.frame, request.base.hand) == ("take-1", 2, True)
    assert request.base.youngs_modulus_pa is None
    assert (request.base.frame_count or 0) > 100
    assert line.state.hand.waiting


def test_what_the_hand_does_waits_for_the_first_frame(line: TimelineDesk) -> None:
    line.port.open = False
    line.hand.grab(POINT)
    for x in (0.1, 0.2, 0.3):
        line.hand.move((x, 0.0, 0.5))
    line.port.open = True
    line.hand.update()
    assert line.port.commands == []
    grow(line, 3)
    assert line.port.actions == [GRAB, MOVE]
    assert line.port.commands[1].point_m[0] == pytest.approx(0.3)
    line.hand.release()
    assert line.port.actions[-1] is RELEASE
    assert not line.state.hand.holding


def test_the_object_at_rest_is_simulated_from_the_start(line: TimelineDesk) -> None:
    line.desk.takes.show(None)
    line.hand.grab(POINT)
    request = line.desk.runner.last
    assert isinstance(request, SimulateRequest)
    assert request.hand
    assert request.quality == "sketch"


def test_a_running_simulation_is_joined_and_followed(line: TimelineDesk) -> None:
    line.desk.physics.simulate()
    line.take("take-2", 7)
    line.hand.grab(POINT)
    assert len(line.desk.runner.requests) == 1
    assert line.port.actions == [GRAB]
    line.take("take-2", 9)
    line.playback.tick()
    assert line.state.playback.frame == 8


def test_another_job_is_not_disturbed(line: TimelineDesk) -> None:
    line.desk.physics.simulate()
    line.desk.takes.show("take-1")
    line.hand.grab(POINT)
    assert line.port.commands == []
    assert "has to wait" in line.state.notices.notices[-1].text


def test_a_poke_goes_along_the_ray_and_lets_go_by_itself(line: TimelineDesk) -> None:
    line.hand.set_radius(0.2)
    line.hand.poke(POINT, (1.0, 0.0, 0.0))
    grow(line, 3)
    assert line.port.actions == [GRAB, MOVE]
    assert line.port.commands[1].point_m == pytest.approx((0.2, 0.0, 0.5))
    for frames in (4, 5, 9, 20):
        grow(line, frames)
    assert line.port.actions == [GRAB, MOVE, RELEASE]


def test_what_is_too_slow_falls_back_to_a_sketch_and_says_so(line: TimelineDesk) -> None:
    line.hand.grab(POINT)
    for frames in range(3, 9):
        grow(line, frames, seconds=0.5)
    assert line.state.hand.too_slow
    assert line.state.hand.quality == "sketch"
    assert "too few" in line.state.notices.notices[-1].text


def test_strength_and_reach_stay_in_range(line: TimelineDesk) -> None:
    line.hand.set_stiffness(1e12)
    line.hand.set_radius(0.0)
    assert line.state.hand.stiffness == 1e6
    assert line.state.hand.radius_m == pytest.approx(1e-3)
    line.hand.set_radius(None)
    line.hand.scale_radius(2.0)
    assert line.hand.reach_m == pytest.approx(0.5 * line.state.document.size_m)
    line.hand.set_mode("nonsense")
    assert line.state.hand.mode == "pull"


def at(x: float, y: float) -> PointerEvent:
    return PointerEvent(x, y, (800, 600), "left")


def test_the_pointer_pulls_what_it_picked_in_the_plane_that_faces_the_camera(
    line: TimelineDesk,
) -> None:
    line.desk.physics.simulate()
    line.take("take-2", 7)
    assert line.tool.press(at(400, 300))
    line.desk.view.asked[-1].answer(Picked(POINT, 3))
    line.tool.move(at(450, 300))
    line.tool.release(at(460, 300))
    assert line.port.actions[0] is GRAB
    assert line.port.actions[-1] is RELEASE
    probe = line.desk.viewport.probe
    moved = np.array(line.port.commands[-2].point_m)
    assert probe.project(moved)[0] == pytest.approx((460, 300), abs=0.5)
    assert (moved - POINT) @ probe.camera.forward == pytest.approx(0.0, abs=1e-5)


def test_nothing_is_grabbed_beside_the_object(line: TimelineDesk) -> None:
    line.tool.press(at(10, 10))
    line.desk.view.asked[-1].answer(Picked((0.0, 0.0, 0.0), -1))
    line.tool.release(at(10, 10))
    assert line.port.commands == []
    assert not line.desk.runner.requests


def test_a_brush_pushes_again_after_a_way(line: TimelineDesk) -> None:
    line.hand.set_mode("push")
    line.desk.physics.simulate()
    line.take("take-2", 7)
    line.tool.press(at(400, 300))
    line.desk.view.asked[-1].answer(Picked(POINT, 3))
    for x in range(400, 700, 20):
        line.tool.move(at(x, 300))
    assert line.port.actions.count(GRAB) > 1


def test_the_reach_is_drawn_and_keys_change_it(line: TimelineDesk) -> None:
    line.tool.hover(at(400, 300))
    ring = line.tool.sketch()[0]
    assert line.tool.key("]")
    wider = line.tool.sketch()[0]
    widths = [np.ptp(np.array(mark.points)[:, 0]) for mark in (ring, wider)]
    assert widths[1] == pytest.approx(1.25 * widths[0], rel=1e-3)
    line.state.hand.waiting = True
    assert line.tool.sketch()[-1].text == "starting…"


def test_the_hand_needs_no_mouse(line: TimelineDesk) -> None:
    line.desk.physics.simulate()
    line.take("take-2", 7)
    tools = ToolController(line.state.viewport)
    tools.register(line.tool)
    tools.choose("hand")
    keys, pane, plain = KeyPointer(tools), (800, 600), frozenset[str]()
    for name in ("Left", "Return"):
        assert keys.key(name, pane, plain)
    line.desk.view.asked[-1].answer(Picked(POINT, 3))
    for name in ("Up", "Up", "Return"):
        assert keys.key(name, pane, plain)
    assert (line.port.actions[0], line.port.actions[-1]) == (GRAB, RELEASE)
    heights = [command.point_m[2] for command in line.port.commands]
    assert heights[-2] > heights[1]  # from where the pointer took hold
