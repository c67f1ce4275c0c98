"""`SweepBook`: what a sweep's folder knows, so that a sweep that was killed goes on.

```text
DIR/
  sweep.json              the config that the folder belongs to
  objects.jsonl           objects that were prepared, each with its stiffness map
  results.jsonl           results as they came; the latest of a run counts
  objects/NAME.p4d/takes  takes, unless a storage elsewhere keeps them
  table.parquet table.csv sheet.png grid.mp4 index.html
```
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from render.atomic_file import write_text_atomic
from render.errors import InputError, damage_of
from sim.project import Project, is_project
from sim.scene_setup import SceneSetup
from sim.sweep.combinations import SweepRun, object_runs, run_name
from sim.sweep.config_file import SweepFile
from sim.sweep.plan import RunTask
from sim.sweep.result import RunResult
from sim.sweep.results_file import (
    RESULTS_NAME,
    append_line,
    append_result,
    read_results,
    whole_lines,
)
from sim.sweep.set_stiffness import SetStiffness
from sim.sweep.subject import SweepSubject
from sim.sweep.table import TableRow
from studio.jobs.sweep_objects import (
    SourceObject,
    named_objects,
    prepared_object,
    project_path,
)

SWEEP_NAME = "sweep.json"
OBJECTS_NAME = "objects.jsonl"
SHOWN_RUNS = 36
"""Runs that the pictures show at most."""
CHECKED_OBJECTS = 256
"""Objects whose runs are checked before the first one begins."""


class PreparedObject(NamedTuple):
    """An object of the sweep, ready to run."""

    subject: SweepSubject
    """Its project in the sweep's folder, and its world where the config names one."""
    scene: SceneSetup
    """Its world where a run changes nothing."""
    runs: tuple[SweepRun, ...]
    """Its runs."""
    stiffness: SetStiffness
    """The one stiffness map of all of them."""


