from __future__ import annotations

from pathlib import Path

from studio.controllers.job_controller import JobPlan, read_report
from studio.jobs.messages import JobCancelled, JobDone, JobFailed, JobProgress, WorkerReady
from studio.jobs.requests import PredictRequest
from tests.studio.controllers.conftest import Desk

REQUEST = PredictRequest(Path("a.png"), Path("a.p4d"))


def submit(desk: Desk, ends: list[str], title: str = "Working") -> int:
    plan = JobPlan(title, lambda _path: ends.append("done"), lambda: ends.append("end"))
    return desk.jobs.submit(REQUEST, plan)


def tell(desk: Desk, *messages: object) -> None:
    desk.runner.messages += messages  # type: ignore[arg-type]
    desk.jobs.poll()


def test_progress_is_shown_and_the_plan_follows(desk: Desk) -> None:
    ends: list[str] = []
    number = submit(desk, ends)
    tell(desk, WorkerReady(), JobProgress(number, "Stage", 0.4))
    active = desk.state.jobs.active
    assert active is not None
    assert (active.stage, active.fraction) == ("Stage", 0.4)
    assert desk.state.jobs.compute == "ready"
    tell(desk, JobDone(number, Path("a")))
    assert desk.state.jobs.active is None
    assert ends == ["done"]


def test_the_next_job_takes_the_bar(desk: Desk) -> None:
    first, second = submit(desk, [], "First"), submit(desk, [], "Second")
    assert desk.state.jobs.waiting_count == 1
    tell(desk, JobDone(first, Path("a")))
    active = desk.state.jobs.active
    assert active is not None
    assert (active.title, active.generation) == ("Second", second)
    assert desk.state.jobs.waiting_count == 0


def test_cancelling_is_shown_until_the_job_has_ended(desk: Desk) -> None:
    ends: list[str] = []
    number = submit(desk, ends)
    desk.jobs.cancel()
    tell(desk, JobProgress(number, "late", 0.9))
    active = desk.state.jobs.active
    assert active is not None
    assert active.cancelling
    tell(desk, JobCancelled(number))
    assert ends == ["end"]
    assert desk.texts == ["Cancelled: Working."]


def test_stale_answers_change_nothing(desk: Desk) -> None:
    ends: list[str] = []
    number = submit(desk, ends)
    tell(desk, JobProgress(number + 7, "stale", 0.9), JobDone(number + 7, Path("b")))
    active = desk.state.jobs.active
    assert active is not None
    assert active.generation == number
    assert ends == []


def test_a_failure_names_the_job_and_carries_the_report(desk: Desk, tmp_path: Path) -> None:
    report = tmp_path / "crash.txt"
    report.write_text("Traceback")
    number = submit(desk, [])
    tell(desk, JobFailed(number, "the disk is full", report))
    (notice,) = desk.state.notices.notices
    assert notice.text == "Working failed: the disk is full"
    assert (notice.details, notice.reveal) == ("Traceback", report)
    tell(desk, JobFailed(submit(desk, []), "it cannot start", worker="down"))
    remedy = desk.state.notices.notices[-1].remedy
    assert remedy is not None
    assert remedy.command == "doctor"


def test_a_report_that_is_gone_is_empty(tmp_path: Path) -> None:
    assert read_report(tmp_path / "none.txt") == ""
    assert read_report(None) == ""


def test_one_of_several_jobs_is_cancelled(desk: Desk) -> None:
    first, second = submit(desk, [], "First"), submit(desk, [], "Second")
    desk.jobs.cancel_one(second)
    desk.jobs.cancel_one(99)
    assert desk.runner.cancelled_ones == [second]
    jobs = desk.state.jobs
    assert [job.cancelling for job in jobs.jobs] == [False, True]
    tell(desk, JobCancelled(second))
    assert [job.generation for job in jobs.jobs] == [first]
    assert jobs.finished[0].outcome == "cancelled"


def test_the_time_of_a_job_is_kept_with_its_end(desk: Desk) -> None:
    number = submit(desk, [])
    tell(desk, JobProgress(number, "Stage", 0.0))
    desk.now_s = 4.0
    tell(desk, JobFailed(number, "the disk is full"))
    (end,) = desk.state.jobs.finished
    assert (end.outcome, end.line, end.duration_s) == ("failed", "the disk is full", 4.0)
