"""Saving a document: its journal, autosaves, questions at the end and failures."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from studio.jobs.document_store import RecordingFailed, RecordingWorks, Saved, SaveFailed
from studio.jobs.journal_file import read_journal
from tests.studio.controllers.conftest import Desk
from tests.studio.controllers.saved_desk import kill, set_seed, settle, stored
from tests.studio.synthetic_project import make_project, write_take


def test_saving_writes_the_document_and_ends_the_journal(desk: Desk) -> None:
    project = desk.open_ball()
    set_seed(desk, 5)
    assert desk.state.history.dirty
    desk.document.save()
    assert desk.state.saving.busy
    settle(desk)
    assert not desk.state.saving.busy
    assert not desk.state.history.dirty
    assert stored(project)["material"]["seed"] == 5
    assert not (project / "journal.jsonl").exists()


def test_every_finished_edit_is_journaled_undo_and_jumps_included(desk: Desk) -> None:
    project = desk.open_ball()
    set_seed(desk, 5)
    set_seed(desk, 6)
    desk.edits.undo()
    desk.edits.redo()
    desk.edits.go_to(0)
    desk.edits.begin("Drag seed")
    desk.state.material.seed = 99
    kill(desk)
    records = read_journal(project / "journal.jsonl", after=0)
    assert [record.changes[0][2] for record in records] == [5, 6, 5, 6, 0]
    assert [record.label for record in records][2:] == [
        "Undo: Set seed 6", "Redo: Set seed 6", "Go back in the history",
    ]  # fmt: skip


def test_the_journal_is_compacted_every_half_minute(desk: Desk) -> None:
    project = desk.open_ball()
    set_seed(desk, 5)
    desk.now_s = 29.0
    desk.saving.poll()
    desk.now_s = 31.0
    desk.saving.poll()
    desk.now_s = 62.0
    desk.saving.poll()  # nothing new: nothing is written
    kill(desk)
    assert stored(project, "autosave.json")["material"]["seed"] == 5
    assert not (project / "journal.jsonl").exists()


@pytest.mark.parametrize(
    ("answer", "seed", "left"), [("save", 5, True), ("discard", 0, True), ("cancel", 5, False)]
)
def test_leaving_asks_what_becomes_of_changes(
    desk: Desk, answer: str, seed: int, left: bool
) -> None:
    project = desk.open_ball()
    set_seed(desk, 5)
    desk.document.close()
    assert desk.state.saving.leaving == "close"
    assert desk.state.document.project == project
    desk.saving.answer_leaving(answer)
    if answer == "save":
        settle(desk)
    assert desk.state.saving.leaving is None
    assert (desk.state.document.project is None) == left
    if left:
        desk.document.open_path(project)
        assert desk.state.saving.recovery is None
    assert desk.state.material.seed == seed


def test_without_changes_nobody_is_asked(desk: Desk) -> None:
    desk.open_ball()
    set_seed(desk, 5)
    desk.edits.undo()
    desk.document.close()
    assert desk.state.document.project is None


def test_opening_another_project_asks_first(desk: Desk) -> None:
    ball = desk.open_ball()
    other = make_project(desk.folder / "Other.p4d").path
    set_seed(desk, 5)
    desk.document.open_path(other)
    assert desk.state.saving.leaving == "open"
    assert desk.state.document.project == ball
    desk.saving.answer_leaving("discard")
    assert desk.state.document.project == other
    assert not (ball / ".lock").exists()


def test_a_failed_save_keeps_the_changes(desk: Desk) -> None:
    desk.open_ball()
    set_seed(desk, 5)
    desk.document.close()
    desk.saving.answer_leaving("save")
    desk.saving._take(SaveFailed("the disk is full"))
    assert desk.state.document.project is not None
    assert not desk.state.saving.busy
    assert desk.state.history.dirty
    notice = desk.state.notices.notices[-1]
    assert notice.text == "The project was not saved: the disk is full"
    assert notice.remedy is not None
    assert notice.remedy.command == "save-as"


def test_trouble_with_the_disk_is_told_and_its_end(desk: Desk) -> None:
    desk.open_ball()
    desk.saving._take(RecordingFailed("the disk is full"))
    assert desk.state.saving.recording == "failing"
    assert "cannot be written to the disk: the disk is full" in desk.texts[-1]
    assert "kept in memory" in desk.state.notices.notices[-1].details
    desk.saving._take(RecordingWorks())
    assert desk.state.saving.recording == "works"
    assert desk.texts[-1] == "Your edits are on the disk again."


def test_where_the_camera_stood_is_remembered_without_asking(desk: Desk) -> None:
    project = make_project(desk.folder / "Ball.p4d")
    for name in ("take-1", "take-2"):
        write_take(project, name, frame_count=1)
    desk.document.open_path(project.path)
    assert desk.state.document.active_take == "take-2"
    desk.takes.show("take-1")
    desk.viewport.orbit(0.3, 0.1)
    camera = desk.state.viewport.camera
    assert not desk.state.history.dirty
    desk.document.close()
    desk.document.open_path(project.path)
    desk.describe_take("take-1", 1)
    assert desk.state.document.active_take == "take-1"
    assert desk.state.viewport.camera == camera


def test_save_as_takes_unsaved_work_along_and_leaves_the_original_as_it_was(desk: Desk) -> None:
    ball = desk.open_ball()
    desk.document.save()
    settle(desk)
    set_seed_after_restart(desk, ball, 5)
    desk.save_copy(desk.folder / "Copy")
    copy = desk.folder / "Copy.p4d"
    assert desk.state.document.project == copy
    assert stored(copy)["material"]["seed"] == 5
    assert stored(ball)["material"]["seed"] == 0
    assert not (ball / ".lock").exists()
    assert not desk.state.history.dirty
    desk.edits.undo()
    assert desk.state.material.seed == 0
    kill(desk)
    assert len(read_journal(copy / "journal.jsonl", after=1)) == 1


def set_seed_after_restart(desk: Desk, project: Path, seed: int) -> None:
    desk.document.open_path(project)
    set_seed(desk, seed)


def test_a_shared_project_carries_unsaved_work(desk: Desk) -> None:
    project = desk.open_ball()
    set_seed(desk, 5)
    desk.document.share(desk.folder / "Ball.p4d")
    request = desk.runner.last
    assert request.out == desk.folder / "Ball.p4d.zip"
    assert json.loads(request.document)["parts"]["material"]["seed"] == 5
    desk.end_job(result=request.out)
    assert desk.texts[-1] == "Packed as Ball.p4d.zip."
    request.out.write_bytes(b"")
    desk.edits.undo()
    desk.document.open_path(request.out)
    assert desk.runner.last.archive == request.out
    assert desk.runner.last.project == desk.preferences.value.projects_path / "Ball.p4d"
    assert desk.state.document.project == project


def test_answers_of_the_disk_belong_to_their_own_save(desk: Desk) -> None:
    desk.open_ball()
    told: list[str] = []
    for seed in (5, 6):
        set_seed(desk, seed)
        desk.saving.save(
            lambda seed=seed: told.append(f"{seed} saved"),
            failed=lambda seed=seed: told.append(f"{seed} failed"),
        )
    desk.saving._take(Saved(1))
    assert told == ["5 saved"]
    assert desk.state.saving.busy
    desk.saving._take(SaveFailed("the disk is full"))
    assert told == ["5 saved", "6 failed"]
    assert not desk.state.saving.busy
    assert desk.saving._open is not None
    assert desk.saving._open.saved["material", "seed"] == 5


def test_what_should_follow_a_save_does_not_follow_that_of_another_project(desk: Desk) -> None:
    desk.open_ball()
    set_seed(desk, 5)
    told: list[str] = []
    desk.saving.save(lambda: told.append("close"), failed=lambda: told.append("stay"))
    desk.open_ball("Other.p4d")
    set_seed(desk, 6)
    desk.saving.save()
    settle(desk)
    assert told == ["stay"]
    assert not desk.state.history.dirty
