"""Candidates of many objects, simulated and compared with references; kept as they come."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from models.data.mesh_cloud import mesh_cloud
from models.preference.compared_sets import (
    ComparedSet,
    MotionScene,
    SetRequest,
    compared_sets,
)
from models.preference.comparisons import check_spread
from models.preference.world import (
    PhysicsSource,
    WorldSettings,
    candidates_of,
    predicted_objects,
    world_objects,
)
from render.errors import InputError, damage_of
from render.progress import ProgressCallback, ignore_progress
from sim.materials import MaterialClass
from sim.physics_distribution import PARAMETERS, PhysicsDistribution
from sim.physics_sample import PhysicsSample
from sim.sweep.executor import Executor
from sim.sweep.results_file import append_line, whole_lines

ROLLOUTS_NAME = "rollouts.jsonl"
STAGE = "Simulating candidates"
_TAKES = "takes"

DoubleArray = npt.NDArray[np.float64]
Variant = Callable[[PhysicsDistribution], PhysicsDistribution]
"""What becomes of a prediction before samples are drawn."""


def unchanged(physics: PhysicsDistribution) -> PhysicsDistribution:
    """The prediction as it is."""
    return physics


@dataclass(frozen=True, slots=True, eq=False)
class Rollout:
    """Candidates of one object and how far each moves from the references."""

    name: str
    """Name of the object."""
    material_class: MaterialClass
    """What it is made of, of a filmed object what the model takes it for; for tables alone,
    nothing ranks by it."""
    physics: PhysicsDistribution
    """What the model says of its picture."""
    samples: tuple[PhysicsSample, ...]
    """Candidates drawn from that."""
    distances: DoubleArray
    """As `ComparedSet.distances`, shape [R, K]."""
    failures: Mapping[str, str] = field(default_factory=dict)
    """Runs that failed, and why."""

    @property
    def failure_lines(self) -> tuple[str, ...]:
        """Every run that failed with its reason, a line each."""
        return tuple(f"{self.name} {run}: {reason}" for run, reason in self.failures.items())

    def to_json(self) -> dict[str, Any]:
        """Plain values, for `from_json`."""
        return {
            "name": self.name,
            "material": self.material_class.label,
            "physics": self.physics.to_json(),
            "samples": [sample_values(sample) for sample in self.samples],
            "distances": [[_code(value) for value in row] for row in self.distances],
            "failures": dict(self.failures),
        }

    @staticmethod
    def from_json(values: Mapping[str, Any]) -> Rollout:
        """Rollout of `to_json`'s values."""
        return Rollout(
            values["name"],
            MaterialClass.from_label(values["material"]),
            PhysicsDistribution.from_json(values["physics"]),
            tuple(sample_of(sample) for sample in values["samples"]),
            np.array([[_value(code) for code in row] for row in values["distances"]]),
            values["failures"],
        )


def simulate_rollouts(
    settings: WorldSettings,
    source: PhysicsSource,
    checkpoint: str,
    folder: Path,
    executor: Executor,
    progress: ProgressCallback = ignore_progress,
    *,
    variants: Sequence[Variant] = (unchanged,),
) -> tuple[Rollout, ...]:
    """Simulate the candidates of every object of a world; what is there is not done again.

    Args:
        settings: Objects, candidates and motions.
        source: The model.
        checkpoint: SHA-256 of its weights, and of what else tells the samples.
        folder: Where results are kept as they come.
        executor: Carries out the runs.
        progress: Told the share of objects that are done.
        variants: What is done to a prediction before samples are drawn; each gives as many, all
            with the same random numbers.

    Raises:
        InputError: If the folder holds rollouts of other settings or another model, or the model
            predicts without spread.
        CancelledError: If `progress` raised it; objects that are done stay.
    """
    known = world_objects(settings)

    def asked(done: Collection[str]) -> Iterator[Asked]:
        for item, mesh, physics in predicted_objects(settings, source, skip=done):
            check_spread(physics)
            samples = tuple(
                sample
                for variant in variants
                for sample in candidates_of(settings, item, variant(physics), settings.candidates)
            )
            truths = tuple(
                item.hidden_material(settings, shift) for shift in settings.shifts_decades
            )
            cloud = mesh_cloud(mesh, settings.splat_count).scaled(settings.size_m)
            yield Asked(item.material_class, physics, SetRequest(item.id, cloud, samples, truths))

    store = RolloutStore(folder, _key(settings, checkpoint))
    done = store.simulate(asked, settings.quality, executor, progress, count=len(known))
    return tuple(done[item.id] for item in known)


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """An object whose candidates are to be simulated."""

    material_class: MaterialClass
    """As in `Rollout`."""
    physics: PhysicsDistribution
    """What the model says of its picture."""
    request: SetRequest
    """Candidates and what they are compared with."""


