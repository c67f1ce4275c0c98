"""Carrying out runs on this machine: streaming, failing, cancelling and dying children."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from render.errors import CancelledError, InputError
from sim.project import Project
from sim.sweep import local_executor
from sim.sweep.child import CHILD_MODULE, Child, ChildLimits, ChildMessage
from sim.sweep.local_executor import LocalExecutor, fitting_children
from sim.sweep.result import RunProgress
from sim.sweep.work import perform
from sim.take import Take
from tests.sim.sweep.sweep_scenes import ball_subject, jelly, plan_of, rigid


def test_results_stream_as_runs_finish_and_match_their_takes(tmp_path: Path) -> None:
    subject = ball_subject(tmp_path)
    plan = plan_of(subject, [jelly(1e5), rigid()])
    heard: list[RunProgress] = []
    results = LocalExecutor(child_count=0).run(plan.tasks(), heard.append)
    first = next(results)
    project = Project.open(subject.project)
    assert project.takes() == ("run-0",)
    take = Take.open(project.take_path("run-0"))
    assert first.finished
    assert first.motion is not None
    assert first.motion.frame_count == take.frame_count == 4
    assert first.motion.center_m[-1][2] < first.motion.center_m[0][2]
    assert take.provenance.predicted == plan.runs[0].asked
    assert take.provenance.simulated == first.simulated
    assert [one.name for one in results] == ["run-1"]
    assert [one.fraction for one in heard if one.name == "run-0"] == [0, 0, 0.25, 0.5, 0.75, 1]


def test_a_run_that_cannot_be_is_a_result_with_its_reason(tmp_path: Path) -> None:
    subject = replace(ball_subject(tmp_path), project=tmp_path / "Gone.p4d")
    (task,) = plan_of(subject, [rigid()]).tasks()
    failed = perform(task)
    assert failed.status == "failed"
    assert "does not exist" in failed.reason
    assert failed.motion is None


def test_finished_takes_are_not_repeated_and_others_are_kept(tmp_path: Path) -> None:
    subject = ball_subject(tmp_path)
    plan = plan_of(subject, [rigid()])
    (task,) = plan.tasks()
    path = Project.open(subject.project).take_path("run-0")
    first = perform(task)
    written = (path / "take.json").stat().st_mtime_ns
    assert perform(task).motion == first.motion
    assert (path / "take.json").stat().st_mtime_ns == written
    (other,) = plan_of(subject, [rigid(2000.0)]).tasks()
    assert "is another one" in perform(other).reason
    assert Take.open(path).complete


def test_a_take_that_was_cut_off_is_made_anew(tmp_path: Path) -> None:
    (task,) = plan_of(ball_subject(tmp_path), [rigid()]).tasks()

    def stop(_name: str, fraction: float) -> None:
        if fraction >= 0.5:
            raise CancelledError

    with pytest.raises(CancelledError):
        perform(task, stop)
    assert perform(task).finished


def test_cancelling_keeps_what_is_finished(tmp_path: Path) -> None:
    subject = ball_subject(tmp_path)
    plan = plan_of(subject, [rigid(), rigid(2000.0)])

    def stop_at_second(progress: RunProgress) -> None:
        if progress.name == "run-1" and progress.fraction > 0:
            raise CancelledError

    results = LocalExecutor(child_count=0).run(plan.tasks(), stop_at_second)
    assert next(results).finished
    with pytest.raises(CancelledError):
        next(results)
    assert Take.open(Project.open(subject.project).take_path("run-0")).complete


def watched_children(monkeypatch: pytest.MonkeyPatch) -> list[Child]:
    """The children that executors start from now on, in that order."""
    children: list[Child] = []

    class Watched(Child):
        def __init__(self, deliver: Callable[[ChildMessage], None], *, limits: ChildLimits) -> None:
            super().__init__(deliver, limits=limits)
            children.append(self)

    monkeypatch.setattr(local_executor, "Child", Watched)
    return children


def test_a_killed_child_takes_only_its_run_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    children = watched_children(monkeypatch)

    def kill_in_the_middle(progress: RunProgress) -> None:
        if progress.name == "run-1" and 0 < progress.fraction < 1 and len(children) == 1:
            os.kill(children[0].process_id, signal.SIGKILL)

    subject = ball_subject(tmp_path, frame_count=10)
    plan = plan_of(subject, [rigid(), rigid(2000.0), rigid(3000.0)])
    results = list(LocalExecutor(child_count=1).run(plan.tasks(), kill_in_the_middle))
    assert [one.name for one in results] == ["run-0", "run-1", "run-2"]
    assert [one.status for one in results] == ["finished", "failed", "finished"]
    assert "SIGKILL" in results[1].reason
    assert len(children) == 2
    killed = plan.tasks()[1]
    assert perform(killed).finished


def test_a_killed_child_loses_nothing_where_its_run_may_begin_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    children = watched_children(monkeypatch)

    def kill_in_the_middle(progress: RunProgress) -> None:
        if progress.name == "run-0" and 0 < progress.fraction < 1 and len(children) < 3:
            os.kill(children[-1].process_id, signal.SIGKILL)

    subject = ball_subject(tmp_path, frame_count=10)
    plan = plan_of(subject, [rigid(), rigid(2000.0)])
    executor = LocalExecutor(child_count=1, retries=2)
    results = {one.name: one for one in executor.run(plan.tasks(), kill_in_the_middle)}
    assert {name: one.status for name, one in results.items()} == {
        "run-0": "finished",
        "run-1": "finished",
    }
    assert results["run-0"].cost.attempts == len(children) == 3
    assert results["run-1"].cost.attempts == 1


def test_a_run_that_wants_more_memory_than_it_may_have_fails_by_itself(tmp_path: Path) -> None:
    plan = plan_of(ball_subject(tmp_path), [rigid()])
    executor = LocalExecutor(child_count=1, memory_bytes=40 * 2**20)
    (result,) = executor.run(plan.tasks())
    assert result.status == "failed"


def test_children_fit_the_free_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local_executor, "usable_cores", lambda: 8)
    monkeypatch.setattr(local_executor, "free_memory_bytes", lambda: 10 * 2**30)
    assert fitting_children(ChildLimits()) == 8
    assert fitting_children(ChildLimits(threads=3)) == 2
    assert fitting_children(ChildLimits(memory_bytes=2 * 2**30)) == 4
    assert fitting_children(ChildLimits(memory_bytes=64 * 2**30)) == 1
    monkeypatch.setattr(local_executor, "free_memory_bytes", lambda: 2 * 2**30)
    assert fitting_children(ChildLimits()) == 3
    monkeypatch.setattr(local_executor, "free_memory_bytes", lambda: None)
    assert fitting_children(ChildLimits()) == 8


def test_a_take_that_is_not_kept_leaves_its_figures(tmp_path: Path) -> None:
    (task,) = plan_of(ball_subject(tmp_path), [rigid()]).tasks()
    result = perform(replace(task, keep=False))
    assert result.finished
    assert result.figures is not None
    assert result.figures.frame_count == 4
    assert Project.open(task.subject.project).takes() == ()


def test_a_child_ends_with_its_parent() -> None:
    command = [sys.executable, "-m", CHILD_MODULE]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, timeout=60, check=False)
    assert done.returncode == 0


def test_bad_numbers_are_refused() -> None:
    with pytest.raises(InputError, match="at least 1 thread"):
        LocalExecutor(threads=0)
    with pytest.raises(InputError, match="-1"):
        LocalExecutor(child_count=-1)
