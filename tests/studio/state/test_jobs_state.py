from __future__ import annotations

import pytest

from studio.state.job_pace import JobPace, duration_text
from studio.state.jobs_state import FINISHED_LIMIT, FinishedJob, JobsState, JobStatus


def test_several_jobs_run_at_once_and_others_wait() -> None:
    state = JobsState()
    state.put(JobStatus(1, "Simulating"))
    state.put(JobStatus(2, "Reading a file"))
    state.put(JobStatus(3, "Exporting", phase="waiting"))
    assert state.active == JobStatus(1, "Simulating")
    assert (state.running_count, state.waiting_count) == (2, 1)
    state.finish(1, "done", 5.0)
    assert state.active is not None
    assert state.active.title == "Reading a file"


def test_progress_makes_a_waiting_job_run_and_ends_are_kept_newest_first() -> None:
    state = JobsState()
    state.put(JobStatus(7, "Exporting", phase="waiting"))
    state.progress(7, "Drawing", 0.0, 10.0)
    state.progress(7, "Drawing", 0.5, 12.0)
    state.progress(99, "of no job", 0.5, 12.0)
    (job,) = state.jobs
    assert (job.phase, job.stage, job.fraction) == ("running", "Drawing", 0.5)
    state.finish(7, "failed", 15.0, "the disk is full")
    state.finish(7, "done", 16.0)
    assert state.finished == (FinishedJob(7, "Exporting", "failed", "the disk is full", 5.0),)
    for number in range(FINISHED_LIMIT + 3):
        state.put(JobStatus(number, "x"))
        state.finish(number, "done", 0.0)
    assert len(state.finished) == FINISHED_LIMIT
    assert state.finished[0].generation == FINISHED_LIMIT + 2


def test_rate_and_remaining_time_come_from_the_reports() -> None:
    pace = JobPace()
    for step in range(11):
        pace = pace.after("Simulating", step / 20, 100.0 + step)
    assert pace.rate_per_s == pytest.approx(1 / 20)
    assert pace.remaining_s() == pytest.approx(10.0)
    assert pace.since_start_s(120.0) == 20.0


def test_a_burst_of_reports_after_a_silence_is_no_sign_of_speed() -> None:
    pace = JobPace().after("Simulating", 0.0, 0.0).after("Simulating", 0.02, 8.0)
    for step in range(1, 9):
        pace = pace.after("Simulating", 0.02 + step / 50, 8.0 + step / 1000)
    assert pace.rate_per_s == pytest.approx(0.18 / 8.0, rel=0.01)


def test_the_rate_follows_a_job_that_slows_down() -> None:
    pace = JobPace()
    for step in range(10):
        pace = pace.after("Simulating", step / 20, float(step))
    for step in range(10):
        pace = pace.after("Simulating", 0.5 + step / 100, 12.0 + 3 * step)
    assert pace.rate_per_s == pytest.approx(1 / 300, rel=0.05)


def test_nothing_is_promised_before_the_rate_has_settled() -> None:
    pace = JobPace().after("Simulating", 0.0, 0.0).after("Simulating", 0.1, 0.2)
    assert pace.remaining_s() is None
    assert JobPace().remaining_s() is None
    assert JobPace().since_start_s(3.0) == 0.0


def test_a_new_stage_has_a_pace_of_its_own() -> None:
    pace = JobPace().after("Reading", 0.0, 0.0).after("Reading", 0.9, 3.0)
    pace = pace.after("Writing", 0.0, 4.0)
    assert (pace.stage, pace.rate_per_s, pace.remaining_s()) == ("Writing", 0.0, None)
    assert pace.since_start_s(5.0) == 5.0


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.4, "0 s"), (8.2, "8 s"), (59.9, "1 min"), (125, "2 min 5 s"), (4800, "1 h 20 min"),
     (7200, "2 h")],
)  # fmt: skip
def test_durations_are_told_in_two_units_at_most(seconds: float, text: str) -> None:
    assert duration_text(seconds) == text
