"""Projects that another window or the file system holds."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from studio.jobs.journal_file import read_journal
from studio.jobs.project_lock import ProjectLock
from tests.studio.controllers.conftest import Desk
from tests.studio.controllers.saved_desk import kill, set_seed, settle, stored
from tests.studio.synthetic_project import make_project


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
    desk.save_copy(desk.folder / "Mine")
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
    second.jobs.poll()
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
