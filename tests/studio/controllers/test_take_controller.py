from __future__ import annotations

from studio.controllers.take_controller import GROWTH_INTERVAL_S
from studio.jobs.view_messages import SceneDescribed, SceneRef, ViewFailed
from tests.studio.controllers.conftest import BOUNDS, Desk


def test_a_growing_take_is_followed_and_played(desk: Desk) -> None:
    desk.open_ball()
    desk.physics.simulate()
    assert desk.state.document.active_take == "take-1"
    desk.view.described.clear()
    desk.now_s += GROWTH_INTERVAL_S
    desk.takes.update()
    desk.takes.update()
    assert len(desk.view.described) == 1
    desk.describe_take("take-1", 3)
    playback = desk.state.playback
    assert (playback.cached_count, playback.frame_count) == (3, 10)
    assert playback.growing
    assert playback.playing


def test_a_finished_take_stops_growing(desk: Desk) -> None:
    desk.open_ball()
    desk.physics.simulate()
    desk.describe_take("take-1", 3)
    desk.end_job()
    assert not desk.state.playback.growing
    desk.describe_take("take-1", 10)
    assert desk.state.playback.cached_count == 10


def test_two_simulations_in_a_row_are_two_takes(desk: Desk) -> None:
    desk.open_ball()
    desk.physics.simulate()
    desk.physics.simulate()
    names = [request.take_name for request in desk.runner.requests.values()]
    assert names == ["take-1", "take-2"]


def test_a_take_that_never_began_leaves_without_a_word(desk: Desk) -> None:
    project = desk.open_ball()
    desk.physics.simulate()
    failed = ViewFailed(0, "not a take", SceneRef(project, "take-1"))
    desk.takes.take_failure(failed)
    assert desk.texts == []
    desk.end_job(cancelled=True)
    desk.takes.take_failure(failed)
    assert desk.state.document.takes == ()
    assert desk.state.document.active_take is None
    assert desk.texts == ["Cancelled: Simulating take-1."]


def test_a_take_that_never_began_is_not_missed_when_the_project_is_opened_anew(desk: Desk) -> None:
    project = desk.open_ball()
    desk.physics.simulate()
    desk.end_job(cancelled=True)
    desk.takes.clear()
    said = list(desk.texts)
    desk.takes.take_failure(ViewFailed(0, "not a take", SceneRef(project, "take-1")))
    assert desk.texts == said


def test_a_damaged_take_is_reported_and_left_out(desk: Desk) -> None:
    project = desk.open_ball()
    desk.describe_take("take-1", 10)
    desk.takes.take_failure(ViewFailed(0, "damaged", SceneRef(project, "take-1")))
    assert desk.texts == ["damaged"]
    assert desk.state.document.takes == ()


def test_descriptions_of_another_project_are_dropped(desk: Desk) -> None:
    desk.open_ball()
    other = SceneRef(desk.folder / "Other.p4d")
    desk.takes.take_description(SceneDescribed(other, 9, BOUNDS))
    desk.takes.take_failure(ViewFailed(0, "gone", other))
    assert desk.state.document.gaussian_count == 400
    assert desk.texts == []


def test_the_first_sight_is_from_the_photos_side(desk: Desk) -> None:
    desk.open_ball()
    camera = desk.state.viewport.camera
    assert camera.elevation_deg == 12.0
    assert camera.azimuth_deg == 0.0
    assert camera.target[2] < 0.5
    desk.viewport.orbit(0.2, 0.0)
    turned = desk.state.viewport.camera
    desk.describe_take("take-1", 10)
    assert desk.state.viewport.camera == turned
