"""Facts of a scene that are asked for while an earlier question about it is under way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.project import Project
from studio.jobs.messages import WorkerReady
from studio.jobs.view_messages import DescribeOrder, SceneDescribed, SceneRef, ViewFailed
from studio.jobs.view_runner import ViewRunner
from tests.studio.jobs.polling import has, poll_until
from tests.studio.synthetic_project import make_project, write_take


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_project(tmp_path / "Ball.p4d")


@pytest.fixture
def runner(private_folders: Path) -> Iterator[ViewRunner]:
    made = ViewRunner()
    made.start()
    poll_until(made, has(WorkerReady))
    yield made
    made.close()


def test_what_is_asked_about_a_scene_again_is_answered_as_it_is_then(
    runner: ViewRunner, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = SceneRef(project.path, "take-2")
    orders: list[object] = []
    monkeypatch.setattr(runner.worker, "send", orders.append)
    runner.describe(scene)
    runner.describe(scene)
    assert orders == [DescribeOrder(scene)]
    monkeypatch.undo()
    write_take(project, "take-2", frame_count=3)
    early = ViewFailed(0, "take-2 is not there yet", scene)
    assert runner._take(early) == []
    found = poll_until(runner, has(SceneDescribed))
    assert [type(message) for message in found] == [SceneDescribed]
    assert found[0].take.frame_count == 3
    assert not runner.busy
    assert runner._take(early) == [early]
