"""Ranks candidates of a project by their motion, against a take or a filmed clip."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from models.reference.alignment import FilmingCamera
from models.reference.film_reference import FilmReference, FilmSetup, film_reference
from models.reference.masks import Masker
from models.reference.tracks import PointTracker
from render.camera import Camera
from render.errors import InputError
from render.progress import ProgressCallback, ignore_progress
from sim.materials import MaterialParams
from sim.motion.camera import scoring_camera
from sim.motion.distance import MotionDistance, motion_distance
from sim.motion.motion import Motion
from sim.motion.projection import motion_of_take
from sim.project import Project
from sim.sweep.executor import Executor
from sim.sweep.plan import SweepPlan
from sim.sweep.result import RunResult
from sim.sweep.run import Run, drawn_runs
from sim.sweep.subject import SweepSubject
from sim.take import Take

COMPARING = "Comparing motions"
SIMULATING = "Simulating candidates"
CLIP_PREFIX = "clip"


@dataclass(frozen=True, slots=True)
class RankedTake:
    """A candidate and how far its motion is from that of the reference."""

    name: str
    """Name of its take."""
    material: MaterialParams | None
    """What it was asked to be made of; None for imported motion."""
    distance: MotionDistance | None
    """Distance from the reference; None where it could not be simulated."""
    reason: str = ""
    """Why it has no distance."""


def rank_takes(
    project: Project,
    reference: str,
    names: Sequence[str] = (),
    *,
    progress: ProgressCallback = ignore_progress,
) -> tuple[RankedTake, ...]:
    """Takes of a project by their distance from one of them, nearest first.

    Args:
        project: Where the takes lie.
        reference: Name of the reference take.
        names: Takes to rank; empty takes all others.
        progress: Told the share that is done.

    Raises:
        InputError: If there is nothing to compare, or the takes differ in more than material.
    """
    known = project.takes()
    chosen = tuple(names) or tuple(name for name in known if name != reference)
    missing = [name for name in (reference, *chosen) if name not in known]
    if missing:
        raise InputError(f"{project.path} has no take {missing[0]!r}; it has: {', '.join(known)}")
    if not chosen:
        raise InputError(f"{project.path} has no take beside {reference!r}; simulate candidates")
    truth = Take.open(project.take_path(reference))
    camera = scoring_camera(truth)
    motion = motion_of_take(truth, camera)
    takes = [Take.open(project.take_path(name)) for name in chosen]
    return _ranked([(one, one.provenance.predicted) for one in takes], motion, camera, progress)


def read_film(
    project: Project,
    clip: Path,
    *,
    size_m: float | None = None,
    vertical_fov_deg: float | None = None,
    masker: Masker | None = None,
    tracker: PointTracker | None = None,
    progress: ProgressCallback = ignore_progress,
) -> FilmReference:
    """Bring a clip to the camera and world of a project's candidates.

    Args:
        project: Made from the clip's first picture, or from a photo of the object as it is there.
        clip: Video file.
        size_m: Longest side as somebody measured it [m]; None lets the fall tell.
        vertical_fov_deg: Of the filming camera [degrees]; None takes the photo's.
        masker: Finds the silhouettes; None takes our own.
        tracker: Follows points; None takes our own.
        progress: Told stage and share.

    Raises:
        InputError: If the clip cannot be used.
    """
    manifest, usual = project.manifest, FilmingCamera()
    known = FilmingCamera(
        azimuth_deg=project.scene.view_azimuth_deg,
        elevation_deg=_or(manifest.elevation_deg, usual.elevation_deg),
        vertical_fov_deg=_or(vertical_fov_deg, _or(manifest.photo_fov_deg, usual.vertical_fov_deg)),
    )
    setup = FilmSetup(camera=known, size_m=size_m)
    return film_reference(
        clip,
        project.cloud(),
        project.scene,
        setup,
        masker=masker,
        tracker=tracker,
        progress=progress,
    )


def rank_by_film(
    project: Project,
    film: FilmReference,
    executor: Executor,
    *,
    count: int,
    seed: int = 0,
    progress: ProgressCallback = ignore_progress,
) -> tuple[RankedTake, ...]:
    """Simulate samples of the prediction in the world of a clip and rank them, nearest first.

    Takes are kept in the project as clip-1-1, clip-1-2, …; a run that fails ranks last.

    Args:
        project: Whose prediction is sampled.
        film: The clip, see `read_film`.
        executor: Carries out the runs.
        count: Number of samples.
        seed: Seed of the samples.
        progress: Told the share that is done.

    Raises:
        InputError: If the project has no prediction.
    """
    if project.physics is None:
        raise InputError(
            f"{project.path} has no predicted material to sample; predict it from a photo"
        )
    prefix = _free_prefix(project)
    names = tuple(f"{prefix}-{number}" for number in range(1, count + 1))
    runs = drawn_runs(project.physics, seed, names=names, quality="sketch")
    subject = SweepSubject(project.path, scene=film.scene, edit=film.edit)
    asked = tuple(run.asked for run in runs)
    stiffness = subject.fit_stiffness(asked, film.motion.stiffness, ("sketch",))
    tasks = SweepPlan(subject, runs, stiffness).tasks()
    results: dict[str, RunResult] = {}
    for result in executor.run(tasks):
        results[result.name] = result
        progress(SIMULATING, len(results) / len(runs))
    done = [run for run in runs if results[run.name].finished]
    takes = [(Take.open(project.take_path(run.name)), run.asked) for run in done]
    ranked = _ranked(takes, film.motion, film.camera, progress)
    return (*ranked, *(_failed(run, results[run.name]) for run in runs if run not in done))


def _ranked(
    takes: Sequence[tuple[Take, MaterialParams | None]],
    reference: Motion,
    camera: Camera,
    progress: ProgressCallback,
) -> tuple[RankedTake, ...]:
    ranked = []
    for number, (take, material) in enumerate(takes):
        progress(COMPARING, number / len(takes))
        motion = motion_of_take(take, camera, points=reference.points)
        distance = motion_distance(motion, reference)
        ranked.append((distance.total, RankedTake(take.path.name, material, distance)))
    ranked.sort(key=lambda pair: pair[0])
    return tuple(one for _, one in ranked)


def _failed(run: Run, result: RunResult) -> RankedTake:
    return replace(RankedTake(run.name, run.asked, None), reason=result.reason)


def _free_prefix(project: Project) -> str:
    """First of "clip-1", "clip-2", … that no take's name begins with."""
    taken = {name.rsplit("-", 1)[0] for name in project.takes()}
    number = 1
    while f"{CLIP_PREFIX}-{number}" in taken:
        number += 1
    return f"{CLIP_PREFIX}-{number}"


def _or(value: float | None, default: float) -> float:
    return default if value is None else value
