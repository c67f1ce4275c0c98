"""`evaluate preference`: is what an adapter predicts nearer to the world, in motion and in values.

Motions: samples of the model and of the adapter, drawn with the same random numbers, against the
motion of the hidden material, on objects that nothing learned from. Values: class, log10 E,
negative log-likelihood and coverage against the hidden materials, which needs no motion.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from models.evaluation.bootstrap import DESCRIPTION
from models.json_settings import with_section
from models.preference.adapter import Adapter
from models.preference.motion_wins import ObjectWins, object_wins, win_report
from models.preference.rollouts import Rollout, simulate_rollouts, unchanged
from models.preference.value_figures import value_report
from models.preference.world import PhysicsSource, WorldSettings, predicted_objects
from render.errors import InputError
from render.progress import ProgressCallback, ignore_progress
from sim.materials import MaterialClass
from sim.physics_distribution import PARAMETERS, PhysicsDistribution
from sim.sweep.executor import Executor

DoubleArray = npt.NDArray[np.float64]
Json = dict[str, object]

PREDICTING = "Predicting materials"


@dataclass(frozen=True, slots=True)
class EvaluationSettings:
    """What is measured on."""

    motions: WorldSettings = field(
        default_factory=lambda: WorldSettings(
            object_count=42, first_seed=20_000, shifts_decades=(1.0,), candidates=4
        )
    )
    """Objects whose samples are simulated; `candidates` samples before and as many after."""
    values: WorldSettings = field(
        default_factory=lambda: WorldSettings(
            object_count=406, first_seed=30_000, shifts_decades=(1.0,)
        )
    )
    """Objects whose hidden materials are compared with predictions."""
    margin: float = 0.005
    """Two motions whose distances differ by less tie."""

    @staticmethod
    def of(adapter: Adapter, shift_decades: float | None = None) -> EvaluationSettings:
        """Objects of the kind that an adapter was trained on, but none of those themselves.

        Args:
            adapter: Learned from simulated references or from votes.
            shift_decades: How far the world's stiffness is moved [decades]; None as in training.
        """
        plain = EvaluationSettings()
        learned = trained_world(adapter)
        shifts = learned.shifts_decades[:1] if learned is not None else (0.0,)
        if shift_decades is not None:
            shifts = (shift_decades,)
        return replace(
            plain,
            motions=_like(plain.motions, learned, shifts),
            values=_like(plain.values, learned, shifts),
        )


def trained_world(adapter: Adapter) -> WorldSettings | None:
    """The world that an adapter was trained in; None where it learned from votes."""
    config = adapter.about.get("config")
    if config is None:
        return None
    return with_section(WorldSettings(), config, "world")


def _like(
    settings: WorldSettings, learned: WorldSettings | None, shifts: tuple[float, ...]
) -> WorldSettings:
    """The same kind of world as one that was learned from, with objects of its own."""
    if learned is None:
        return replace(settings, shifts_decades=shifts)
    own = replace(
        learned,
        object_count=settings.object_count,
        first_seed=settings.first_seed,
        candidates=settings.candidates,
        shifts_decades=shifts,
    )
    own.check_disjoint(learned)
    return own


@dataclass(frozen=True, slots=True, eq=False)
class PreferenceReport:
    """What an adapter changed, for one world."""

    adapter: str
    """Label of the adapter."""
    shift_decades: float
    """How far the world's stiffness lies from what the model learned."""
    motions: tuple[ObjectWins, ...]
    """Comparisons of each object."""
    values: Json
    """Report of `value_report`, overall, the class locked where the world locks it."""
    values_unlocked: Json
    """The same of whole predictions, with the class that the model finds."""
    values_by_material: Mapping[str, Json]
    """The same by class of the object."""
    failures: tuple[str, ...]
    """Runs that failed, with their reasons."""

    def to_json(self) -> Json:
        """Top level: overall figures; the rest nested."""
        by_material = {
            material: {
                **win_report([each for each in self.motions if each.material == material]),
                "values": self.values_by_material.get(material),
            }
            for material in dict.fromkeys(each.material for each in self.motions)
        }
        return {
            "adapter": self.adapter,
            "shift_decades": self.shift_decades,
            **win_report(self.motions),
            "values": self.values,
            "values_unlocked": self.values_unlocked,
            "by_material": by_material,
            "objects": [each.to_json() for each in self.motions],
            "failures": list(self.failures),
            "protocol": {"interval": DESCRIPTION, "summary": PROTOCOL},
        }


PROTOCOL = (
    "procedural objects whose seeds trained nothing; per object as many samples of the model as of "
    "the adapter, drawn with the same random numbers, simulated at sketch quality under one "
    "expressive stiffness map together with the hidden material; a sample wins where its motion is "
    "nearer to that of the hidden material by more than the margin; every sample after is compared "
    "with every one before; win rate = wins / (wins + losses), mean over objects, ties apart; "
    "values: medians, intervals and likelihoods of the distributions against hidden materials"
)


