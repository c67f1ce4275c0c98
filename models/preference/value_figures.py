"""Figures of predictions against hidden materials, before and after an adapter."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from models.evaluation.physics_metrics import score_table
from models.evaluation.rounding import rounded
from sim.physics_distribution import PhysicsDistribution

DoubleArray = npt.NDArray[np.float64]

_ENDS = (0.05, 0.95)


def value_report(
    before: Sequence[PhysicsDistribution],
    after: Sequence[PhysicsDistribution],
    classes: npt.NDArray[np.int64],
    values: DoubleArray,
) -> dict[str, object]:
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
