"""The jobs that command line and compute process run: request in, path of the result out.

Each function reports its stages in words that people understand, may be stopped by a progress
callback that raises `CancelledError`, and leaves nothing half-written under a final name.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from render.progress import ProgressCallback, ignore_progress
from sim.hand_record import CommandSource
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
    SimulateSamplesRequest,
)
from studio.jobs.splat_requests import CleanRequest, ExportSplatsRequest
from studio.state.model_choice import ModelChoice


def ignore_news(news: object) -> None:
    """Tell nobody."""
    del news


def warm_up() -> None:
    """Load the model, so that the first photo need not wait for it."""
    from studio.jobs.prediction import loaded_predictor

    loaded_predictor(ModelChoice())


def run_predict(request: PredictRequest, progress: ProgressCallback = ignore_progress) -> Path:
    """Predict the object and material of pictures; returns the project's folder."""
    from studio.jobs.prediction import predict_project

    return predict_project(request, progress).path


def run_import(request: ImportRequest, progress: ProgressCallback = ignore_progress) -> Path:
    """Make a project of a splat file, still or moving; returns its folder."""
    from studio.jobs.clip_import import import_file

    return import_file(request, progress).path


def run_simulate(
    request: SimulateRequest,
    progress: ProgressCallback = ignore_progress,
    hand: CommandSource | None = None,
) -> Path:
    """Simulate one take; returns its folder. `hand` says what a hand does meanwhile."""
    from studio.jobs.simulation import simulate_take

    return simulate_take(request, progress, hand)


def run_resume(
    request: ResumeRequest,
    progress: ProgressCallback = ignore_progress,
    hand: CommandSource | None = None,
) -> Path:
    """Simulate the rest of a take again; returns its folder."""
    from studio.jobs.continuation import resume_take

    return resume_take(request, progress, hand)


def run_branch(
    request: BranchRequest,
    progress: ProgressCallback = ignore_progress,
    hand: CommandSource | None = None,
) -> Path:
    """Leave a take for a new one with changed parameters; returns its folder."""
    from studio.jobs.continuation import branch_take

    return branch_take(request, progress, hand)


def run_simulate_samples(
    request: SimulateSamplesRequest, progress: ProgressCallback = ignore_progress
) -> tuple[Path, ...]:
    """Simulate a set of samples; returns the folder of each take."""
    from studio.jobs.simulation import simulate_samples

    return simulate_samples(request, progress)


def run_export(request: ExportVideoRequest, progress: ProgressCallback = ignore_progress) -> Path:
    """Render a take to a video; returns the video's path."""
    from studio.jobs.video_export import export_take

    return export_take(request, progress)


def run_export_clip(
    request: ExportClipRequest, progress: ProgressCallback = ignore_progress
) -> Path:
    """Write a take as a moving cloud; returns the file's path."""
    from studio.jobs.clip_export import export_clip

    return export_clip(request, progress)


def run_export_still(
    request: ExportStillRequest, progress: ProgressCallback = ignore_progress
) -> Path:
    """Render one picture of a take; returns the file of its first pass."""
    from sim.project import Project
    from studio.jobs.still_export import export_still
    from studio.jobs.video_scene import take_scene

    scene = take_scene(Project.open(request.project), request.take_name)
    return export_still(scene, request.out, request.options, request.frame, progress)[0]


def run_candidates(
    request: CandidatesRequest,
    progress: ProgressCallback = ignore_progress,
    tell: Callable[[object], None] = ignore_news,
) -> Path:
    """Simulate candidates; returns the folder of their set. `tell` hears of each as it comes."""
    from studio.jobs.candidates import simulate_candidates

    return simulate_candidates(request, progress, tell)


def run_export_candidates(
    request: ExportCandidatesRequest, progress: ProgressCallback = ignore_progress
) -> Path:
    """Write candidates side by side as a contact sheet or a video; returns the file's path."""
    from studio.jobs.candidate_export import export_candidates

    return export_candidates(request, progress)


def run_share(request: ShareRequest, progress: ProgressCallback = ignore_progress) -> Path:
    """Pack a project in one zip file; returns it."""
    from studio.jobs.project_archive import pack_project

    return pack_project(request, progress)


def run_export_splats(
    request: ExportSplatsRequest, progress: ProgressCallback = ignore_progress
) -> Path:
    """Write the Gaussians that are seen to a splat file; returns it."""
    from studio.jobs.splat_files import export_splats

    return export_splats(request, progress)


def run_clean(request: CleanRequest, progress: ProgressCallback = ignore_progress) -> Path:
    """Take deleted Gaussians out of a project's cloud; returns its folder."""
    from studio.jobs.splat_files import clean_project

    return clean_project(request, progress)


def run_unpack(request: UnpackRequest, progress: ProgressCallback = ignore_progress) -> Path:
    """Unpack a shared project; returns its folder."""
    from studio.jobs.project_archive import unpack_project

    return unpack_project(request, progress)


def run_learn(
    request: LearnRequest,
    progress: ProgressCallback = ignore_progress,
    tell: Callable[[object], None] = ignore_news,
) -> Path:
    """Learn an adapter from votes and put it on; returns its file. `tell` hears what it is like."""
    from studio.jobs.learning import learn_votes

    return learn_votes(request, progress, tell)


def run_adapt(request: AdaptRequest, progress: ProgressCallback = ignore_progress) -> Path:
    """Put an adapter on what the model says of a project's object; returns the project."""
    from studio.jobs.learning import put_adapter_on

    return put_adapter_on(request, progress)
