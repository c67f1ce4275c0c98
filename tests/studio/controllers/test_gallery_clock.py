"""The gallery's clock and pictures."""

from __future__ import annotations

import pytest

from studio.controllers.gallery_controller import CellTag, spread_order
from studio.jobs.view_messages import FrameQuery, SceneRef, ViewFailed
from studio.jobs.view_runner import Picture
from studio.state.gallery_view import resolve_gallery, shown_takes
from tests.studio.candidate_sets import FRAMES
from tests.studio.controllers.candidate_lab import Lab
from tests.studio.controllers.conftest import Desk


@pytest.fixture
def lab(desk: Desk) -> Lab:
    lab = Lab(desk)
    lab.open()
    return lab


def answer(lab: Lab, count: int = 1) -> None:
    """Draw pictures that were asked for, in turn."""
    for _ in range(count):
        query, tag = lab.desk.view.queries.pop(0), lab.desk.view.tags.pop(0)
        assert isinstance(query, FrameQuery)
        assert lab.gallery.take_picture(Picture(query, b"\0" * query.byte_count, 1.0, tag))


def front(lab: Lab) -> None:
    lab.desk.view.queries.clear()
    lab.desk.view.tags.clear()
    lab.gallery.set_cell_size(8, 6)
    lab.gallery.set_visible(True)
    lab.gallery.update()


def test_the_present_frame_of_all_cells_is_asked_for_first(lab: Lab) -> None:
    lab.candidates.sample(4)
    lab.finish_job()
    front(lab)
    asked = []
    for _ in range(6):
        asked.append(lab.desk.view.tags[0])
        answer(lab)
        lab.gallery.update()
    assert all(isinstance(tag, CellTag) for tag in asked)
    assert [tag.frame for tag in asked[:4]] == [0] * 4
    assert len({tag.take_name for tag in asked[:4]}) == 4
    assert [tag.frame for tag in asked[4:]] == [4, 4]


def test_cells_play_in_sync_on_one_clock(lab: Lab) -> None:
    lab.candidates.sample(4)
    lab.finish_job()
    front(lab)
    moments = []
    lab.gallery.on_pictures = lambda: moments.append(
        {key: picture.query.frame for key, picture in lab.gallery.shown.items()}
    )
    while not lab.gallery.complete:
        answer(lab)
        lab.gallery.update()
    assert lab.state.playback.frame_count == FRAMES
    moments.clear()
    lab.desk.playback.play()
    for step in range(2 * FRAMES):
        lab.desk.now_s = 0.04 * step + 0.001
        lab.desk.playback.tick()
        lab.gallery.update()
    assert len(moments) >= FRAMES
    assert all(len(set(moment.values())) == 1 for moment in moments)
    assert not lab.desk.view.queries


def test_the_first_candidates_to_come_begin_to_play(lab: Lab) -> None:
    lab.candidates.sample(2)
    front(lab)
    assert not lab.state.playback.playing
    lab.finish_job()
    lab.gallery.update()
    assert lab.state.playback.playing
    lab.desk.playback.pause()
    lab.gallery.update()
    assert not lab.state.playback.playing


def test_a_moment_that_one_cell_lacks_is_not_shown_by_the_others(lab: Lab) -> None:
    lab.candidates.sample(2)
    lab.finish_job()
    front(lab)
    answer(lab, 2)
    lab.gallery.update()
    lab.state.playback.frame = 3
    lab.gallery.update()
    answer(lab)
    lab.gallery.update()
    assert {picture.query.frame for picture in lab.gallery.shown.values()} == {0}
    while any(tag.frame != 3 for tag in lab.desk.view.tags[:1]):
        answer(lab)
        lab.gallery.update()
    answer(lab, 2)
    lab.gallery.update()
    assert {picture.query.frame for picture in lab.gallery.shown.values()} == {3}


def test_a_question_that_another_one_replaced_is_asked_again(lab: Lab) -> None:
    lab.candidates.sample(2)
    lab.finish_job()
    front(lab)
    lost = lab.desk.view.tags.pop(0)
    lab.desk.view.queries.pop(0)
    answer(lab)
    lab.gallery.update()
    assert lost in lab.desk.view.tags


def test_after_a_turn_of_the_camera_all_present_frames_come_first(lab: Lab) -> None:
    lab.candidates.sample(4)
    lab.finish_job()
    front(lab)
    lab.state.playback.frame = 2
    answer(lab, 2)
    lab.gallery.orbit("set-1-1", 0.2, 0.0)
    lab.desk.view.queries.clear()
    lab.desk.view.tags.clear()
    lab.gallery.update()
    cameras, frames = set(), []
    for _ in range(4):
        tag = lab.desk.view.tags[0]
        assert isinstance(tag, CellTag)
        cameras.add(tag.sight.camera)
        frames.append(tag.frame)
        answer(lab)
        lab.gallery.update()
    assert cameras == {lab.state.viewport.camera}
    assert frames == [2] * 4


