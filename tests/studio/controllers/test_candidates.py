"""Sampling candidates, what becomes of their runs, choices, the gallery's clock and pictures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from sim.sweep.result import RunProgress, RunResult
from sim.sweep.set_stiffness import SetStiffness
from studio.controllers.candidate_choices_controller import CandidateChoicesController
from studio.controllers.candidates_controller import CandidatesController
from studio.controllers.gallery_controller import CellTag, GalleryController, spread_order
from studio.controllers.vote_controller import VoteController
from studio.jobs.candidate_store import store_map, store_result
from studio.jobs.candidates import MapFitted
from studio.jobs.messages import JobNews
from studio.jobs.requests import CandidatesRequest, ExportCandidatesRequest
from studio.jobs.view_messages import FrameQuery, SceneRef, ViewFailed
from studio.jobs.view_runner import Picture
from studio.state.candidates import Candidate
from studio.state.gallery_view import resolve_gallery, shown_takes
from studio.state.material import chosen_sample, drawn_samples
from tests.studio.candidate_sets import FRAMES, finished
from tests.studio.controllers.conftest import Desk, ImmediateFiles


@dataclass
class Lab:
    """A desk with the controllers of candidates."""

    desk: Desk

    def __post_init__(self) -> None:
        desk = self.desk
        self.state = desk.state
        self.gallery = GalleryController(self.state, desk.view, desk.playback, desk.viewport)
        self.candidates = CandidatesController(
            self.state, desk.jobs, desk.takes, desk.edits, ImmediateFiles()
        )
        self.candidates.on_forget = self.gallery.forget
        self.choices = CandidateChoicesController(self.state, desk.jobs, desk.takes, desk.edits)
        self.votes = VoteController(
            self.state, ImmediateFiles(), desk.folder / "voter.txt", draw_seed=lambda: 11
        )

    def open(self) -> Path:
        path = self.desk.open_ball()
        self.poll()
        return path

    def poll(self) -> None:
        self.candidates.update()
        self.votes.update()

    def news(self, news: object) -> None:
        number = len(self.desk.runner.requests)
        self.desk.runner.messages.append(JobNews(number, news))
        self.desk.jobs.poll()

    def request(self) -> CandidatesRequest:
        request = self.desk.runner.last
        assert isinstance(request, CandidatesRequest)
        return request

    def finish_job(self, drops_m: tuple[float, ...] = (0.1, 0.2, 0.3, 0.4)) -> None:
        request = self.request()
        fitted = SetStiffness.fit(request.materials, "expressive", 24.0)
        self.news(MapFitted(request.set_name, fitted))
        for run, drop_m in zip(request.runs, drops_m, strict=False):
            frames = FRAMES if run.quality == "sketch" else 2 * FRAMES
            self.news(finished(run.name, run.quality, run.asked, drop_m, frames))
        self.desk.end_job()

    @property
    def members(self) -> tuple[Candidate, ...]:
        shown = self.state.candidates.shown
        assert shown is not None
        return shown.candidates


@pytest.fixture
def lab(desk: Desk) -> Iterator[Lab]:
    lab = Lab(desk)
    lab.open()
    return lab


def test_candidates_are_the_samples_of_the_material_panel(lab: Lab) -> None:
    lab.candidates.sample(4)
    physics = lab.state.document.physics
    assert physics is not None
    samples = drawn_samples(physics, lab.state.material.seed, 4)
    for one, sample in zip(lab.members, samples, strict=True):
        assert one.params.youngs_modulus_pa == sample.youngs_modulus_pa
        assert one.params.material_class is sample.material_class
        assert one.log_likelihood == pytest.approx(physics.log_prob(sample))


def test_all_sketches_come_first_then_previews_in_small_jobs(lab: Lab) -> None:
    lab.candidates.sample(4)
    sketches = lab.request()
    assert [run.quality for run in sketches.runs] == ["sketch"] * 4
    assert sketches.qualities == ("sketch", "preview")
    assert len(sketches.materials) == 4
    lab.finish_job()
    assert [run.quality for run in lab.request().runs] == ["preview"] * 2
    assert lab.request().materials == sketches.materials
    lab.finish_job()
    lab.finish_job()
    assert len(lab.desk.runner.requests) == 3
    assert not lab.candidates.busy
    assert {run.status for run in lab.state.candidates.runs} == {"finished"}


def test_progress_failure_and_grouping_reach_the_cells(lab: Lab) -> None:
    lab.candidates.sample(4)
    runs = lab.request().runs
    lab.news(RunProgress(runs[0].name, 0.5))
    view = resolve_gallery(lab.state)
    assert [cell.status for cell in view.cells] == ["running", "queued", "queued", "queued"]
    assert "50 %" in view.cells[0].status_text
    lab.news(RunResult(runs[0].name, "sketch", "failed", "the motion blew up; use a softer one"))
    for run in runs[1:3]:
        lab.news(finished(run.name, "sketch", run.asked, 0.2))
    lab.news(finished(runs[3].name, "sketch", runs[3].asked, 0.4))
    view = resolve_gallery(lab.state)
    assert [cell.status for cell in view.cells] == ["failed", "shown", "shown", "shown"]
    assert "softer" in view.cells[0].status_text
    assert view.cells[1].group == view.cells[2].group != ""
    assert view.cells[3].group == ""
    assert "Moves like 3" in view.cells[1].group_text
    assert "2 and 3 move alike" in view.groups_text
    assert max(view.cells[3].energy) == pytest.approx(1.0)


def test_a_real_set_that_moves_alike_says_how_to_tell_its_members_apart(lab: Lab) -> None:
    lab.candidates.toggle_stiffness()
    lab.candidates.sample(2)
    assert lab.request().stiffness == "real"
    lab.finish_job((0.2, 0.2))
    assert "without real stiffness" in resolve_gallery(lab.state).groups_text
    lab.candidates.toggle_stiffness()
    lab.candidates.cancel()
    lab.candidates.sample(2)
    assert lab.state.candidates.shown is not None
    assert lab.state.candidates.shown.stiffness == "expressive"


def test_cancelling_also_takes_what_waits(lab: Lab) -> None:
    lab.candidates.sample(4)
    lab.candidates.cancel()
    lab.finish_job()
    assert len(lab.desk.runner.requests) == 1
    assert {run.status for run in lab.state.candidates.runs} == {"finished", "cancelled"}


def test_a_broken_job_marks_what_it_left_and_can_be_resumed(lab: Lab) -> None:
    lab.candidates.sample(2)
    first = lab.request().runs[0]
    lab.news(finished(first.name, "sketch", first.asked))
    lab.desk.end_job(line="The compute process stopped unexpectedly")
    states = {run.take_name: run.status for run in lab.state.candidates.runs}
    assert states["set-1-1-sketch"] == "finished"
    assert states["set-1-2-sketch"] == "failed"
    assert states["set-1-1-preview"] == "cancelled"
    assert "stopped unexpectedly" in resolve_gallery(lab.state).cells[1].status_text
    lab.candidates.resume()
    assert [run.name for run in lab.request().runs] == ["set-1-2-sketch"]


def test_a_cancelled_set_keeps_what_is_finished(lab: Lab) -> None:
    lab.candidates.sample(2)
    first = lab.request().runs[0]
    lab.news(finished(first.name, "sketch", first.asked))
    lab.desk.end_job(cancelled=True)
    assert [cell.status for cell in resolve_gallery(lab.state).cells[:2]] == ["shown", "cancelled"]
    lab.candidates.retry("set-1-2")
    assert {run.name for run in lab.request().runs} == {"set-1-2-sketch"}


def test_stored_results_come_back_with_the_project(desk: Desk) -> None:
    lab = Lab(desk)
    path = lab.open()
    lab.candidates.sample(2)
    request = lab.request()
    fitted = SetStiffness.fit(request.materials, "expressive", 24.0)
    store_map(path, "set-1", fitted)
    for run in request.runs:
        store_result(path, "set-1", finished(run.name, run.quality, run.asked))
    again = Lab(desk)
    again.poll()
    assert lab.state.candidates.stiffness_map("set-1") == fitted
    assert sorted(run.status for run in lab.state.candidates.runs) == ["finished"] * 2


def test_set_pin_note_and_reject_are_steps_of_undo(lab: Lab) -> None:
    lab.candidates.sample(2)
    lab.finish_job()
    lab.choices.pin("set-1-1", "a")
    lab.choices.pin("set-1-1", "b")
    assert (lab.state.candidates.pinned_a, lab.state.candidates.pinned_b) == (None, "set-1-1")
    lab.choices.set_note("set-1-2", "too bouncy")
    lab.choices.toggle_rejected("set-1-1")
    assert lab.state.candidates.pinned_b is None
    labels = [edit.label for edit in lab.state.history.edits]
    assert labels == [
        "Sample 2 candidates", "Pin candidate A", "Pin candidate B", "Write a note",
        "Reject candidate",
    ]  # fmt: skip
    lab.desk.edits.undo()
    assert lab.state.candidates.pinned_b == "set-1-1"
    lab.desk.edits.go_to(lab.state.history.first)
    lab.poll()
    assert lab.state.candidates.sets == ()
    assert resolve_gallery(lab.state).hint


def test_promoting_makes_material_and_take_the_scenes(lab: Lab) -> None:
    lab.candidates.sample(2)
    lab.finish_job()
    lab.choices.promote("set-1-2")
    chosen = chosen_sample(lab.state.material, lab.state.document.physics)
    params = lab.members[1].params
    assert chosen.youngs_modulus_pa == pytest.approx(params.youngs_modulus_pa, rel=1e-5)
    assert chosen.density_kg_m3 == pytest.approx(params.density_kg_m3, rel=1e-5)
    assert chosen.material_class is params.material_class
    assert lab.state.material.stiffness == "expressive"
    assert lab.state.document.active_take == "set-1-2-sketch"


def test_export_takes_the_finished_ones_that_are_not_rejected(lab: Lab, tmp_path: Path) -> None:
    lab.choices.export(tmp_path / "none.png")
    assert "No candidate is finished yet." in lab.desk.texts
    lab.candidates.sample(4)
    lab.finish_job()
    lab.choices.toggle_rejected("set-1-2")
    lab.choices.export(tmp_path / "sheet.png")
    request = lab.desk.runner.last
    assert isinstance(request, ExportCandidatesRequest)
    assert [cell.take_name for cell in request.cells] == [
        f"set-1-{number}-sketch" for number in (1, 3, 4)
    ]
    assert request.camera is not None
    assert all(cell.detail.isascii() is False or "kg/m3" in cell.detail for cell in request.cells)


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
    lab.desk.view.tags.clear()
    lab.desk.view.queries.clear()
    for _ in range(2 * FRAMES):
        lab.gallery.update()
        if lab.desk.view.tags:
            answer(lab)
    assert lab.gallery.complete
    assert lab.gallery.cached_count("set-1-2") == FRAMES
    assert not lab.gallery.take_failure(ViewFailed(2, "other", SceneRef(project, "take-1")))


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
