from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from studio.jobs.document_store import RecordingFailed, RecordingWorks, SaveFailed
from studio.jobs.journal_file import read_journal
from studio.jobs.project_lock import ProjectLock
from tests.studio.controllers.conftest import Desk
from tests.studio.synthetic_project import make_project, write_take


def set_seed(desk: Desk, seed: int) -> None:
    with desk.edits.step(f"Set seed {seed}"):
        desk.state.material.seed = seed


def settle(desk: Desk) -> None:
    """Let the thread finish what it was given, and take its answers."""
    store = desk.saving.store
    assert store is not None
    store.close()
    desk.saving.poll()


def kill(desk: Desk) -> None:
    """What is left of a window that was killed: its files and a stale lock."""
    store = desk.saving.store
    assert store is not None
    store.close()
    desk.saving._open = None


def stored(project: Path, name: str = "studio.json") -> dict[str, dict[str, object]]:
    parts: dict[str, dict[str, object]] = json.loads((project / name).read_text())["parts"]
    return parts


@pytest.fixture
def another(tmp_path: Path, desk: Desk) -> Callable[[], Desk]:
    """Another window on the same folders, whose predecessor's process has ended."""

    def open_another() -> Desk:
        for lock in tmp_path.rglob(".lock"):
            values = json.loads(lock.read_text())
            lock.write_text(json.dumps(values | {"process": "before"}))
        return Desk(tmp_path)

    return open_another


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


def test_lost_work_is_offered_once_and_restored(desk: Desk, another: Callable[[], Desk]) -> None:
    project = desk.open_ball()
    set_seed(desk, 5)
    kill(desk)
    second = another()
    second.document.open_path(project)
    offer = second.state.saving.recovery
    assert offer is not None
    assert [note.label for note in offer.edits] == ["Set seed 5"]
    assert offer.photo == project / "photo.png"
    assert second.state.material.seed == 0
    second.saving.restore()
    assert second.state.saving.recovery is None
    assert second.state.material.seed == 5
    assert second.state.history.dirty
    second.edits.undo()
    assert second.state.material.seed == 0
    second.edits.redo()
    second.document.save()
    settle(second)
    second.saving.detach()
    third = another()
    third.document.open_path(project)
    assert third.state.saving.recovery is None
    assert third.state.material.seed == 5
    third.saving.detach()


def test_work_that_was_restored_and_lost_again_is_offered_again(
    desk: Desk, another: Callable[[], Desk]
) -> None:
    project = desk.open_ball()
    set_seed(desk, 5)
    kill(desk)
    second = another()
    second.document.open_path(project)
    second.saving.restore()
    with second.edits.step("Rename"):
        second.state.document.take_titles = (("take-1", "fall"),)
    kill(second)
    third = another()
    third.document.open_path(project)
    third.saving.restore()
    assert third.state.material.seed == 5
    assert third.state.document.take_titles == (("take-1", "fall"),)
    third.saving.detach()


def test_lost_work_that_is_discarded_is_not_offered_again(
    desk: Desk, another: Callable[[], Desk]
) -> None:
    project = desk.open_ball()
    set_seed(desk, 5)
    kill(desk)
    second = another()
    second.document.open_path(project)
    second.saving.discard_lost()
    set_seed(second, 8)
    kill(second)
    assert (project / "journal.jsonl.discarded").exists()
    third = another()
    third.document.open_path(project)
    offer = third.state.saving.recovery
    assert offer is not None
    assert [note.label for note in offer.edits] == ["Set seed 8"]
    third.saving.detach()


def test_closing_while_lost_work_is_offered_keeps_it(
    desk: Desk, another: Callable[[], Desk]
) -> None:
    project = desk.open_ball()
    set_seed(desk, 5)
    kill(desk)
    second = another()
    second.document.open_path(project)
    second.document.close()
    third = another()
    third.document.open_path(project)
    assert third.state.saving.recovery is not None
    third.saving.detach()


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
    desk.saving._take(SaveFailed("the disk is full"))
    desk.saving.answer_leaving("cancel")
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


def test_a_read_only_project_can_only_be_saved_elsewhere(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_project: Path, *, force: bool = False) -> ProjectLock:
        raise PermissionError(13, os.strerror(13))

    ball = make_project(desk.folder / "Ball.p4d").path
    with monkeypatch.context() as patch:
        patch.setattr(ProjectLock, "acquire", refuse)
        desk.document.open_path(ball)
    assert desk.state.saving.read_only
    set_seed(desk, 5)
    desk.document.save()
    assert "read-only" in desk.texts[-1]
    assert {path.name for path in ball.iterdir()} == {
        "manifest.json", "photo.png", "cloud.ply", "takes",
    }  # fmt: skip
    desk.document.save_copy(desk.folder / "Mine")
    assert not desk.state.saving.read_only
    assert stored(desk.folder / "Mine.p4d")["material"]["seed"] == 5


