"""What the compute process and the job runner tell the window."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sim.scene.hand import HandCommand
from studio.jobs.archive_requests import ShareRequest, UnpackRequest
from studio.jobs.learn_requests import AdaptRequest, LearnRequest
from studio.jobs.requests import (
    BranchRequest,
    CandidatesRequest,
    ExportCandidatesRequest,
    ExportClipRequest,
    ExportStillRequest,
    ExportVideoRequest,
    ImportRequest,
    PredictRequest,
    ResumeRequest,
    SimulateRequest,
)
from studio.jobs.splat_requests import CleanRequest, ExportSplatsRequest

JobRequest = (
    PredictRequest
    | ImportRequest
    | SimulateRequest
    | ResumeRequest
    | BranchRequest
    | ExportVideoRequest
    | ExportClipRequest
    | CandidatesRequest
    | ExportCandidatesRequest
    | ExportStillRequest
    | ShareRequest
    | ExportSplatsRequest
    | CleanRequest
    | UnpackRequest
    | LearnRequest
    | AdaptRequest
)


WorkerFate = Literal["lives", "restarts", "down"]
"""A process that died starts again by itself, or stays down until the next job."""


@dataclass(frozen=True, slots=True)
class WorkerReady:
    """A process has started and takes work."""


@dataclass(frozen=True, slots=True)
class JobProgress:
    """Where a job stands."""

    generation: int
    """Number the runner gave the job."""
    stage: str
    """Present stage in words."""
    fraction: float
    """Share of the stage that is done, 0 to 1."""


@dataclass(frozen=True, slots=True)
class JobNews:
    """What a job has to tell beside its progress, for whoever submitted it."""

    generation: int
    """Number the runner gave the job."""
    news: object
    """Something frozen that the request's own module describes."""


@dataclass(frozen=True, slots=True)
class JobDone:
    """A job has finished."""

    generation: int
    """Number the runner gave the job."""
    result: Path
    """What it wrote: project, take or video."""


@dataclass(frozen=True, slots=True)
class JobFailed:
    """A job has failed; earlier work is intact."""

    generation: int
    """Number the runner gave the job."""
    line: str
    """One clear line for the user."""
    details: Path | None = None
    """Report with the traceback; None for bad input, which the line explains."""
    worker: WorkerFate = "lives"
    """What became of the compute process."""


@dataclass(frozen=True, slots=True)
class JobCancelled:
    """A job has ended because the user asked for it."""

    generation: int
    """Number the runner gave the job."""
    line: str = ""
    """What is kept of it, in words; empty where nothing is worth saying."""
    kept: Path | None = None
    """What is kept of it: a part of a video that plays."""


JobMessage = WorkerReady | JobProgress | JobNews | JobDone | JobFailed | JobCancelled


@dataclass(frozen=True, slots=True)
class JobEnvelope:
    """A request on its way to the compute process."""

    generation: int
    """Number the runner gave the job."""
    request: JobRequest
    """What to do."""


@dataclass(frozen=True, slots=True)
class HandEnvelope:
    """A hand command on its way into the simulation that runs."""

    generation: int
    """Number of the job that it is for."""
    command: HandCommand
    """What the hand does; it takes effect at the next substep."""


def takes_hand(request: JobRequest) -> bool:
    """Whether a hand may grab while the request runs."""
    if isinstance(request, BranchRequest):
        return request.base.hand
    return isinstance(request, SimulateRequest | ResumeRequest) and request.hand


def tells_news(request: JobRequest) -> bool:
    """Whether the request's function is called with `tell`, which sends `JobNews`."""
    return isinstance(request, CandidatesRequest | LearnRequest)
