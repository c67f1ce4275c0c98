"""Stands in for `studio.jobs.pipeline` in the compute process of the window's tests."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from render.errors import CancelledError, InputError
from render.progress import ProgressCallback
from sim.project import Project
from sim.sweep.executor import Report
from sim.sweep.motion import MotionSummary
from sim.sweep.plan import RunTask
from sim.sweep.result import RunProgress, RunResult
from sim.take import Take
from studio.export.interruption import StoppedExportError
from studio.jobs.requests import (
    CandidatesRequest,
    ExportCandidatesRequest,
    ExportClipRequest,
    ExportStillRequest,
    ExportVideoRequest,
    ImportRequest,
    PredictRequest,
    SimulateRequest,
)
from tests.studio.synthetic_project import make_project, write_take

FOREVER_S = 3600.0


def run_predict(request: PredictRequest, progress: ProgressCallback) -> Path:
    """The photo's name decides what happens."""
    stem = request.photo.stem
    progress("Reading the photo", 0.1)
    if stem == "bad":
        raise InputError(f"{request.photo} is not a picture; choose a PNG or JPEG file")
    if stem == "bug":
        raise ZeroDivisionError("a mistake of ours")
    if stem == "crash":
        os.kill(os.getpid(), signal.SIGKILL)
    if stem == "endless":
        _wait_for_cancel(progress)
    if stem == "stuck":
        threading.Event().wait(FOREVER_S)
    progress("Predicting", 0.8)
    return make_project(request.project).path


def run_import(request: ImportRequest, progress: ProgressCallback) -> Path:
    progress("Reading the splat file", 0.0)
    return make_project(request.project).path


def run_simulate(request: SimulateRequest, progress: ProgressCallback, hand: object = None) -> Path:
    del hand
    progress("Simulating", 0.5)
    return write_take(Project.open(request.project), request.take_name)


class WrittenTakes:
    """An executor whose runs are a formula; one of seed 13 fails."""

    def run(self, tasks: Sequence[RunTask], report: Report) -> Iterator[RunResult]:
        for task in tasks:
            report(RunProgress(task.run.name, 0.5))
            if task.run.seed == 13:
                yield RunResult(task.run.name, task.run.quality, "failed", "an unlucky seed")
                continue
            path = write_take(Project.open(task.subject.project), task.run.name)
            yield RunResult(
                task.run.name,
                task.run.quality,
                "finished",
                simulated=task.material.simulated,
                motion=MotionSummary.of(Take.open(path)),
            )


def run_candidates(
    request: CandidatesRequest, progress: ProgressCallback, tell: Callable[[object], None]
) -> Path:
    from studio.jobs.candidates import simulate_candidates

    return simulate_candidates(request, progress, tell, WrittenTakes())


def run_export_candidates(request: ExportCandidatesRequest, progress: ProgressCallback) -> Path:
    progress("Drawing", 0.5)
    request.out.write_bytes(b"candidates")
    return request.out


def run_export(request: ExportVideoRequest, progress: ProgressCallback) -> Path:
    progress("Drawing", 0.5)
    if request.out.stem == "endless":
        _keep_a_part(request.out, progress)
    request.out.write_bytes(b"video")
    return request.out


def run_export_clip(request: ExportClipRequest, progress: ProgressCallback) -> Path:
    progress("Writing", 0.5)
    request.out.write_bytes(b"splats")
    return request.out


def run_export_still(request: ExportStillRequest, progress: ProgressCallback) -> Path:
    progress("Drawing", 0.5)
    request.out.write_bytes(b"picture")
    return request.out


def _keep_a_part(out: Path, progress: ProgressCallback) -> None:
    """What an export does when it is cancelled: it takes its time and keeps what it has."""
    try:
        _wait_for_cancel(progress)
    except CancelledError as error:
        threading.Event().wait(0.05)
        kept = out.with_name("endless.partial.mp4")
        kept.write_bytes(b"part")
        raise StoppedExportError(kept, 7) from error


def _wait_for_cancel(progress: ProgressCallback) -> None:
    pause = threading.Event()
    while True:
        progress("Working", 0.5)
        pause.wait(0.01)