def test_another_window_on_the_project_is_told_politely(desk: Desk) -> None:
    project = desk.open_ball()
    second = Desk(desk.folder)
    second.document.open_path(project)
    conflict = second.state.saving.conflict
    assert conflict is not None
    assert conflict.holder == f"another window on this computer (process {os.getpid()})"
    assert second.state.document.project is None
    second.opening.leave_conflict()
    assert second.state.saving.conflict is None
    second.document.open_path(project)
    second.opening.open_read_only()
    assert second.state.document.project == project
    assert second.state.saving.read_only


def test_a_copy_is_opened_instead(desk: Desk) -> None:
    project = desk.open_ball()
    second = Desk(desk.folder)
    folder = str(desk.preferences.value.projects_path)
    second.preferences.change(replace(second.preferences.value, projects_folder=folder))
    second.document.open_path(project)
    second.opening.open_copy()
    copy = desk.preferences.value.projects_path / "Ball copy.p4d"
    assert second.state.document.project == copy
    second.saving.detach()


def test_a_project_that_is_taken_over_is_only_read_from_then_on(desk: Desk) -> None:
    project = desk.open_ball()
    second = Desk(desk.folder)
    second.document.open_path(project)
    second.opening.take_over()
    set_seed(second, 7)
    set_seed(desk, 5)
    settle(desk)
    assert desk.state.saving.read_only
    assert "taken this project over" in desk.texts[-1]
    kill(second)
    (record,) = read_journal(project / "journal.jsonl", after=0)
    assert record.changes == (("material", "seed", 7),)


def test_save_as_takes_unsaved_work_along_and_leaves_the_original_as_it_was(desk: Desk) -> None:
    ball = desk.open_ball()
    desk.document.save()
    settle(desk)
    set_seed_after_restart(desk, ball, 5)
    desk.document.save_copy(desk.folder / "Copy")
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


def test_missing_files_are_asked_for_and_linked_again(desk: Desk, tmp_path: Path) -> None:
    project = make_project(desk.folder / "Ball.p4d")
    write_take(project, "take-1", frame_count=1)
    desk.document.open_path(project.path)
    desk.document.save()
    settle(desk)
    desk.document.close()
    away = tmp_path / "away"
    away.mkdir()
    (project.path / "takes" / "take-1").rename(away / "take-1")
    desk.document.open_path(project.path)
    missing = desk.state.saving.missing
    assert missing is not None
    assert [file.name for file in missing.files] == ["takes/take-1"]
    desk.opening.search(tmp_path / "projects")
    assert desk.state.saving.missing is not None
    assert desk.state.saving.missing.searched == tmp_path / "projects"
    desk.opening.search(away)
    assert desk.state.saving.missing is None
    assert desk.state.document.active_take == "take-1"


def test_one_can_work_without_missing_files(desk: Desk) -> None:
    project = make_project(desk.folder / "Ball.p4d").path
    (project / "photo.png").unlink()
    desk.document.open_path(project)
    assert desk.state.saving.missing is not None
    desk.opening.ignore_missing()
    assert desk.state.saving.missing is None
    assert desk.state.document.project == project


def test_deleted_takes_leave_the_disk_only_when_that_is_final(desk: Desk) -> None:
    project = make_project(desk.folder / "Ball.p4d")
    for number in (1, 2, 3):
        write_take(project, f"take-{number}", frame_count=1)
    desk.document.open_path(project.path)
    desk.takes.show("take-2")
    desk.takes.delete()
    assert [take.name for take in desk.state.document.shown_takes] == ["take-1", "take-3"]
    assert desk.state.document.active_take == "take-1"
    desk.edits.undo()
    assert len(desk.state.document.shown_takes) == 3
    desk.edits.redo()
    desk.document.save()
    settle(desk)
    assert (project.path / "takes" / "take-2").is_dir()
    desk.document.close()
    assert project.takes() == ("take-1", "take-3")
    desk.document.open_path(project.path)
    assert desk.state.document.deleted_takes == ()


def test_a_deletion_that_is_not_saved_is_none(desk: Desk) -> None:
    project = make_project(desk.folder / "Ball.p4d")
    write_take(project, "take-1", frame_count=1)
    desk.document.open_path(project.path)
    desk.takes.delete("take-1")
    assert desk.state.document.active_take is None
    desk.document.close()
    desk.saving.answer_leaving("discard")
    assert project.takes() == ("take-1",)


def test_takes_are_renamed_by_title(desk: Desk) -> None:
    project = make_project(desk.folder / "Ball.p4d")
    write_take(project, "take-1", frame_count=1)
    desk.document.open_path(project.path)
    desk.takes.rename("take-1", "  soft \n fall ")
    assert desk.state.document.title("take-1") == "soft fall"
    desk.takes.rename("take-1", "soft fall")
    desk.takes.rename("take-9", "nothing")
    assert len(desk.state.history.edits) == 1
    desk.takes.rename("take-1", "")
    assert desk.state.document.take_titles == ()
    desk.edits.undo()
    assert desk.state.document.title("take-1") == "soft fall"


def test_a_growing_take_is_not_deleted(desk: Desk) -> None:
    desk.open_ball()
    desk.physics.simulate()
    desk.takes.delete("take-1")
    assert desk.state.document.deleted_takes == ()
    assert "cancel that first" in desk.texts[-1]


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
