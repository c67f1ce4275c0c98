"""`JobController`: submits jobs and turns their messages into state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from studio.jobs.messages import (
    JobCancelled,
    JobDone,
    JobFailed,
    JobMessage,
    JobProgress,
    JobRequest,
    WorkerReady,
)
from studio.state.jobs_state import JobStatus
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


class JobController:
    """Verbs of the job bar; other controllers submit through it."""

    def __init__(self, state: StudioState, runner: Runner) -> None:
        self._state = state
        self._runner = runner
        self._plans: dict[int, JobPlan] = {}

    def submit(self, request: JobRequest, plan: JobPlan) -> int:
        """Queue a job.

        Returns:
            Its generation number.
        """
        generation = self._runner.submit(request)
        self._plans[generation] = plan
        if self._state.jobs.active is None:
            self._state.jobs.active = JobStatus(generation, plan.title, "Waiting for the worker")
        self._state.jobs.waiting_count = self._waiting_count()
        return generation

    def cancel(self) -> None:
        """End the running job and those behind it."""
        active = self._state.jobs.active
        if active is not None:
            self._state.jobs.active = replace(active, cancelling=True)
            self._runner.cancel()

    def poll(self) -> None:
        """Take the runner's messages into the state."""
        for message in self._runner.poll():
            self._take(message)

    def _take(self, message: JobMessage) -> None:
        if isinstance(message, WorkerReady):
            self._state.jobs.compute = "ready"
        elif isinstance(message, JobProgress):
            self._show_progress(message)
        else:
            self._end(message)
        self._state.jobs.waiting_count = self._waiting_count()

    def _show_progress(self, message: JobProgress) -> None:
        plan = self._plans.get(message.generation)
        if plan is None:
            return
        active = self._state.jobs.active
        cancelling = active is not None and active.cancelling
        self._state.jobs.active = JobStatus(
            message.generation, plan.title, message.stage, message.fraction, cancelling
        )

    def _end(self, message: JobDone | JobFailed | JobCancelled) -> None:
        plan = self._plans.pop(message.generation, None)
        active = self._state.jobs.active
        if active is not None and active.generation == message.generation:
            self._state.jobs.active = self._next_status()
        if isinstance(message, JobFailed):
            self._report(message, plan)
        if plan is None:
            return
        if isinstance(message, JobDone):
            plan.on_done(message.result)
            return
        if isinstance(message, JobCancelled):
            rest = f" {message.line[0].upper()}{message.line[1:]}." if message.line else ""
            self._state.notices.post("info", f"Cancelled: {plan.title}.{rest}", reveal=message.kept)
        if plan.on_end is not None:
            plan.on_end()

    def _report(self, message: JobFailed, plan: JobPlan | None) -> None:
        if "process stopped" in message.line:
            self._state.jobs.compute = "restarting"
        line = message.line if plan is None else f"{plan.title} failed: {message.line}"
        details = read_report(message.details)
        self._state.notices.post("error", line, details=details, reveal=message.details)

    def _next_status(self) -> JobStatus | None:
        if not self._plans:
            return None
        generation = min(self._plans)
        return JobStatus(generation, self._plans[generation].title, "Starting")

    def _waiting_count(self) -> int:
        """Jobs behind the one that the job bar shows."""
        return max(len(self._plans) - 1, 0)


def read_report(path: Path | None) -> str:
    """The end of a crash report or process log; empty when there is none."""
    if path is None:
        return ""
    try:
        return path.read_text(encoding="utf-8", errors="replace")[-DETAILS_LIMIT:]
    except OSError:
        return ""
