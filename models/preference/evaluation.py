"""`evaluate preference`: is what an adapter predicts nearer to the world, in motion and in values.

Motions: samples of the model and of the adapter, drawn with the same random numbers, against the
motion of the hidden material, on objects that nothing learned from. Values: class, log10 E,
negative log-likelihood and coverage against the hidden materials, which needs no motion.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from models.evaluation.bootstrap import DESCRIPTION, mean_interval
from models.evaluation.physics_metrics import score_table
from models.evaluation.rounding import rounded
from models.preference.adapter import Adapter
from models.preference.rollouts import simulate_rollouts, unchanged
from models.preference.world import PhysicsSource, WorldSettings, predicted_objects
from render.errors import InputError
from render.progress import ProgressCallback, ignore_progress
from sim.materials import MaterialClass
from sim.physics_distribution import PARAMETERS, PhysicsDistribution
from sim.sweep.executor import Executor

DoubleArray = npt.NDArray[np.float64]
Json = dict[str, object]

FEWEST_MOTION_OBJECTS = 40
FEWEST_VALUE_OBJECTS = 400
PREDICTING = "Predicting materials"
_ENDS = (0.05, 0.95)


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
    margin: float = 0.01
    """Two motions whose distances differ by less tie."""


@dataclass(frozen=True, slots=True, eq=False)
class ObjectWins:
    """Comparisons of one object: every sample after with every one before."""

    material: str
    """Class of the object."""
    wins: int
    """Pairs in which that of the adapter moved more like the reference."""
    losses: int
    """Pairs in which that of the model did."""
    ties: int
    """Pairs that moved alike."""
    before: float
    """Mean distance of the model's samples; those that blew up count as 1."""
    after: float
    """Mean distance of the adapter's samples."""

    @property
    def rate(self) -> float:
        """Wins over wins and losses; 0.5 where all tied."""
        decided = self.wins + self.losses
        return self.wins / decided if decided else 0.5


def object_wins(
    material: str, before: DoubleArray, after: DoubleArray, margin: float
) -> ObjectWins:
    """Compare all samples of an object.

    Args:
        material: Its class.
        before: Distances of the model's samples, infinite where the motion blew up, shape [M].
        after: Distances of the adapter's samples, shape [N].
        margin: Distances that differ by less tie; two motions that blew up tie.
    """
    one, other = (np.where(np.isinf(part), 2.0, part) for part in (before, after))
    known = (one[~np.isnan(one)], other[~np.isnan(other)])
    gaps = known[0][:, None] - known[1][None, :]
    return ObjectWins(
        material,
        int((gaps > margin).sum()),
        int((gaps < -margin).sum()),
        int((np.abs(gaps) <= margin).sum()),
        float(np.minimum(known[0], 1).mean()),
        float(np.minimum(known[1], 1).mean()),
    )


def win_report(objects: Sequence[ObjectWins]) -> Json:
    """Win rate after against before, its interval over objects, and ties apart.

    Raises:
        InputError: If there is no object.
    """
    if not objects:
        raise InputError("no object was compared; simulate some first")
    rates = np.array([each.rate for each in objects])
    ties = np.array([each.ties / (each.wins + each.losses + each.ties) for each in objects])
    nearer = np.array([each.before - each.after for each in objects])
    return {
        "win_rate": round(float(rates.mean()), 4),
        "win_rate_interval95": [round(edge, 4) for edge in mean_interval(rates)],
        "tie_share": round(float(ties.mean()), 4),
        "distance_before": round(float(np.mean([each.before for each in objects])), 4),
        "distance_after": round(float(np.mean([each.after for each in objects])), 4),
        "distance_gain_interval95": [round(edge, 4) for edge in mean_interval(nearer)],
        "object_count": len(objects),
    }


