from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from render.formats.registry import write_splats
from render.formats.splat_file import SplatFile
from sim.materials import MaterialClass
from studio.jobs.messages import JobDone
from studio.jobs.pipeline import run_import
from studio.jobs.requests import ImportRequest, PredictRequest, SimulateRequest
from tests.studio.controllers.conftest import Desk
from tests.studio.synthetic_project import ball, make_project, write_take


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "my cup (1).jpg"
    path.write_bytes(b"photo")
    return path


def test_a_photo_becomes_a_project_that_is_simulated(desk: Desk, photo: Path) -> None:
    desk.document.open_path(photo, size_m=0.1)
    request = desk.runner.last
    assert isinstance(request, PredictRequest)
    assert request.project.name == "my cup -1-.p4d"
    assert request.size_m == 0.1
    assert desk.state.document.photo == photo
    desk.end_job(result=make_project(request.project).path)
    assert desk.state.document.project == request.project
    assert isinstance(desk.runner.last, SimulateRequest)
    assert desk.state.preferences.value.recent[0] == str(request.project)


def test_simulating_at_once_can_be_switched_off(desk: Desk, photo: Path) -> None:
    desk.preferences.change(replace(desk.preferences.value, simulate_after_predict=False))
    desk.document.open_path(photo)
    desk.end_job(result=make_project(desk.runner.last.project).path)
    assert len(desk.runner.requests) == 1
    assert desk.runner.last.size_m is None  # the job knows what a photo and poses get


def test_a_failed_prediction_puts_back_what_was_open(desk: Desk, photo: Path) -> None:
    ball = desk.open_ball()
    desk.distribution.set_locked("youngs_modulus_pa", True)
    edited = desk.state.material.edited
    desk.viewport.orbit(0.3, 0.1)
    camera = desk.state.viewport.camera
    desk.document.open_path(photo)
    desk.saving.answer_leaving("discard")
    assert desk.state.document.project is None
    desk.end_job(line="not a picture")
    assert desk.state.document.project == ball
    assert desk.state.document.gaussian_count == 400
    assert desk.state.material.edited == edited
    assert desk.state.viewport.camera == camera
    assert desk.texts == ["Reconstructing my cup (1).jpg failed: not a picture"]


def test_a_cancelled_first_prediction_leads_back_to_the_welcome_view(
    desk: Desk, photo: Path
) -> None:
    desk.document.open_path(photo)
    desk.end_job(cancelled=True)
    assert desk.state.document.photo is None
    assert desk.state.document.project is None


def test_names_of_new_projects_are_free(desk: Desk, photo: Path) -> None:
    folder = desk.preferences.value.projects_path
    make_project(folder / "my cup -1-.p4d")
    desk.document.open_path(photo)
    assert desk.runner.last.project.name == "my cup -1--2.p4d"


