"""The compute process: done, failed, cancelled, killed; the document never depends on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.jobs.messages import (
    JobCancelled,
    JobDone,
    JobFailed,
    JobProgress,
    WorkerReady,
)
from studio.jobs.requests import ExportVideoRequest, PredictRequest
from studio.jobs.runner import CANCEL_GRACE_S, JobRunner
from tests.studio.jobs.polling import has, poll_until

FAKE = "tests.studio.fake_pipeline"


class Clock:
    """Time that only moves when a test moves it."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def runner(private_folders: Path, clock: Clock) -> Iterator[JobRunner]:
    runner = JobRunner(FAKE, clock=clock)
    runner.start()
    yield runner
    runner.close()


def predict(folder: Path, name: str) -> PredictRequest:
    return PredictRequest(photo=folder / f"{name}.png", project=folder / f"{name}.p4d")


def test_a_job_reports_and_is_done(runner: JobRunner, tmp_path: Path) -> None:
    generation = runner.submit(predict(tmp_path, "ball"))
    messages = poll_until(runner, has(JobDone))
    assert isinstance(messages[0], WorkerReady)
    stages = [m.stage for m in messages if isinstance(m, JobProgress)]
    assert stages == ["Starting", "Reading the photo", "Predicting"]
    assert messages[-1] == JobDone(generation, tmp_path / "ball.p4d")
    assert not runner.busy


def test_jobs_run_one_after_the_other(runner: JobRunner, tmp_path: Path) -> None:
    first, second = (runner.submit(predict(tmp_path, name)) for name in ("a", "b"))
    assert runner.waiting_count == 2
    messages = poll_until(runner, lambda ms: sum(isinstance(m, JobDone) for m in ms) == 2)
    done = [m.generation for m in messages if isinstance(m, JobDone)]
    assert done == [first, second]


def test_bad_input_is_one_line(runner: JobRunner, tmp_path: Path) -> None:
    runner.submit(predict(tmp_path, "bad"))
    failed = poll_until(runner, has(JobFailed))[-1]
    assert failed.line.endswith("is not a picture; choose a PNG or JPEG file")
    assert failed.details is None


def test_our_own_mistake_comes_with_a_report(runner: JobRunner, tmp_path: Path) -> None:
    runner.submit(predict(tmp_path, "bug"))
    failed = poll_until(runner, has(JobFailed))[-1]
    assert failed.line == "Internal error: ZeroDivisionError: a mistake of ours"
    assert "Traceback" in failed.details.read_text()


def test_cancel_keeps_a_process_that_listens(runner: JobRunner, tmp_path: Path) -> None:
    generation = runner.submit(predict(tmp_path, "endless"))
    poll_until(runner, lambda ms: any(getattr(m, "stage", "") == "Working" for m in ms))
    process_id = runner.worker.process_id
    runner.cancel()
    assert poll_until(runner, has(JobCancelled))[-1] == JobCancelled(generation)
    assert runner.worker.process_id == process_id


def test_a_waiting_job_is_cancelled_alone(runner: JobRunner, tmp_path: Path) -> None:
    first, second, third = (runner.submit(predict(tmp_path, name)) for name in ("a", "b", "c"))
    runner.cancel_one(second)
    assert runner.waiting_count == 2
    messages = poll_until(runner, lambda ms: sum(isinstance(m, JobDone) for m in ms) == 2)
    assert JobCancelled(second) in messages
    assert [m.generation for m in messages if isinstance(m, JobDone)] == [first, third]


def test_cancel_replaces_a_process_that_does_not_listen(
    runner: JobRunner, tmp_path: Path, clock: Clock
) -> None:
    generation = runner.submit(predict(tmp_path, "stuck"))
    poll_until(runner, lambda ms: any(getattr(m, "stage", "").startswith("Reading") for m in ms))
    process_id = runner.worker.process_id
    runner.cancel()
    assert runner.poll() == []
    clock.now_s += CANCEL_GRACE_S
    assert JobCancelled(generation) in runner.poll()
    assert runner.worker.process_id != process_id
    runner.submit(predict(tmp_path, "after"))
    assert poll_until(runner, has(JobDone))[-1].result == tmp_path / "after.p4d"


def test_a_cancelled_export_has_time_to_keep_a_part(
    runner: JobRunner, tmp_path: Path, clock: Clock
) -> None:
    generation = runner.submit(
        ExportVideoRequest(tmp_path / "a.p4d", "take-1", tmp_path / "endless.mp4")
    )
    poll_until(runner, lambda ms: any(getattr(m, "stage", "") == "Working" for m in ms))
    runner.cancel()
    clock.now_s += CANCEL_GRACE_S
    cancelled = poll_until(runner, has(JobCancelled))[-1]
    assert cancelled.generation == generation
    assert cancelled.line.endswith("endless.partial.mp4 holds the first 7 frames")
    assert cancelled.kept == tmp_path / "endless.partial.mp4"
    assert cancelled.kept.exists()


def test_cancel_forgets_waiting_jobs(runner: JobRunner, tmp_path: Path) -> None:
    generations = [runner.submit(predict(tmp_path, name)) for name in ("endless", "b", "c")]
    poll_until(runner, lambda ms: any(getattr(m, "stage", "") == "Working" for m in ms))
    runner.cancel()
    messages = poll_until(runner, lambda ms: sum(isinstance(m, JobCancelled) for m in ms) == 3)
    cancelled = {m.generation for m in messages if isinstance(m, JobCancelled)}
    assert cancelled == set(generations)
    assert not runner.busy


def test_a_killed_process_is_named_and_replaced(runner: JobRunner, tmp_path: Path) -> None:
    generation = runner.submit(predict(tmp_path, "crash"))
    failed = poll_until(runner, has(JobFailed))[-1]
    assert failed.generation == generation
    assert "SIGKILL" in failed.line
    assert "restarted" in failed.line
    runner.submit(predict(tmp_path, "after"))
    poll_until(runner, has(JobDone))


def test_answers_of_an_earlier_job_are_dropped(runner: JobRunner, tmp_path: Path) -> None:
    runner.submit(predict(tmp_path, "endless"))
    poll_until(runner, lambda ms: any(getattr(m, "stage", "") == "Working" for m in ms))
    running = runner.running_generation
    runner._take(JobDone(running - 1, tmp_path))
    runner._take(JobProgress(running - 1, "late", 1.0))
    late = [m for m in runner.poll() if m.generation != running]
    assert late == []
    assert runner.busy


def test_a_process_that_cannot_start_is_reported_and_tried_again(private_folders: Path) -> None:
    runner = JobRunner("tests.studio.no_such_module")
    runner.start()
    try:
        asked = [runner.submit(predict(private_folders, name)) for name in "abc"]
        messages = poll_until(runner, has(JobFailed))
        assert [one.generation for one in messages if isinstance(one, JobFailed)] == asked
        assert not runner.busy
        failed = messages[-1]
        assert failed.worker == "down"
        assert "cannot start" in failed.line
        assert "no_such_module" in failed.details.read_text()
        runner.submit(predict(private_folders, "b"))
        poll_until(runner, has(JobFailed))
    finally:
        runner.close()