def evaluate_preference(
    settings: EvaluationSettings,
    source: PhysicsSource,
    adapters: Sequence[Adapter],
    folder: Path,
    executor: Executor,
    progress: ProgressCallback = ignore_progress,
) -> tuple[PreferenceReport, ...]:
    """Measure adapters, one world each.

    Args:
        settings: Objects, and as many shifts as there are adapters.
        source: The model without any adapter.
        adapters: What is measured, each in the world of the same number.
        folder: Where results are kept as they come.
        executor: Carries out the simulations.
        progress: Told how far it is.

    Raises:
        InputError: If there are too few objects, or adapters belong to different weights.
    """
    _check_adapters(settings, adapters)
    variants = (unchanged, *(adapter.applied for adapter in adapters))
    key = "|".join([adapters[0].checkpoint, *(adapter.digest for adapter in adapters)])
    rollouts = simulate_rollouts(
        settings.motions, source, key, folder, executor, progress, variants=variants
    )
    hidden = _hidden(settings.values, source, progress)
    return tuple(
        _report(settings, rollouts, hidden, adapter, world)
        for world, adapter in enumerate(adapters)
    )


def _check_adapters(settings: EvaluationSettings, adapters: Sequence[Adapter]) -> None:
    shifts, others = settings.motions.shifts_decades, settings.values.shifts_decades
    if len(adapters) != len(shifts) or shifts != others:
        raise InputError(
            f"{len(adapters)} adapters need as many worlds, got shifts of {list(shifts)} and "
            f"{list(others)}"
        )
    if len({adapter.checkpoint for adapter in adapters}) != 1:
        raise InputError("adapters of different weights cannot be measured in one run")


def _report(
    settings: EvaluationSettings,
    rollouts: Sequence[Rollout],
    hidden: _Hidden,
    adapter: Adapter,
    world: int,
) -> PreferenceReport:
    """What one adapter changed in its world."""
    count = settings.motions.candidates
    own = slice((world + 1) * count, (world + 2) * count)
    sides = [(each, each.distances[world, :count], each.distances[world, own]) for each in rollouts]
    motions = tuple(
        object_wins(each.name, each.material_class.label, before, after, settings.margin)
        for each, before, after in sides
        if not (np.isnan(before).all() or np.isnan(after).all())
    )
    values, by_material = hidden.report(adapter, world, locked=settings.values.lock_class)
    return PreferenceReport(
        adapter=adapter.label,
        shift_decades=settings.motions.shifts_decades[world],
        motions=motions,
        values=values,
        values_unlocked=hidden.report(adapter, world, locked=False)[0],
        values_by_material=by_material,
        failures=tuple(line for each in rollouts for line in each.failure_lines),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Hidden:
    """Predictions and hidden materials of many objects."""

    before: tuple[PhysicsDistribution, ...]
    classes: npt.NDArray[np.int64]
    values: DoubleArray
    """log10 E, nu, log10 rho in each world, shape [R, N, 3]."""

    def report(self, adapter: Adapter, world: int, *, locked: bool) -> tuple[Json, dict[str, Json]]:
        """Overall and by material.

        Args:
            adapter: What is measured.
            world: Number of the world.
            locked: Whether the class is that of the object.
        """
        before = [
            physics.conditioned(material_class=MaterialClass(int(index))) if locked else physics
            for physics, index in zip(self.before, self.classes, strict=True)
        ]
        after = [adapter.applied(physics) for physics in before]

        def of(rows: npt.NDArray[np.int64]) -> Json:
            return value_report(
                [before[row] for row in rows],
                [after[row] for row in rows],
                self.classes[rows],
                self.values[world][rows],
            )

        by_material = {
            MaterialClass(int(index)).label: of(np.flatnonzero(self.classes == index))
            for index in np.unique(self.classes)
        }
        return of(np.arange(len(self.classes))), by_material


def _hidden(settings: WorldSettings, source: PhysicsSource, progress: ProgressCallback) -> _Hidden:
    before, classes, values = [], [], []
    whole = replace(settings, lock_class=False)
    for item, _, physics in predicted_objects(whole, source):
        before.append(physics)
        classes.append(int(item.material_class))
        truths = [item.hidden_material(settings, shift) for shift in settings.shifts_decades]
        values.append([[truth.value_of(name) for name in PARAMETERS] for truth in truths])
        progress(PREDICTING, len(before) / settings.object_count)
    return _Hidden(tuple(before), np.array(classes), np.array(values).transpose(1, 0, 2))