@pytest.mark.parametrize("suffix", [".ply", ".compressed.ply", ".SPZ", ".splat", ".ksplat"])
def test_a_splat_file_is_imported(desk: Desk, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"cloud{suffix}"
    path.write_bytes(b"ply")
    desk.document.open_path(path)
    assert isinstance(desk.runner.last, ImportRequest)
    assert desk.runner.last.up is None


@pytest.mark.parametrize("name", ["walk.p4dc", "walk.usdc", "walk"])
def test_moving_files_keep_their_motion(desk: Desk, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if path.suffix:
        path.write_bytes(b"")
    else:
        path.mkdir()
        (path / "frame_0001.ply").write_bytes(b"")
    desk.document.open_path(path)
    request = desk.runner.last
    assert isinstance(request, ImportRequest)
    assert (request.cloud, request.moving) == (path, True)


def test_the_axis_that_was_taken_for_up_is_said(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "cloud.spz"
    write_splats(path, ball(50))
    desk.document.open_path(path)
    desk.end_job(result=run_import(desk.runner.last))
    assert any("+y axis was taken for up" in text for text in desk.texts)


@pytest.mark.parametrize("name", ["none.jpg", "none.p4d", "none.ply", "."])
def test_what_cannot_be_opened_is_one_notice(desk: Desk, tmp_path: Path, name: str) -> None:
    desk.document.open_path(tmp_path / name)
    assert len(desk.texts) == 1
    assert desk.runner.requests == {}


def test_a_newer_project_is_refused_and_nothing_is_lost(desk: Desk) -> None:
    ball = desk.open_ball()
    other = make_project(desk.folder / "Other.p4d").path
    manifest = other / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"version": 1', '"version": 99', 1))
    desk.document.open_path(other)
    assert "version 99" in desk.texts[0]
    assert desk.state.document.project == ball


def test_splats_are_shown_as_they_were_trained(desk: Desk, tmp_path: Path) -> None:
    for antialiased in (True, False):
        file = tmp_path / f"ball-{antialiased}.ply"
        write_splats(file, SplatFile(ball(40), "", "+z", antialiased=antialiased))
        desk.document.open_path(run_import(ImportRequest(file, file.with_suffix(".p4d"))))
        assert desk.state.viewport.antialiased is antialiased
        assert desk.viewport.view().settings.antialiased is antialiased


def test_takes_are_listed_and_the_last_one_is_shown(desk: Desk) -> None:
    project = make_project(desk.folder / "Ball.p4d")
    for name in ("take-1", "take-2"):
        write_take(project, name, frame_count=2)
    desk.document.open_path(project.path)
    assert [take.name for take in desk.state.document.takes] == ["take-1", "take-2"]
    assert desk.state.document.active_take == "take-2"
    assert {scene.take_name for scene in desk.view.described} == {None, "take-1", "take-2"}


def test_edits_stay_with_their_project(desk: Desk) -> None:
    desk.open_ball()
    desk.distribution.show_class(MaterialClass.SAND)
    desk.open_ball("Other.p4d")
    desk.saving.answer_leaving("discard")
    assert not desk.state.material.is_edited()


def test_save_as_goes_on_with_the_copy(desk: Desk) -> None:
    desk.open_ball()
    desk.save_copy(desk.folder / "Copy")
    assert desk.state.document.project == desk.folder / "Copy.p4d"
    assert desk.texts == ["Saved as Copy.p4d."]


def test_save_as_never_overwrites(desk: Desk) -> None:
    ball = desk.open_ball()
    desk.save_copy(ball)
    assert "exists already" in desk.texts[0]
    assert desk.state.document.project == ball


def test_pasted_pictures_are_kept_and_opened(desk: Desk) -> None:
    desk.document.open_image(b"png")
    request = desk.runner.last
    assert isinstance(request, PredictRequest)
    assert request.photo.read_bytes() == b"png"


def test_a_recent_project_that_is_gone_leaves_the_list(desk: Desk) -> None:
    ball = desk.open_ball()
    desk.document.close()
    shutil.rmtree(ball)
    desk.document.open_recent(ball)
    assert str(ball) not in desk.preferences.value.recent
    assert "no longer" in desk.texts[0]


def test_closing_cancels_and_empties(desk: Desk) -> None:
    desk.open_ball()
    desk.physics.simulate()
    desk.document.close()
    assert desk.runner.cancelled == 1
    assert desk.state.document.project is None
    assert desk.state.document.takes == ()
    assert desk.state.playback.frame_count == 0


def test_save_as_shows_its_progress_and_can_be_cancelled(desk: Desk) -> None:
    ball = desk.open_ball()
    desk.file_jobs.held = True
    desk.document.save_copy(desk.folder / "Copy")
    (job,) = desk.state.jobs.jobs
    assert (job.title, job.phase) == ("Saving as Copy.p4d", "running")
    assert desk.state.saving.busy
    desk.jobs.cancel_one(job.generation)
    desk.file_jobs.go_on()
    desk.jobs.poll()
    assert not desk.state.saving.busy
    assert desk.state.jobs.finished[0].outcome == "cancelled"
    assert desk.state.document.project == ball
    assert not (desk.folder / "Copy.p4d").exists()


def test_copying_waits_for_no_simulation_and_holds_none_up(desk: Desk) -> None:
    desk.open_ball()
    desk.physics.simulate()
    desk.file_jobs.held = True
    desk.document.save_copy(desk.folder / "Copy")
    desk.physics.simulate()
    assert [job.phase for job in desk.state.jobs.jobs] == ["running", "running", "waiting"]
    desk.runner.messages.append(JobDone(1, desk.folder))
    desk.jobs.poll()
    assert [job.phase for job in desk.state.jobs.jobs] == ["running", "running"]
    desk.jobs.cancel()
    assert desk.runner.cancelled == 1
    desk.file_jobs.go_on()
    desk.jobs.poll()
    assert [job.generation for job in desk.state.jobs.jobs] == [2]
