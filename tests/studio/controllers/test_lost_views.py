"""What cannot be shown for a while is told once and comes back by itself."""

from __future__ import annotations

import pytest

from studio.controllers.view_faults import RETRY_S, ViewFaults
from studio.jobs.view_messages import SceneRef, ViewFailed
from tests.studio.controllers.conftest import Desk


@pytest.fixture
def faults(desk: Desk) -> ViewFaults:
    """An open project with a take, of which a picture is awaited."""
    desk.viewport.set_pane(400, 200)
    desk.open_ball()
    desk.describe_take("take-1", 10)
    desk.takes.show("take-1")
    desk.viewport.update()
    return ViewFaults(desk.state, desk.viewport, desk.takes, clock=lambda: desk.now_s)


def fail(desk: Desk, faults: ViewFaults, generation: int, *, away: bool) -> None:
    project = desk.state.document.project
    assert project is not None
    line = "The view cannot be drawn: it is not there"
    faults.take_failure(ViewFailed(generation, line, SceneRef(project, "take-1"), away))


def wait(desk: Desk, faults: ViewFaults, seconds: float) -> None:
    desk.now_s += seconds
    faults.update()
    desk.viewport.update()


@pytest.mark.parametrize("draws_clouds", [False, True])
def test_a_picture_that_failed_is_asked_for_again(
    desk: Desk, faults: ViewFaults, draws_clouds: bool
) -> None:
    desk.viewport.draw_clouds(draws_clouds)
    desk.viewport.update()
    for delay_s in (*RETRY_S, RETRY_S[-1]):
        fail(desk, faults, 7, away=True)
        asked = len(desk.view.queries)
        wait(desk, faults, 0.9 * delay_s)
        assert len(desk.view.queries) == asked
        wait(desk, faults, 0.2 * delay_s)
        assert len(desk.view.queries) == asked + 1
        assert desk.view.queries[-1].scene.take_name == "take-1"
    (told,) = desk.state.notices.notices
    assert "tried again by itself" in told.text
    assert told.count == 1
    faults.take_picture()
    assert desk.texts == []
    asked = len(desk.view.queries)
    wait(desk, faults, 60.0)
    assert len(desk.view.queries) == asked


def test_no_take_leaves_because_its_project_is_away(desk: Desk, faults: ViewFaults) -> None:
    desk.view.described.clear()
    fail(desk, faults, 0, away=True)
    wait(desk, faults, RETRY_S[0])
    (again,) = desk.view.described
    assert again.take_name == "take-1"
    assert desk.state.document.active_take == "take-1"
    faults.take_description(again)
    assert desk.texts == []


def test_a_frame_that_is_damaged_has_its_take_looked_at(desk: Desk, faults: ViewFaults) -> None:
    desk.view.described.clear()
    fail(desk, faults, 7, away=False)
    assert [scene.take_name for scene in desk.view.described] == ["take-1"]
    assert desk.texts == ["The view cannot be drawn: it is not there"]
    fail(desk, faults, 0, away=False)
    assert desk.state.document.takes == ()
    assert len(desk.texts) == 1


def test_another_project_begins_without_failures(desk: Desk, faults: ViewFaults) -> None:
    fail(desk, faults, 7, away=True)
    desk.open_ball("Other.p4d")
    desk.view.described.clear()
    asked = len(desk.view.queries)
    faults.update()
    wait(desk, faults, RETRY_S[0])
    assert len(desk.view.queries) == asked + 1, "the picture of the new project, once"
    assert desk.view.described == []
    old = ViewFailed(3, "late", SceneRef(desk.folder / "Ball.p4d"), away=True)
    faults.take_failure(old)
    assert "late" not in "".join(desk.texts)
