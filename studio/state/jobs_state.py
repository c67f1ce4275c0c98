"""What the other processes are doing: jobs that run and wait, and how the last ones ended."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import ClassVar, Literal

from psygnal import SignalGroupDescriptor

from studio.state.job_pace import JobPace

ComputeStatus = Literal["starting", "ready", "restarting", "down"]
"""`down`: it cannot start, and is tried again with the next job."""
Phase = Literal["running", "waiting"]
Outcome = Literal["done", "failed", "cancelled"]

FINISHED_LIMIT = 50
"""Older jobs leave the list of finished ones."""


@dataclass(frozen=True, slots=True)
class JobStatus:
    """A job that runs or waits."""

    generation: int
    """Number of the job; answers with another number are dropped."""
    title: str
    """What is being done, for example "Simulating Take 2"."""
    stage: str = ""
    """Present stage in words."""
    fraction: float = 0.0
    """Share of the stage that is done, 0 to 1."""
    cancelling: bool = False
    """True from the user's cancel until the job has ended."""
    phase: Phase = "running"
    """Whether it runs or waits."""
    pace: JobPace = field(default_factory=JobPace)
    """How fast the present stage goes."""


@dataclass(frozen=True, slots=True)
class FinishedJob:
    """How a job ended."""

    generation: int
    """Number of the job."""
    title: str
    """What was done."""
    outcome: Outcome
    """How it ended."""
    line: str = ""
    """Why it failed, or what is kept of a cancelled one."""
    duration_s: float = 0.0
    """From its start to its end [s]; 0 for one that never ran."""


@dataclass
class JobsState:
    """Jobs and progress; every field is an event.

    Several jobs may run at once: those of the compute process and any that run beside it.
    """

    events: ClassVar[SignalGroupDescriptor] = SignalGroupDescriptor()

    jobs: tuple[JobStatus, ...] = ()
    """Jobs that run and wait, oldest first."""
    finished: tuple[FinishedJob, ...] = ()
    """Jobs that have ended, newest first."""
    compute: ComputeStatus = "starting"
    """State of the compute process."""

    @property
    def active(self) -> JobStatus | None:
        """The running job that was begun first; None while nothing runs."""
        return next((job for job in self.jobs if job.phase == "running"), None)

    @property
    def running_count(self) -> int:
        """Jobs that run."""
        return sum(job.phase == "running" for job in self.jobs)

    @property
    def waiting_count(self) -> int:
        """Jobs that wait."""
        return len(self.jobs) - self.running_count

    def job(self, generation: int) -> JobStatus | None:
        """A job by its number, None when it has ended."""
        return next((job for job in self.jobs if job.generation == generation), None)

    def put(self, status: JobStatus) -> None:
        """Add a job, or show another status of one that is there."""
        if self.job(status.generation) is None:
            self.jobs = (*self.jobs, status)
        else:
            self.jobs = tuple(status if j.generation == status.generation else j for j in self.jobs)

    def progress(self, generation: int, stage: str, fraction: float, now_s: float) -> None:
        """A running job has come further.

        Args:
            generation: Number of the job.
            stage: Present stage in words.
            fraction: Share of the stage that is done, 0 to 1.
            now_s: Monotonic time [s].
        """
        job = self.job(generation)
        if job is not None:
            pace = job.pace.after(stage, fraction, now_s)
            self.put(replace(job, stage=stage, fraction=fraction, phase="running", pace=pace))

    def finish(self, generation: int, outcome: Outcome, now_s: float, line: str = "") -> None:
        """A job has ended.

        Args:
            generation: Number of the job; one that is not there changes nothing.
            outcome: How it ended.
            now_s: Monotonic time [s].
            line: Why it failed, or what is kept.
        """
        job = self.job(generation)
        if job is None:
            return
        duration_s = job.pace.since_start_s(now_s)
        end = FinishedJob(generation, job.title, outcome, line, duration_s)
        self.jobs = tuple(other for other in self.jobs if other.generation != generation)
        self.finished = (end, *self.finished)[:FINISHED_LIMIT]
