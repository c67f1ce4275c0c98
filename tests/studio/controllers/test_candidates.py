"""Sampling candidates, what becomes of their runs, and choices."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from sim.sweep.result import RunProgress, RunResult
from sim.sweep.set_stiffness import SetStiffness
from studio.controllers.camera_path_controller import CameraPathController
from studio.controllers.commands.candidate_commands import candidate_commands
from studio.jobs.candidate_store import store_map, store_result
from studio.jobs.messages import JobCancelled, JobDone, JobNews
from studio.jobs.requests import ExportCandidatesRequest
from studio.state.gallery_view import resolve_gallery
from studio.state.material import chosen_sample, drawn_samples
from tests.studio.candidate_sets import finished
from tests.studio.controllers.candidate_lab import Lab
from tests.studio.controllers.conftest import Desk


@pytest.fixture
def lab(desk: Desk) -> Lab:
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
    path = CameraPathController(lab.state, lab.desk.edits, lab.desk.playback)
    path.add()
    path.toggle_look_through()
    lab.choices.export(tmp_path / "grid.mp4")
    request = lab.desk.runner.last
    assert isinstance(request, ExportCandidatesRequest)
    assert request.camera == lab.state.camera_path.path
    assert all(cell.detail.isascii() is False or "kg/m3" in cell.detail for cell in request.cells)


def test_a_note_is_written_by_command(lab: Lab) -> None:
    lab.candidates.sample(2)
    lab.finish_job()
    lab.choices.select("set-1-2")
    studio = SimpleNamespace(
        state=lab.state, candidates=lab.candidates, candidate_choices=lab.choices,
        candidate_sets=SimpleNamespace(delete=lab.candidates.cancel), gallery=lab.gallery,
        votes=lab.votes,
    )  # fmt: skip

    class Window:
        def ask_name(self, title: str, name: str, take: Callable[[str], None]) -> None:
            assert (title, name) == ("Note on candidate 2", "")
            take("bounces too high")

        def save_candidates(self, _kind: str) -> None:
            raise AssertionError

    commands = candidate_commands(studio, Window())  # type: ignore[arg-type]
    next(one for one in commands if one.name == "note-candidate").verb()
    assert lab.members[1].note == "bounces too high"


def test_runs_of_a_project_that_was_left_are_not_those_of_the_next(lab: Lab) -> None:
    lab.candidates.sample(2)
    of_first = lab.request().runs[0]
    lab.desk.saving.give_up()
    lab.desk.open_ball("Cube.p4d")
    lab.poll()
    lab.candidates.sample(2)
    runner = lab.desk.runner
    runner.messages += [JobNews(1, finished(of_first.name, "sketch", of_first.asked))]
    runner.messages += [JobCancelled(1)]
    lab.desk.jobs.poll()
    assert {run.status for run in lab.state.candidates.runs} == {"queued"}
    assert lab.candidates.busy
    lab.finish_job()
    assert {run.status for run in lab.state.candidates.runs} == {"finished", "queued"}


def test_runs_that_ended_while_another_project_was_open_are_read(lab: Lab) -> None:
    first = lab.state.document.project
    assert first is not None
    lab.candidates.sample(2)
    lab.desk.saving.save()
    lab.desk.saving.poll()
    of_first = lab.request().runs[0]
    lab.desk.saving.give_up()
    lab.desk.open_ball("Cube.p4d")
    lab.poll()
    lab.desk.document.open_path(first)
    lab.poll()
    assert lab.state.candidates.runs == ()
    store_result(first, "set-1", finished(of_first.name, "sketch", of_first.asked))
    lab.desk.runner.messages.append(JobDone(1, first))
    lab.desk.jobs.poll()
    assert [run.take_name for run in lab.state.candidates.runs] == [of_first.name]