class SweepBook:
    """The folder of one sweep.

    Args:
        folder: Folder, which exists.
        file: Config with its objects.

    Raises:
        InputError: If the folder belongs to another sweep, or the config does not fit its objects.
    """

    def __init__(self, folder: Path, file: SweepFile) -> None:
        self.folder, self.file = folder, file
        self._sources = tuple(named_objects(file.objects))
        self.run_count = file.config.runs_per_object * len(self._sources)
        """Runs of the whole sweep."""
        self.shown = shown_runs(self.run_count)
        """Numbers of the runs that the pictures show."""
        self._check_runs()
        self._claim()
        self._maps = self._stored_maps()
        self.results = {one.name: one for one in read_results(folder / RESULTS_NAME)}
        """Results so far by the run's name, without motion."""

    def tasks(self) -> Iterator[RunTask]:
        """Runs that have not finished yet; objects are prepared as their turn comes."""
        for number, source in enumerate(self._sources):
            if self._finished(number):
                continue
            prepared = self._prepared(number, source)
            for one in prepared.runs:
                if not self._done(one.run.name):
                    yield self._task(prepared, one)

    def keep(self, result: RunResult) -> None:
        """Store a result; it is on the disk when this returns.

        Raises:
            InputError: If it cannot be written.
        """
        light = replace(result, motion=None)
        append_result(self.folder / RESULTS_NAME, light)
        self.results[result.name] = light

    def rows(self) -> Iterator[TableRow]:
        """Rows of the objects that were prepared, in order."""
        for number, source in enumerate(self._sources):
            if source.name in self._maps:
                stiffness = self._maps[source.name][1]
                for one in self._runs(number):
                    yield TableRow(one, stiffness, self.results.get(one.run.name))

    def project_of(self, row: TableRow) -> Project:
        """Project of a row's object in the sweep's folder."""
        number = row.planned.index // self.file.config.runs_per_object
        return Project.open(project_path(self._sources[number], self.folder))

    @property
    def finished_count(self) -> int:
        """Runs that have finished."""
        return sum(one.finished for one in self.results.values())

    @property
    def failed_count(self) -> int:
        """Runs that have failed."""
        return len(self.results) - self.finished_count

    def _done(self, name: str) -> bool:
        return name in self.results and self.results[name].finished

    def _finished(self, number: int) -> bool:
        """Whether all runs of an object have finished."""
        each = self.file.config.runs_per_object
        return all(self._done(run_name(number * each + part)) for part in range(each))

    def _runs(self, number: int) -> tuple[SweepRun, ...]:
        source, config = self._sources[number], self.file.config
        copied = project_path(source, self.folder)
        path = copied if is_project(copied) else source.path
        physics = Project.open(path).physics if is_project(path) else None
        return object_runs(config, source.name, physics, number * config.runs_per_object)

    def _task(self, prepared: PreparedObject, one: SweepRun) -> RunTask:
        return RunTask(
            one.subject(prepared.subject, prepared.scene),
            one.run,
            prepared.stiffness.simulated(one.run.asked),
            prepared.stiffness,
            device=self.file.config.device,
            keep=self.file.config.keep == "all" or one.index in self.shown,
        )

    def _prepared(self, number: int, source: SourceObject) -> PreparedObject:
        config = self.file.config
        subject = subject_of(self.file, prepared_object(source, self.folder))
        runs = self._runs(number)
        stored = self._maps.get(source.name)
        if stored is not None and stored[0] != source.digest():
            raise InputError(
                f"the object {source.path} has changed since the sweep in {self.folder} began; "
                "choose another folder for a new sweep"
            )
        if stored is None:
            materials = [one.run.asked for one in runs]
            fitted = subject.fit_stiffness(materials, config.stiffness, config.qualities)
            stored = (source.digest(), fitted)
            self._store_map(source, *stored)
        scene = subject.scene or Project.open(subject.project).scene
        return PreparedObject(subject, scene, runs, stored[1])

    def _check_runs(self) -> None:
        """Find values that cannot be before anything is simulated."""
        for number in range(min(len(self._sources), CHECKED_OBJECTS)):
            self._runs(number)

    def _claim(self) -> None:
        """Make the folder this sweep's, or see that it is."""
        path, digest = self.folder / SWEEP_NAME, self._digest()
        try:
            found = json.loads(path.read_text(encoding="utf-8")).get("digest")
        except FileNotFoundError:
            if any(self.folder.iterdir()):
                raise InputError(
                    f"{self.folder} holds other files; name an empty or a new folder"
                ) from None
            write_text_atomic(path, json.dumps({"digest": digest, "runs": self.run_count}))
            return
        except (OSError, ValueError, AttributeError) as error:
            raise InputError(f"{path} cannot be read: {damage_of(error)}") from error
        if found != digest:
            raise InputError(
                f"{self.folder} holds another sweep; choose another folder, or give the config "
                "that it was begun with to go on"
            )

    def _digest(self) -> str:
        import hashlib

        names = [one.name for one in self._sources]
        scene = "" if self.file.scene is None else repr(self.file.scene)
        text = json.dumps([self.file.config.digest, names, scene])
        return hashlib.sha256(text.encode()).hexdigest()

    def _stored_maps(self) -> dict[str, tuple[str, SetStiffness]]:
        maps = {}
        for line in whole_lines(self.folder / OBJECTS_NAME):
            values: dict[str, Any] = json.loads(line)
            maps[str(values["name"])] = (
                str(values["sha256"]),
                SetStiffness.from_json(values["stiffness"]),
            )
        return maps

    def _store_map(self, source: SourceObject, digest: str, stiffness: SetStiffness) -> None:
        values = {
            "name": source.name,
            "source": str(source.path),
            "sha256": digest,
            "stiffness": stiffness.to_json(),
        }
        append_line(self.folder / OBJECTS_NAME, json.dumps(values, allow_nan=False))
        self._maps[source.name] = (digest, stiffness)


def subject_of(file: SweepFile, project: Path) -> SweepSubject:
    """What all runs of an object share.

    Args:
        file: Config with its scene.
        project: The object's project.
    """
    frames = file.config.frame_count
    if file.scene is None:
        return SweepSubject(project, frame_count=frames)
    return SweepSubject(
        project, scene=file.scene.scene, bodies=file.scene.bodies, frame_count=frames
    )


def shown_runs(run_count: int) -> frozenset[int]:
    """Numbers of the runs that pictures show: all, or some spread evenly."""
    if run_count <= SHOWN_RUNS:
        return frozenset(range(run_count))
    last = run_count - 1
    return frozenset(round(last * part / (SHOWN_RUNS - 1)) for part in range(SHOWN_RUNS))
