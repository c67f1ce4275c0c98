"""Files and takes of a project: missing, deleted, renamed."""

from __future__ import annotations

from pathlib import Path

from tests.studio.controllers.conftest import Desk
from tests.studio.controllers.saved_desk import settle
from tests.studio.synthetic_project import make_project, write_take


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
