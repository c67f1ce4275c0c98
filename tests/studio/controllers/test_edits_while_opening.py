from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sim.materials import ConstitutiveLaw
from studio.jobs.journal_file import read_journal
from studio.jobs.requests import PredictRequest, SimulateRequest
from tests.studio.controllers.conftest import Desk, ImmediateFiles
from tests.studio.controllers.saved_desk import settle, stored
from tests.studio.synthetic_project import make_project


class SlowFiles(ImmediateFiles):
    """Does file work when the test says so."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Callable[[], Any], Callable[[Any, str], None]]] = []

    def submit(
        self,
        work: Callable[[], Any],
        answer: Callable[[Any, str], None],
        *,
        must_run: bool = False,
    ) -> None:
        if must_run:
            super().submit(work, answer)
        else:
            self.waiting.append((work, answer))

    def run(self) -> None:
        """Do what waits."""
        waiting, self.waiting = self.waiting, []
        for work, answer in waiting:
            super().submit(work, answer)


@pytest.fixture
def slow(desk: Desk) -> SlowFiles:
    """Reading projects takes until `run`."""
    files = SlowFiles()
    desk.opening._files = files
    return files


def set_seed(desk: Desk, seed: int) -> None:
    with desk.edits.step("Set seed"):
        desk.state.material.seed = seed


def test_what_is_chosen_while_a_photo_is_predicted_is_the_new_projects(
    desk: Desk, tmp_path: Path
) -> None:
    photo = tmp_path / "cup.jpg"
    photo.write_bytes(b"photo")
    desk.document.open_path(photo)
    desk.physics.set_quality("sketch")
    desk.physics.set_law(ConstitutiveLaw.SAND)
    predict = desk.runner.last
    assert isinstance(predict, PredictRequest)
    desk.end_job(result=make_project(predict.project).path)
    material = desk.state.material
    assert (material.quality, material.law) == ("sketch", ConstitutiveLaw.SAND)
    request = desk.runner.last
    assert isinstance(request, SimulateRequest)  # it is simulated at once
    assert request.quality == "sketch"
    assert desk.state.history.undo_label == "Chosen while it was opened"
    desk.edits.undo()
    assert (material.quality, material.law) == ("preview", None)
    assert desk.texts == []


def test_what_needs_the_object_is_refused_with_a_reason(desk: Desk, tmp_path: Path) -> None:
    photo = tmp_path / "cup.jpg"
    photo.write_bytes(b"photo")
    desk.document.open_path(photo)
    with desk.edits.step("Add a marker"):
        desk.state.timeline.time_remap = "0:0"
    assert desk.state.timeline.time_remap == ""
    assert desk.texts == ["cup is being opened. Change this when it is shown."]
    desk.edits.undo()
    assert not desk.state.history.dirty


def test_what_was_chosen_for_a_failed_prediction_is_put_back(desk: Desk, tmp_path: Path) -> None:
    photo = tmp_path / "cup.jpg"
    photo.write_bytes(b"photo")
    desk.open_ball()
    set_seed(desk, 7)
    desk.document.open_path(photo)
    desk.saving.answer_leaving("discard")
    assert desk.state.material.seed == 0  # what the new project will begin with
    desk.physics.set_quality("sketch")
    desk.end_job(line="no")
    assert (desk.state.material.seed, desk.state.material.quality) == (7, "preview")
    set_seed(desk, 8)
    assert desk.state.history.undo_label == "Set seed"


def test_edits_of_the_old_project_are_asked_about_before_it_is_left(
    desk: Desk, slow: SlowFiles, tmp_path: Path
) -> None:
    first = desk_ball(desk, slow)
    second = make_project(tmp_path / "Other.p4d").path
    desk.document.open_path(second)
    set_seed(desk, 3)
    slow.run()
    assert desk.state.saving.leaving == "open"
    assert desk.state.document.project == first
    desk.saving.answer_leaving("cancel")
    assert desk.state.document.project == first
    assert desk.state.material.seed == 3
    assert not (second / ".lock").exists()
    desk.document.open_path(second)
    desk.saving.answer_leaving("discard")
    set_seed(desk, 4)  # after it was given up, too
    slow.run()
    assert desk.state.saving.leaving == "open"
    desk.saving.answer_leaving("discard")
    assert desk.state.document.project == second
    assert desk.state.material.seed == 0


def test_a_project_that_is_read_anew_keeps_what_was_done_meanwhile(
    desk: Desk, slow: SlowFiles
) -> None:
    project = desk_ball(desk, slow)
    desk.opening.reload()
    desk.edits.begin("Drag seed")
    desk.state.material.seed = 5
    slow.run()
    assert desk.state.document.project == project
    assert desk.state.material.seed == 5
    assert desk.state.history.dirty


def test_a_project_that_cannot_be_read_anew_is_recorded_on(desk: Desk) -> None:
    project = desk.open_ball()
    set_seed(desk, 5)
    desk.saving.save()
    manifest = project / "manifest.json"
    content = manifest.read_bytes()
    manifest.write_bytes(b"{")
    desk.opening.open(project)
    assert desk.state.notices.notices[-1].severity == "error"
    manifest.write_bytes(content)
    assert not desk.state.saving.busy
    set_seed(desk, 6)
    settle(desk)
    assert [record.label for record in read_journal(project / "journal.jsonl", after=1)] != []
    desk.saving.go_on()
    desk.saving.save()
    settle(desk)
    assert stored(project)["material"]["seed"] == 6


def test_nothing_can_be_edited_before_the_first_project_is_there(
    desk: Desk, slow: SlowFiles, tmp_path: Path
) -> None:
    desk.document.open_path(make_project(tmp_path / "Ball.p4d").path)
    set_seed(desk, 5)
    assert desk.state.material.seed == 0
    slow.run()
    set_seed(desk, 5)
    assert desk.state.material.seed == 5


def desk_ball(desk: Desk, slow: SlowFiles) -> Path:
    path = make_project(desk.folder / "Ball.p4d").path
    desk.document.open_path(path)
    slow.run()
    return path