@dataclass(frozen=True, slots=True)
class RolloutStore:
    """Rollouts of one kind in a folder; what is there is not simulated again."""

    folder: Path
    """Where results are kept as they come."""
    key: str
    """What tells settings and model."""

    def simulate(
        self,
        asked: Callable[[Collection[str]], Iterator[Asked]],
        quality: str,
        executor: Executor,
        progress: ProgressCallback,
        *,
        count: int,
    ) -> dict[str, Rollout]:
        """Simulate what is not there yet; all rollouts by name.

        Args:
            asked: Makes the objects, but those whose names it is given.
            quality: Preset of the motions.
            executor: Carries out the runs.
            progress: Told the share of objects that are done.
            count: Number of objects.

        Raises:
            InputError: If the folder holds rollouts of other settings or another model.
            CancelledError: If `progress` raised it; objects that are done stay.
        """
        file = self.folder / ROLLOUTS_NAME
        done = {rollout.name: rollout for rollout in stored_rollouts(file, self.key)}
        waiting: dict[str, Asked] = {}

        def requests() -> Iterator[SetRequest]:
            for one in asked(done):
                waiting[one.request.name] = one
                yield one.request

        if done:
            progress(STAGE, min(len(done) / count, 1.0))
        scene = MotionScene(self.folder / _TAKES, quality)
        for compared in compared_sets(requests(), scene, executor):
            rollout = _rollout(waiting.pop(compared.name), compared)
            append_line(file, json.dumps({"key": self.key, **rollout.to_json()}))
            done[rollout.name] = rollout
            progress(STAGE, min(len(done) / count, 1.0))
        return done


def stored_rollouts(file: Path, key: str) -> tuple[Rollout, ...]:
    """Rollouts of a file.

    Args:
        file: File of `simulate_rollouts`; none is no error.
        key: What tells settings and model.

    Raises:
        InputError: If the file is damaged or of other settings.
    """
    found = []
    for line in whole_lines(file):
        try:
            values = json.loads(line)
            if values["key"] != key:
                raise InputError(
                    f"{file} holds rollouts of other settings or another model; choose another "
                    "folder or remove it"
                )
            found.append(Rollout.from_json(values))
        except (KeyError, TypeError, ValueError) as error:
            raise InputError(f"{file} is damaged ({damage_of(error)}); remove it") from None
    return tuple(found)


def sample_values(sample: PhysicsSample) -> list[Any]:
    """Class and values of a sample, for `sample_of`."""
    return [sample.material_class.label, *(sample.value_of(name) for name in PARAMETERS)]


def sample_of(values: list[Any]) -> PhysicsSample:
    """Sample of `sample_values`."""
    chosen = MaterialClass.from_label(values[0])
    return PhysicsSample.from_values(chosen, dict(zip(PARAMETERS, values[1:], strict=True)))


def _rollout(asked: Asked, compared: ComparedSet) -> Rollout:
    return Rollout(
        compared.name,
        asked.material_class,
        asked.physics,
        asked.request.samples,
        compared.distances,
        compared.failures,
    )


def _key(settings: WorldSettings, checkpoint: str) -> str:
    """What tells rollouts of one model and one kind of world; their number may grow."""
    return rollout_key({**settings.to_json(), "object_count": None, "checkpoint": checkpoint})


def rollout_key(values: Mapping[str, object]) -> str:
    """What tells rollouts of these plain values from others."""
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:16]


def _code(value: float) -> float | str | None:
    return None if math.isnan(value) else "diverged" if math.isinf(value) else float(value)


def _value(code: float | str | None) -> float:
    return math.nan if code is None else math.inf if code == "diverged" else float(code)
