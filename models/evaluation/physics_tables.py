"""Tables of a report on the material head: figures, gains, intervals, demands, classes, objects."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from models.evaluation.bootstrap import percentile_interval
from models.evaluation.physics_demands import Demand, compared
from models.evaluation.physics_metrics import (
    PhysicsScores,
    balanced_classes,
    family_draws,
    summary,
)
from models.evaluation.rounding import PLACES, rounded
from sim.materials import MaterialClass

Json = dict[str, object]

DRAWS = 1000
_IN_COMPARISON = (
    "class_nll",
    "balanced_top1",
    "alde_log10_e",
    "class_nll_gain",
    "alde_log10_e_ratio",
)


def comparison(
    pair: tuple[PhysicsScores, PhysicsScores],
    balanced: list[int],
    demands: Sequence[Demand] = (),
) -> Json:
    """Figures of the model, gains over the baseline, intervals, demands, the baseline's figures.

    Args:
        pair: Scores of model and baseline.
        balanced: Classes over whose means the balanced figures are averaged.
        demands: What the figures must reach, a row each; no table where there are none.
    """
    figures, constant = (summary(scores, balanced) for scores in pair)
    ours, others = compared(figures, constant), compared(constant, constant)
    names = dict.fromkeys((*_IN_COMPARISON, *(demand.name for demand in demands)))
    found = intervals(pair, balanced, tuple(names))
    report: Json = {
        **rounded(ours),
        "intervals": found,
        "baselines": {"prior_and_best_constants": rounded(constant)},
    }
    if demands:
        report["demands"] = [demand.row(ours, others, found.get(demand.name)) for demand in demands]
    return report


def intervals(
    pair: tuple[PhysicsScores, PhysicsScores], balanced: list[int], names: Sequence[str]
) -> dict[str, list[float]]:
    """95 % bootstrap intervals over families, model and baseline drawn together."""
    draws: dict[str, list[float]] = {name: [] for name in names}
    model, baseline = pair
    rows = zip(family_draws(model, DRAWS, 0), family_draws(baseline, DRAWS, 0), strict=True)
    for own, constant in rows:
        figures = compared(summary(model, balanced, own), summary(baseline, balanced, constant))
        for name in names:
            draws[name].append(figures[name])
    return {
        name: [round(edge, PLACES) for edge in percentile_interval(values)]
        for name, values in draws.items()
        if np.isfinite(values).any()
    }


def group_rows(scores: PhysicsScores, balanced: list[int]) -> Json:
    """Figures of each collection."""
    folders = np.array([name.split("/")[0] for name in scores.objects])
    return {
        str(folder): rounded(summary(scores, balanced, np.flatnonzero(folders == folder)))
        for folder in np.unique(folders)
    }


def class_rows(scores: PhysicsScores) -> Json:
    """Recall, coverage of E and number of objects of every class with at least 6 of them."""
    rows: Json = {}
    for index in balanced_classes(scores):
        own = scores.classes == index
        rows[MaterialClass(index).label] = {
            "recall": round(float(scores.columns["top1"][own].mean()), PLACES),
            "coverage90_log10_e": round(
                float(scores.columns["coverage90_log10_e"][own].mean()), PLACES
            ),
            "object_count": len(set(scores.objects[own])),
        }
    return rows


def object_rows(scores: PhysicsScores) -> Json:
    """Main figures of every object."""
    names = ("class_nll", "top1", "top2", "error_log10_e")
    return {
        str(name): {
            column: round(float(scores.columns[column][scores.objects == name].mean()), PLACES)
            for column in names
        }
        for name in np.unique(scores.objects)
    }