def value_report(
    before: Sequence[PhysicsDistribution],
    after: Sequence[PhysicsDistribution],
    classes: npt.NDArray[np.int64],
    values: DoubleArray,
) -> Json:
    """Class accuracy, error of log10 E, likelihood, coverage and spread before and after.

    Args:
        before: What the model says of N objects.
        after: What the adapter makes of it.
        classes: True classes, shape [N].
        values: True log10 E, nu, log10 rho, shape [N, 3].
    """
    tables = [score_table(part, classes, values) for part in (before, after)]
    figures = {
        name: [float(table[column].mean()) for table in tables] for name, column in _FIGURES.items()
    }
    spread = [np.array([_spread(each) for each in part]) for part in (before, after)]
    error_before, error_after = figures["alde_log10_e"]
    return {
        "object_count": len(classes),
        "before": rounded({name: pair[0] for name, pair in figures.items()}),
        "after": rounded({name: pair[1] for name, pair in figures.items()}),
        "alde_log10_e_reduction": round(1 - error_after / error_before, 4),
        "spread_log10_e_ratio": round(float(spread[1].mean() / spread[0].mean()), 4),
    }


_FIGURES = {
    "top1": "top1",
    "class_nll": "class_nll",
    "alde_log10_e": "error_log10_e",
    "nll_log10_e": "nll_log10_e",
    "coverage90_log10_e": "coverage90_log10_e",
    "coverage50_log10_e": "coverage50_log10_e",
    "nll_nu": "nll_nu",
    "nll_log10_rho": "nll_log10_rho",
}


def _spread(physics: PhysicsDistribution) -> float:
    """Width of the central 90 % of log10 E [decades]."""
    low, high = (physics.quantile("log10_youngs_modulus", end) for end in _ENDS)
    return high - low


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
    """Report of `value_report`, overall."""
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
            "by_material": by_material,
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
    shifts = settings.motions.shifts_decades
    if len(adapters) != len(shifts) or shifts != settings.values.shifts_decades:
        raise InputError(
            f"{len(adapters)} adapters need as many worlds, got shifts of "
            f"{list(shifts)} and {list(settings.values.shifts_decades)}"
        )
    checkpoints = {adapter.checkpoint for adapter in adapters}
    if len(checkpoints) != 1:
        raise InputError("adapters of different weights cannot be measured in one run")
    variants = (unchanged, *(adapter.applied for adapter in adapters))
    key = "|".join([*sorted(checkpoints), *(adapter.digest for adapter in adapters)])
    rollouts = simulate_rollouts(
        settings.motions, source, key, folder, executor, progress, variants=variants
    )
    count = settings.motions.candidates
    truths = _hidden(settings.values, source, progress)
    reports = []
    for world, adapter in enumerate(adapters):
        own = slice((world + 1) * count, (world + 2) * count)
        motions = tuple(
            object_wins(
                each.material_class.label,
                each.distances[world, :count],
                each.distances[world, own],
                settings.margin,
            )
            for each in rollouts
            if not np.isnan(each.distances[world]).all()
        )
        failures = tuple(
            f"{each.name} {run}: {reason}"
            for each in rollouts
            for run, reason in each.failures.items()
        )
        values = truths.report(adapter, world)
        reports.append(
            PreferenceReport(adapter.label, shifts[world], motions, values[0], values[1], failures)
        )
    return tuple(reports)


@dataclass(frozen=True, slots=True, eq=False)
class _Hidden:
    """Predictions and hidden materials of many objects."""

    before: tuple[PhysicsDistribution, ...]
    classes: npt.NDArray[np.int64]
    values: DoubleArray
    """log10 E, nu, log10 rho in each world, shape [R, N, 3]."""

    def report(self, adapter: Adapter, world: int) -> tuple[Json, dict[str, Json]]:
        """Overall and by material."""
        after = [adapter.applied(physics) for physics in self.before]

        def of(rows: npt.NDArray[np.int64]) -> Json:
            return value_report(
                [self.before[row] for row in rows],
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
    for item, _, physics in predicted_objects(settings, source):
        before.append(physics)
        classes.append(int(item.material_class))
        truths = [item.hidden_material(settings, shift) for shift in settings.shifts_decades]
        values.append([[truth.value_of(name) for name in PARAMETERS] for truth in truths])
        progress(PREDICTING, len(before) / settings.object_count)
    return _Hidden(tuple(before), np.array(classes), np.array(values).transpose(1, 0, 2))
