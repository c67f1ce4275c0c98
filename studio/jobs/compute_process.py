"""Main loop of the compute process: predicts, simulates and exports, one job at a time."""

from __future__ import annotations

import contextlib
import importlib
import logging
import os
import time
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Protocol

from render.errors import CancelledError
from render.progress import ProgressCallback
from sim.scene.hand import HandCommand
from studio.export.interruption import StoppedExportError
from studio.jobs.faults import describe_fault
from studio.jobs.messages import (
    HandEnvelope,
    JobCancelled,
    JobDone,
    JobEnvelope,
    JobFailed,
    JobNews,
    JobProgress,
    WorkerReady,
    takes_hand,
    tells_news,
)
from studio.jobs.processes import log_folder

_log = logging.getLogger(__name__)
_REPORT_INTERVAL_S = 0.03
"""Shorter than a frame of a take at the pace of the clock, so that each of them is told."""
_NICENESS = 5
"""Lower priority than the window and the view process, so that both stay fluent."""

RUNNERS = {
    "PredictRequest": "run_predict",
    "ImportRequest": "run_import",
    "SimulateRequest": "run_simulate",
    "ResumeRequest": "run_resume",
    "BranchRequest": "run_branch",
    "ExportVideoRequest": "run_export",
    "ExportClipRequest": "run_export_clip",
    "CandidatesRequest": "run_candidates",
    "ExportCandidatesRequest": "run_export_candidates",
    "ExportStillRequest": "run_export_still",
    "ShareRequest": "run_share",
    "ExportSplatsRequest": "run_export_splats",
    "CleanRequest": "run_clean",
    "UnpackRequest": "run_unpack",
    "LearnRequest": "run_learn",
    "AdaptRequest": "run_adapt",
}
"""Type of a request -> function of the pipeline module that runs it."""


class SharedNumber(Protocol):
    """A lock-free integer in memory shared by two processes (`multiprocessing.RawValue`)."""

    value: int


JobFunction = Callable[..., Path]
"""Called with the request and a progress callback, where one may grab the hand as well, and where
a job has more to tell a function to tell it."""


def run_compute(pipe: Connection, cancelled: SharedNumber, pipeline_name: str) -> None:
    """Take jobs from the pipe until it closes.

    Args:
        pipe: This process's end.
        cancelled: Highest generation the window has cancelled. It has no lock on purpose: a
            process killed while it held one would block the window for good.
        pipeline_name: Module with the functions of `RUNNERS`.
    """
    if hasattr(os, "nice"):
        with contextlib.suppress(OSError):
            os.nice(_NICENESS)
    pipeline = importlib.import_module(pipeline_name)
    pipe.send(WorkerReady())
    if not pipe.poll():
        _warm_up(pipeline)
    while True:
        envelope: JobEnvelope | HandEnvelope = pipe.recv()
        if isinstance(envelope, JobEnvelope):  # a hand that comes after its job finds nothing
            pipe.send(_run_job(envelope, pipeline, pipe, cancelled))


def _warm_up(pipeline: Any) -> None:
    """Load what the first job needs while nobody waits; what fails here fails in that job too."""
    try:
        getattr(pipeline, "warm_up", lambda: None)()
    except Exception:  # noqa: BLE001 - the process must live to report it with the job
        _log.exception("warming up failed")


def _run_job(
    envelope: JobEnvelope, pipeline: Any, pipe: Connection, cancelled: SharedNumber
) -> JobDone | JobFailed | JobCancelled:
    generation = envelope.generation
    run: JobFunction = getattr(pipeline, RUNNERS[type(envelope.request).__name__])
    report = _reporter(generation, pipe, cancelled)
    more: dict[str, Any] = {}
    if takes_hand(envelope.request):
        more["hand"] = HandInbox(pipe, generation)
    if tells_news(envelope.request):
        more["tell"] = lambda news: pipe.send(JobNews(generation, news))
    try:
        return JobDone(generation, run(envelope.request, report, **more))
    except StoppedExportError as stopped:
        return JobCancelled(generation, str(stopped), stopped.kept)
    except CancelledError:
        return JobCancelled(generation)
    except Exception as error:  # noqa: BLE001 - the window must hear of every failure
        line = describe_fault(error)
        if line is not None:
            return JobFailed(generation, line)
        details = _write_report(envelope, traceback.format_exc())
        name = type(error).__name__
        summary = " ".join(str(error).split())
        return JobFailed(generation, f"Internal error: {name}: {summary}"[:300], details)


class HandInbox:
    """Hand commands that arrive through the pipe while a simulation runs.

    Once a hand has come, simulated time does not run ahead of the clock, so that what the hand
    meets is what the person sees.

    Args:
        pipe: This process's end.
        generation: Job that they must be for.
        clock: Monotonic time [s].
    """

    def __init__(
        self, pipe: Connection, generation: int, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._pipe, self._generation, self._clock = pipe, generation, clock
        self._ahead_of_clock_s: float | None = None

    def __call__(self, time_s: float) -> list[HandCommand]:
        """What has arrived since the last call; waits only while time runs ahead of the clock."""
        commands = self._received()
        if commands and self._ahead_of_clock_s is None:
            self._ahead_of_clock_s = time_s - self._clock()
        if self._ahead_of_clock_s is None:
            return commands
        while not commands and self._early_s(time_s) > 0:
            self._pipe.poll(self._early_s(time_s))
            commands += self._received()
        self._ahead_of_clock_s = min(self._ahead_of_clock_s, time_s - self._clock())
        return commands

    def _early_s(self, time_s: float) -> float:
        """How much sooner than the clock a simulated time comes [s]."""
        return time_s - self._clock() - (self._ahead_of_clock_s or 0.0)

    def _received(self) -> list[HandCommand]:
        commands = []
        while self._pipe.poll():
            message = self._pipe.recv()
            if isinstance(message, HandEnvelope) and message.generation == self._generation:
                commands.append(message.command)
        return commands


def _reporter(generation: int, pipe: Connection, cancelled: SharedNumber) -> ProgressCallback:
    """Progress callback that sends some 30 reports a second and each stage's first and last."""
    last_stage = ""
    last_time = 0.0

    def report(stage: str, fraction: float) -> None:
        nonlocal last_stage, last_time
        if cancelled.value >= generation:
            raise CancelledError(stage)
        now = time.monotonic()
        if stage == last_stage and fraction < 1 and now - last_time < _REPORT_INTERVAL_S:
            return
        last_stage, last_time = stage, now
        pipe.send(JobProgress(generation, stage, fraction))

    return report


def _write_report(envelope: JobEnvelope, trace: str) -> Path:
    path = log_folder() / f"crash-{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}.txt"
    path.write_text(f"{envelope.request}\n\n{trace}", encoding="utf-8")
    return path
