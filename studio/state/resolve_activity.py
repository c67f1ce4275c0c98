"""What the activity list shows: a pure function of the jobs."""

from __future__ import annotations

from dataclasses import dataclass

from studio.state.job_pace import duration_text
from studio.state.jobs_state import FinishedJob, JobsState, JobStatus, Outcome
from studio.state.language import tr

SHOWN_FINISHED = 20


@dataclass(frozen=True, slots=True)
class JobRow:
    """One job that runs or waits."""

    generation: int
    """Number of the job."""
    title: str
    """What is being done."""
    detail: str
    """Stage in words."""
    time: str
    """Share, rate and remaining time in words."""
    percent: int
    """Share of the stage that is done, 0 to 100."""
    waiting: bool
    """True while it has not begun."""
    cancelling: bool
    """True while it is ending."""


@dataclass(frozen=True, slots=True)
class FinishedRow:
    """One job that has ended."""

    title: str
    """What was done."""
    subtitle: str
    """How it ended and how long it took."""
    outcome: Outcome
    """How it ended."""


@dataclass(frozen=True, slots=True)
class ActivityView:
    """Everything that the activity list shows."""

    summary: str
    """How many jobs run and wait."""
    rows: tuple[JobRow, ...]
    """Jobs, those that run first."""
    finished: tuple[FinishedRow, ...]
    """Jobs that have ended, newest first."""
    can_cancel: bool
    """True while there is something to cancel."""


def resolve_activity(jobs: JobsState) -> ActivityView:
    """Jobs in words."""
    ordered = sorted(jobs.jobs, key=lambda job: job.phase != "running")
    summary = tr("Nothing runs")
    if jobs.jobs:
        summary = tr("{running} running, {waiting} waiting", running=jobs.running_count,
                     waiting=jobs.waiting_count)  # fmt: skip
    return ActivityView(
        summary,
        tuple(_row(job) for job in ordered),
        tuple(_finished(end) for end in jobs.finished[:SHOWN_FINISHED]),
        any(not job.cancelling for job in jobs.jobs),
    )


def pace_text(job: JobStatus) -> str:
    """Share, rate and remaining time of a job's stage, as far as they are known."""
    parts = [f"{round(100 * job.fraction)} %"] if job.fraction else []
    remaining_s = job.pace.remaining_s()
    if remaining_s is not None and not job.cancelling:
        rate = 100 * job.pace.rate_per_s
        parts.append(tr("{rate} %/s", rate=f"{rate:.1f}" if rate < 10 else f"{rate:.0f}"))
        parts.append(tr("{time} left", time=duration_text(remaining_s)))
    return "  ·  ".join(parts)


def stage_text(job: JobStatus) -> str:
    """What a running job is at; stages are named in English by the process that does the work."""
    if job.cancelling:
        return tr("Cancelling…")
    return tr(job.stage) if job.stage else ""


def _row(job: JobStatus) -> JobRow:
    waiting = job.phase == "waiting"
    detail = tr("Waiting") if waiting and not job.cancelling else stage_text(job)
    return JobRow(
        job.generation, job.title, detail, "" if waiting else pace_text(job),
        round(100 * job.fraction), waiting, job.cancelling,
    )  # fmt: skip


def _finished(end: FinishedJob) -> FinishedRow:
    words = {"done": tr("Done"), "failed": tr("Failed"), "cancelled": tr("Cancelled")}
    text = words[end.outcome]
    if end.duration_s >= 1:
        text = tr("{outcome} after {time}", outcome=text, time=duration_text(end.duration_s))
    return FinishedRow(end.title, f"{text}: {end.line}" if end.line else text, end.outcome)
