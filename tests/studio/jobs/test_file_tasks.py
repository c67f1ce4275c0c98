from __future__ import annotations

from pathlib import Path

import pytest

from render.errors import InputError
from sim.project import Project
from studio.jobs.file_tasks import FileTasks
from studio.jobs.project_copy import copy_project
from tests.studio.synthetic_project import make_project, write_take


def test_a_copy_is_whole_and_leaves_the_original(tmp_path: Path) -> None:
    project = make_project(tmp_path / "Ball.p4d")
    write_take(project, "take-1", frame_count=2)
    copy = Project.open(copy_project(project.path, tmp_path / "Copy.p4d"))
    assert copy.takes() == ("take-1",)
    assert project.takes() == ("take-1",)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["Ball.p4d", "Copy.p4d"]


@pytest.mark.parametrize("name", ["Ball.p4d", "Copy"])
def test_a_copy_never_overwrites(tmp_path: Path, name: str) -> None:
    project = make_project(tmp_path / "Ball.p4d")
    with pytest.raises(InputError):
        copy_project(project.path, tmp_path / name)


def test_answers_come_on_the_polling_thread(tmp_path: Path) -> None:
    def refuse() -> Path:
        raise InputError("the disk is full")

    tasks, answers = FileTasks(), []
    tasks.submit(lambda: tmp_path, lambda path, reason: answers.append((path, reason)))
    tasks.submit(refuse, lambda path, reason: answers.append((path, reason)))
    tasks._pool.shutdown(wait=True)
    assert answers == []
    tasks.poll()
    assert answers == [(tmp_path, ""), (None, "the disk is full")]
    assert not tasks.busy
    tasks.close()