def test_unlinked_cells_have_their_own_camera(lab: Lab) -> None:
    lab.candidates.sample(2)
    lab.finish_job()
    front(lab)
    before = lab.state.viewport.camera
    lab.gallery.toggle_linked()
    lab.gallery.orbit("set-1-2", 0.3, 0.1)
    assert lab.state.viewport.camera == before
    assert lab.state.gallery.camera_of("set-1-1", before) == before
    assert lab.state.gallery.camera_of("set-1-2", before) != before
    lab.gallery.toggle_linked()
    assert lab.state.gallery.camera_of("set-1-2", before) == before


def test_a_take_that_cannot_be_drawn_is_asked_for_once(lab: Lab) -> None:
    lab.candidates.sample(2)
    lab.finish_job()
    front(lab)
    project = lab.state.document.project
    assert project is not None
    broken = ViewFailed(1, "cannot be read", SceneRef(project, "set-1-1-sketch"))
    assert lab.gallery.take_failure(broken)
    assert lab.desk.texts == [broken.line]
    lab.desk.view.tags.clear()
    lab.desk.view.queries.clear()
    for _ in range(2 * FRAMES):
        lab.gallery.update()
        if lab.desk.view.tags:
            answer(lab)
    assert lab.gallery.complete
    assert lab.gallery.cached_count("set-1-2") == FRAMES
    assert not lab.gallery.take_failure(ViewFailed(2, "other", SceneRef(project, "take-1")))


def test_a_take_that_was_away_is_asked_for_when_it_can_be_read(lab: Lab) -> None:
    lab.candidates.sample(2)
    lab.finish_job()
    front(lab)
    project = lab.state.document.project
    assert project is not None
    name = "set-1-1-sketch"
    assert lab.gallery.take_failure(ViewFailed(1, "gone", SceneRef(project, name), away=True))
    assert lab.desk.texts == []
    lab.desk.view.tags.clear()
    lab.desk.view.queries.clear()
    lab.gallery.update()
    assert name not in {tag.take_name for tag in lab.desk.view.tags}
    lab.gallery.mend(name)
    answer(lab)
    lab.gallery.update()
    assert name in {tag.take_name for tag in lab.desk.view.tags}


def test_pictures_of_a_project_that_was_left_are_not_shown_in_the_next(lab: Lab) -> None:
    lab.candidates.sample(2)
    lab.finish_job()
    front(lab)
    late = lab.desk.view.queries[0], lab.desk.view.tags[0]
    lab.desk.saving.give_up()
    lab.desk.open_ball("Cube.p4d")
    lab.poll()
    lab.candidates.sample(2)
    lab.finish_job()
    query, tag = late
    assert isinstance(query, FrameQuery)
    assert lab.gallery.take_picture(Picture(query, b"\0" * query.byte_count, 1.0, tag))
    assert all(lab.gallery.cached_count(one.key) == 0 for one in lab.members)


def test_the_clock_is_given_back(lab: Lab) -> None:
    lab.candidates.sample(2)
    lab.finish_job()
    front(lab)
    assert lab.state.playback.frame_count == FRAMES
    lab.gallery.set_visible(False)
    assert lab.state.playback.frame_count == 0


def test_pages_and_comparison_choose_the_takes(lab: Lab) -> None:
    lab.candidates.sample(9)
    lab.finish_job(tuple(0.1 * n for n in range(1, 10)))
    lab.gallery.set_cell_count(4)
    lab.gallery.turn_page(1)
    assert [take.key for take in shown_takes(lab.state)] == [f"set-1-{n}" for n in (5, 6, 7, 8)]
    assert resolve_gallery(lab.state).page_text == "5–8 of 9"
    lab.gallery.turn_page(5)
    assert [take.key for take in shown_takes(lab.state)] == ["set-1-9"]
    lab.choices.pin("set-1-2", "a")
    lab.choices.pin("set-1-7", "b")
    lab.gallery.compare("wipe")
    assert [take.key for take in shown_takes(lab.state)] == ["set-1-2", "set-1-7"]
    lab.gallery.compare("wipe")
    assert resolve_gallery(lab.state).comparison == "none"


@pytest.mark.parametrize("count", [1, 2, 5, 25, 50])
def test_spread_order_visits_every_frame_once_and_jumps_first(count: int) -> None:
    order = spread_order(count)
    assert sorted(order) == list(range(count))
    if count >= 5:
        assert abs(order[1] - order[0]) >= count // 3
