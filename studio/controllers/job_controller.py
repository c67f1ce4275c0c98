"""`JobController`: submits jobs and turns their messages into state."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from studio.jobs.file_jobs import FileJobs, FileWork
from studio.jobs.messages import (
    JobCancelled,
    JobDone,
    JobFailed,
    JobMessage,
    JobNews,
    JobProgress,
    JobRequest,
    WorkerReady,
)
from studio.state.jobs_state import JobStatus, Outcome, Phase
from studio.state.language import mark, tr
from studio.state.notices import Remedy
from studio.state.studio_state import StudioState

DETAILS_LIMIT = 20_000
"""Characters of a crash report that a notice carries."""


class Runner(Protocol):
    """What the controller needs of `studio.jobs.runner.JobRunner`."""

    def submit(self, request: JobRequest) -> int:
        """Queue a job and return its generation."""
        ...

    def cancel(self) -> None:
        """End the running job and those behind it."""
        ...

    def cancel_one(self, generation: int) -> None:
        """End one job, running or waiting."""
        ...

    def poll(self) -> list[JobMessage]:
        """Messages since the last call."""
        ...


@dataclass(frozen=True, slots=True)
class JobPlan:
    """A job and what follows it."""

    title: str
    """What is being done, for the job bar."""
    on_done: Callable[[Path], None]
    """Called with what the job wrote."""
    on_end: Callable[[], None] | None = None
    """Called when the job failed or was cancelled."""
    on_news: Callable[[object], None] | None = None
    """Called with what the job tells on its way."""
    on_progress: Callable[[float], None] | None = None
    """Called with the share of the present stage that is done, 0 to 1."""
    remedy: Remedy | None = None
    """What the notice offers when the job failed."""


class JobController:
    """Verbs of the activity list; other controllers submit through it."""

    def __init__(
        self,
        state: StudioState,
        runner: Runner,
        files: FileJobs,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Show jobs in a state.

        Args:
            state: State whose jobs are driven.
            runner: Queue in front of the compute process.
            files: Long work on files, which runs beside it.
            clock: Monotonic time [s].
        """
        self._state = state
        self._runner = runner
        self._files = files
        self._clock = clock
        self._plans: dict[int, JobPlan] = {}

    def submit(self, request: JobRequest, plan: JobPlan) -> int:
        """Queue a job.

        Returns:
            Its generation number.
        """
        generation = self._runner.submit(request)
        if self._state.jobs.compute == "down":
            self._state.jobs.compute = "restarting"
        waits = any(earlier > 0 for earlier in self._plans)
        self._plans[generation] = plan
        phase: Phase = "waiting" if waits else "running"
        stage = "" if waits else mark("Waiting for the worker")
        self._state.jobs.put(JobStatus(generation, plan.title, stage, phase=phase))
        return generation

    def submit_files(self, work: FileWork, plan: JobPlan) -> int:
        """Do long work on files, which waits for no other process.

        Returns:
            Its generation number.
        """
        generation = self._files.submit(work)
        self._plans[generation] = plan
        self._state.jobs.put(JobStatus(generation, plan.title))
        return generation

    def cancel(self) -> None:
        """End the running jobs and those behind them."""
        for generation in self._plans:
            self._mark_cancelling(generation)
        if self._plans:
            self._runner.cancel()
            self._files.cancel()

    def cancel_one(self, generation: int) -> None:
        """End one job, running or waiting; the others go on."""
        if generation in self._plans:
            self._mark_cancelling(generation)
            (self._runner if generation > 0 else self._files).cancel_one(generation)

    def poll(self) -> None:
        """Take what the jobs tell into the state."""
        for message in (*self._runner.poll(), *self._files.poll()):
            self._take(message)

    def close(self) -> None:
        """End what runs in this process; the compute process is its runner's affair."""
        self._files.close()

    def _take(self, message: JobMessage) -> None:
        if isinstance(message, WorkerReady):
            self._state.jobs.compute = "ready"
        elif isinstance(message, JobProgress):
            now_s = self._clock()
            self._state.jobs.progress(message.generation, message.stage, message.fraction, now_s)
            plan = self._plans.get(message.generation)
            if plan is not None and plan.on_progress is not None:
                plan.on_progress(message.fraction)
        elif isinstance(message, JobNews):
            plan = self._plans.get(message.generation)
            if plan is not None and plan.on_news is not None:
                plan.on_news(message.news)
        else:
            self._end(message)

    def _mark_cancelling(self, generation: int) -> None:
        status = self._state.jobs.job(generation)
        if status is not None:
            self._state.jobs.put(replace(status, cancelling=True))

    def _end(self, message: JobDone | JobFailed | JobCancelled) -> None:
        plan = self._plans.pop(message.generation, None)
        outcome, line = _outcome(message)
        self._state.jobs.finish(message.generation, outcome, self._clock(), line)
        self._promote_next()
        if isinstance(message, JobFailed):
            self._report(message, plan)
        if plan is None:
            return
        if isinstance(message, JobDone):
            plan.on_done(message.result)
            return
        if isinstance(message, JobCancelled):
            rest = f" {message.line[0].upper()}{message.line[1:]}." if message.line else ""
            line = tr("Cancelled: {title}.", title=plan.title) + rest
            self._state.notices.post("info", line, reveal=message.kept)
        if plan.on_end is not None:
            plan.on_end()

    def _report(self, message: JobFailed, plan: JobPlan | None) -> None:
        if message.worker != "lives":
            self._state.jobs.compute = "restarting" if message.worker == "restarts" else "down"
        line = message.line
        if plan is not None:
            line = tr("{title} failed: {reason}", title=plan.title, reason=message.line)
        details = read_report(message.details)
        remedy = None if plan is None else plan.remedy
        if message.worker == "down":  # nothing can be done again before that is mended
            remedy = Remedy(tr("What this machine can do"), "doctor")
        self._state.notices.post(
            "error", line, details=details, reveal=message.details, remedy=remedy
        )

    def _promote_next(self) -> None:
        """The job behind the one that ended is shown as running before it reports."""
        jobs = self._state.jobs
        ours = (job for job in jobs.jobs if job.generation in self._plans)
        first = next((job for job in ours if job.generation > 0), None)
        if first is not None and first.phase == "waiting":
            jobs.put(replace(first, phase="running", stage="Starting"))


def _outcome(message: JobDone | JobFailed | JobCancelled) -> tuple[Outcome, str]:
    if isinstance(message, JobDone):
        return "done", ""
    return ("failed" if isinstance(message, JobFailed) else "cancelled"), message.line


def read_report(path: Path | None) -> str:
    """The end of a crash report or process log; empty when there is none."""
    if path is None:
        return ""
    try:
        return path.read_text(encoding="utf-8", errors="replace")[-DETAILS_LIMIT:]
    except OSError:
        return ""
