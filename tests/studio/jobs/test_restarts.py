from __future__ import annotations

from pathlib import Path

from studio.jobs.messages import JobDone, JobFailed, WorkerReady
from studio.jobs.requests import PredictRequest
from studio.jobs.restarts import AT_ONCE, LONGEST_DELAY_S, WINDOW_S, Restarts
from studio.jobs.runner import JobRunner
from tests.studio.jobs.polling import has, poll_until


class Clock:
    now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def test_deaths_that_follow_each_other_wait_longer() -> None:
    clock = Clock()
    restarts = Restarts(clock)
    assert [restarts.died() for _ in range(AT_ONCE)] == [0.0] * AT_ONCE
    assert not restarts.take_due()
    assert [restarts.died() for _ in range(6)] == [2.0, 4.0, 8.0, 16.0, 30.0, LONGEST_DELAY_S]
    clock.now_s = LONGEST_DELAY_S - 0.1
    assert not restarts.take_due()
    clock.now_s = LONGEST_DELAY_S
    assert restarts.take_due()
    assert not restarts.take_due()
    clock.now_s += WINDOW_S
    assert restarts.died() == 0.0


def test_a_killed_worker_is_back_and_one_that_keeps_dying_says_when(private_folders: Path) -> None:
    clock = Clock()
    runner = JobRunner("tests.studio.fake_pipeline", clock=clock)
    runner.start()
    try:
        poll_until(runner, has(WorkerReady))
        for _ in range(AT_ONCE):
            assert runner.worker._process is not None
            runner.worker._process.kill()
            failed = poll_until(runner, has(JobFailed))[-1]
            assert "It was restarted" in failed.line
            poll_until(runner, has(WorkerReady))
        runner.worker._process.kill()
        failed = poll_until(runner, has(JobFailed))[-1]
        assert "4 times in a minute and is restarted in 2 s" in failed.line
        assert runner.poll() == []
        assert not runner.worker.alive
        clock.now_s = 2.0
        poll_until(runner, has(WorkerReady))
    finally:
        runner.close()


def test_work_forgives_deaths_once_it_is_steady() -> None:
    clock = Clock()
    at_once, steady = Restarts(clock), Restarts(clock, steady_s=10.0)
    for _ in range(3 * AT_ONCE):
        assert at_once.died() == 0.0
        at_once.worked()
    for _ in range(AT_ONCE):
        assert steady.died() == 0.0
        clock.now_s += 9.0
        steady.worked()
    assert steady.died() == 2.0
    clock.now_s += 10.0
    steady.worked()
    assert steady.count == 0
    assert steady.died() == 0.0


def test_a_worker_that_dies_at_jobs_or_worked_before_is_restarted_at_once(
    private_folders: Path,
) -> None:
    runner = JobRunner("tests.studio.fake_pipeline", clock=Clock())  # all within no time
    runner.start()
    project = private_folders / "Made.p4d"
    photos = [private_folders / name for name in ("stuck.png", "stuck.png", "photo.png")]
    try:
        poll_until(runner, has(WorkerReady))
        for photo in 2 * photos:
            runner.submit(PredictRequest(photo, project))
            if photo.stem == "photo":
                poll_until(runner, has(JobDone))
            assert runner.worker._process is not None
            runner.worker._process.kill()
            failed = poll_until(runner, has(JobFailed))[-1]
            assert "It was restarted" in failed.line
            poll_until(runner, has(WorkerReady))
    finally:
        runner.close()
