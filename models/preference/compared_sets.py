"""Sets of materials of one object, simulated under one stiffness map and compared by motion."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from render.errors import InputError
from render.gaussians import GaussianCloud
from sim.material_table import params_for
from sim.motion.camera import scoring_camera
from sim.motion.distance import motion_distance
from sim.motion.motion import Motion
from sim.motion.projection import motion_of_take
from sim.physics_sample import PhysicsSample
from sim.project import Project
from sim.project_manifest import ProjectManifest
from sim.splat_object import longest_side
from sim.sweep.executor import Executor, Report, ignore_report
from sim.sweep.plan import RunTask, SweepPlan
from sim.sweep.result import RunResult
from sim.sweep.run import Run
from sim.sweep.subject import SweepSubject
from sim.take import Take

if TYPE_CHECKING:
    from models.reference.film_reference import FilmReference

DIVERGED = "diverged"
"""How a take ends whose motion blew up."""

DoubleArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class SetRequest:
    """What is to be simulated of one object."""

    name: str
    """Name of the object, different for every set."""
    cloud: GaussianCloud
    """The object in its own frame: Z up, centred on the origin [m]."""
    samples: tuple[PhysicsSample, ...]
    """Materials that are judged."""
    truths: tuple[PhysicsSample, ...] = ()
    """Hidden materials, one a world; only their motions are looked at."""
    film: FilmReference | None = None
    """A filmed clip that judges instead, in whose world the samples are simulated."""

    @property
    def reference_count(self) -> int:
        """Number of references that judge."""
        return len(self.truths) if self.film is None else 1


@dataclass(frozen=True, slots=True, eq=False)
class ComparedSet:
    """How differently each sample of an object moves from the references."""

    name: str
    """Name of the object."""
    distances: DoubleArray
    """Distance of every sample from every reference, 0 to 1, infinite where the sample's motion
    blew up, NaN where it is unknown, shape [R, S]."""
    failures: dict[str, str]
    """Runs that failed by their name (`c0` …, references `r0` …, all of them `set`), and why."""


@dataclass(frozen=True, slots=True)
class MotionScene:
    """How motions of a set are made."""

    folder: Path
    """Where projects and takes lie while they are needed."""
    quality: str
    """Preset."""


def compared_sets(
    requests: Iterable[SetRequest],
    scene: MotionScene,
    executor: Executor,
    report: Report = ignore_report,
) -> Iterator[ComparedSet]:
    """Simulate sets and compare their motions; takes are removed once they are compared.

    All runs of a set share particles and one stiffness map: `expressive`, fitted to samples and
    references together, or that of the film, which shows the world.

    Args:
        requests: Sets, taken as workers become free.
        scene: How motions are made.
        executor: Carries out the runs.
        report: See `sim.sweep.executor.Report`.
    """
    waiting: dict[str, _Running] = {}
    unusable: list[ComparedSet] = []

    def tasks() -> Iterator[RunTask]:
        for request in requests:
            try:
                running = _Running(request, scene)
            except InputError as error:
                unusable.append(_unusable(request, str(error)))
                continue
            waiting[request.name] = running
            yield from running.tasks

    for result in executor.run(tasks(), report):
        name = result.name.rsplit(_SEPARATOR, 1)[0]
        running = waiting[name]
        running.add(result)
        if running.complete:
            del waiting[name]
            yield running.compared()
        while unusable:
            yield unusable.pop()
    yield from unusable


def _unusable(request: SetRequest, reason: str) -> ComparedSet:
    """A set of which nothing could be simulated; its distances are unknown."""
    unknown = np.full((request.reference_count, len(request.samples)), np.nan)
    return ComparedSet(request.name, unknown, {_WHOLE_SET: reason})


_SEPARATOR = "_"
_WHOLE_SET = "set"
"""Stands for all runs of a set among its failures."""


class _Running:
    """A set whose runs are under way."""

    def __init__(self, request: SetRequest, scene: MotionScene) -> None:
        self._request = request
        self._project = _project(request, scene)
        materials = [*_named("r", request.truths), *_named("c", request.samples)]
        asked = [params_for(sample) for _, sample in materials]
        subject, mode = self._subject()
        stiffness = subject.fit_stiffness(asked, mode, (scene.quality,))
        runs = tuple(
            Run(f"{request.name}{_SEPARATOR}{name}", params, scene.quality, sample)
            for (name, sample), params in zip(materials, asked, strict=True)
        )
        self.tasks = SweepPlan(subject, runs, stiffness).tasks()
        self._results: dict[str, RunResult] = {}

    def _subject(self) -> tuple[SweepSubject, str]:
        """Object and world of the runs, and their stiffness map."""
        film = self._request.film
        if film is None:
            return SweepSubject(self._project.path), "expressive"
        subject = SweepSubject(self._project.path, scene=film.scene, edit=film.edit)
        return subject, film.motion.stiffness

    def add(self, result: RunResult) -> None:
        """Take a result in."""
        self._results[result.name.rsplit(_SEPARATOR, 1)[1]] = result

    @property
    def complete(self) -> bool:
        """Whether all runs are done."""
        return len(self._results) == len(self.tasks)

    def compared(self) -> ComparedSet:
        """Compare all motions and remove the takes."""
        request = self._request
        references = self._references()
        distances = np.full((request.reference_count, len(request.samples)), np.nan)
        for column, (name, _) in enumerate(_named("c", request.samples)):
            motion = self._motion(name)
            if motion is None:
                distances[:, column] = np.inf if self._diverged(name) else np.nan
                continue
            for row, reference in enumerate(references):
                if reference is not None:
                    distances[row, column] = motion_distance(motion, reference).total
        failures = {
            name: result.reason
            for name, result in sorted(self._results.items())
            if not result.finished
        }
        _remove(self._project.path)
        return ComparedSet(request.name, distances, failures)

    def _references(self) -> list[Motion | None]:
        """What the samples are compared with; None for a hidden material that failed."""
        request = self._request
        if request.film is not None:
            return [request.film.motion]
        return [self._motion(name) for name, _ in _named("r", request.truths)]

    def _take(self, name: str) -> Take:
        return Take.open(self._project.take_path(f"{self._request.name}{_SEPARATOR}{name}"))

    def _motion(self, name: str) -> Motion | None:
        """Motion of a run that finished, seen by the camera that all of the object share."""
        if not self._results[name].finished:
            return None
        take, film = self._take(name), self._request.film
        if film is None:
            return motion_of_take(take, scoring_camera(take))
        return motion_of_take(take, film.camera, points=film.motion.points)

    def _diverged(self, name: str) -> bool:
        """Whether the motion blew up; a run that failed otherwise says nothing of its material."""
        try:
            ending = self._take(name).ending
        except InputError:
            return False
        return ending is not None and ending.status == DIVERGED


def _remove(project: Path) -> None:
    """Remove a project; what a kill leaves of it is not taken for takes that are complete."""
    gone = project.with_suffix(".gone")
    shutil.rmtree(gone, ignore_errors=True)
    project.rename(gone)
    shutil.rmtree(gone)


def _named(letter: str, samples: tuple[PhysicsSample, ...]) -> list[tuple[str, PhysicsSample]]:
    return [(f"{letter}{index}", sample) for index, sample in enumerate(samples)]


def _project(request: SetRequest, scene: MotionScene) -> Project:
    """A project of the object, made anew or found with takes of an interrupted run."""
    scene.folder.mkdir(parents=True, exist_ok=True)
    size_m = longest_side(request.cloud)
    manifest = ProjectManifest(size_m=size_m, source="compared object")
    return Project.create(scene.folder / f"{request.name}.p4d", manifest, request.cloud)
