"""`Parcel`: an object with all its files, as it travels to machines that share no disk."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from render.errors import InputError
from sim.project import CLOUD_NAME, MANIFEST_NAME, TAKES_NAME
from sim.sweep.plan import RunTask
from sim.sweep.result import RunResult
from sim.sweep.storage import TakeStorage
from sim.sweep.subject import SweepSubject
from sim.sweep.work import perform

BODIES_FOLDER = "bodies"


@dataclass(frozen=True, slots=True)
class Parcel:
    """The files of a subject by their path inside the parcel."""

    name: str
    """Name of the project's folder."""
    files: Mapping[str, bytes]
    """Manifest and cloud, and what other bodies of the scene are read from."""

    @staticmethod
    def of(subject: SweepSubject) -> Parcel:
        """Parcel of a subject.

        Raises:
            InputError: If a file cannot be read.
        """
        folder = subject.project
        paths = {name: folder / name for name in (MANIFEST_NAME, CLOUD_NAME)}
        for number, body in enumerate(subject.bodies):
            if body.cloud is not None:
                paths |= _body_paths(_body_name(number, body.cloud), body.cloud)
        try:
            return Parcel(folder.name, {key: path.read_bytes() for key, path in paths.items()})
        except OSError as error:
            raise InputError(f"an object of the sweep cannot be read: {error}") from error

    def unpacked(self, folder: Path, subject: SweepSubject) -> SweepSubject:
        """Write the files and return the subject that reads them.

        Args:
            folder: An empty folder.
            subject: The subject that was packed, or one that differs in world or seed.
        """
        project = folder / self.name
        for key, content in self.files.items():
            file = project / key
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        (project / TAKES_NAME).mkdir()
        bodies = tuple(
            body
            if body.cloud is None
            else replace(body, cloud=project / _body_name(number, body.cloud))
            for number, body in enumerate(subject.bodies)
        )
        return replace(subject, project=project, bodies=bodies)


def take_key(task: RunTask) -> str:
    """Key of a run's take in a storage, that of its place in the sweep's folder."""
    return f"objects/{task.subject.project.name}/{TAKES_NAME}/{task.run.name}"


def carry_out(task: RunTask, parcel: Parcel, storage: TakeStorage) -> RunResult:
    """Carry out a run with what is in its parcel and keep its take in a storage.

    Whatever goes wrong is a result with its reason; frames of a run that failed are kept too.
    """
    with tempfile.TemporaryDirectory(prefix="phys4d-sweep-") as scratch:
        try:
            here = parcel.unpacked(Path(scratch), task.subject)
        except OSError as error:
            reason = f"the worker's disk cannot hold the object: {error}; free some space"
            return RunResult(task.run.name, task.run.quality, "failed", reason)
        done = perform(replace(task, subject=here))
        take = here.project / TAKES_NAME / task.run.name
        if not take.is_dir():
            return done
        return _stored(done, take, take_key(task), storage)


def _stored(done: RunResult, take: Path, key: str, storage: TakeStorage) -> RunResult:
    try:
        address = storage.keep(take, key)
    except InputError as error:
        reason = done.reason or str(error)
        lost = replace(done.cost, take_path="")
        return replace(done, status="failed", reason=reason, cost=lost)
    return replace(done, cost=replace(done.cost, take_path=address))


def _body_name(number: int, cloud: Path) -> str:
    return f"{BODIES_FOLDER}/{number}/{cloud.name}"


def _body_paths(name: str, cloud: Path) -> dict[str, Path]:
    """Files of a body that is a splat file, or a project."""
    if cloud.is_dir():
        return {f"{name}/{part}": cloud / part for part in (MANIFEST_NAME, CLOUD_NAME)}
    return {name: cloud}
