"""Scores of predicted material distributions against labels, one picture at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.evaluation.mixture_curves import MixtureCurves
from sim.physics_distribution import PARAMETERS, PhysicsDistribution

DoubleArray = npt.NDArray[np.float64]

BALANCED_FROM = 6
"""A class enters the balanced figures when at least this many objects belong to it."""
BALANCED_ERROR = "balanced_error_log10_e"
"""Column of a constant that is chosen for the balanced error, beside the one for the plain."""
_SHORT = {"log10_youngs_modulus": "log10_e", "poisson_ratio": "nu", "log10_density": "log10_rho"}


@dataclass(frozen=True, slots=True, eq=False)
class PhysicsScores:
    """Scores of R predictions, one array a figure, and what is needed to average them."""

    columns: dict[str, DoubleArray]
    """Figure name to its value for each prediction, shape [R]."""
    classes: npt.NDArray[np.int64]
    """True class of each prediction, shape [R]."""
    families: npt.NDArray[np.str_]
    """Family of the object of each prediction, shape [R]."""
    objects: npt.NDArray[np.str_]
    """Id of the object of each prediction, shape [R]."""

    @staticmethod
    def concatenate(parts: list[PhysicsScores]) -> PhysicsScores:
        """Scores of several runs as one."""
        names = list(parts[0].columns)
        return PhysicsScores(
            {name: np.concatenate([part.columns[name] for part in parts]) for name in names},
            np.concatenate([part.classes for part in parts]),
            np.concatenate([part.families for part in parts]),
            np.concatenate([part.objects for part in parts]),
        )


def score(distribution: PhysicsDistribution, class_index: int, values: DoubleArray) -> list[float]:
    """Scores of one distribution, in the order of `score_names`.

    Args:
        distribution: Prediction.
        class_index: True class.
        values: True log10 E, nu, log10 rho, shape [3].
    """
    table = score_table((distribution,), np.array([class_index]), values[None])
    return [float(table[name][0]) for name in score_names()]


def score_table(
    distributions: Sequence[PhysicsDistribution],
    classes: npt.NDArray[np.int64],
    values: DoubleArray,
) -> dict[str, DoubleArray]:
    """Scores of R distributions by name, each shape [R].

    Args:
        distributions: Predictions.
        classes: True classes, shape [R].
        values: True log10 E, nu, log10 rho, shape [R, 3].
    """
    probabilities = np.stack([each.probabilities for each in distributions])
    decided = np.array([int(each.mean().material_class) for each in distributions])
    likely = np.argsort(-probabilities, axis=1, kind="stable")[:, :2]
    right = probabilities[np.arange(len(classes)), classes]
    table = {
        "class_nll": -np.log(np.maximum(right, 1e-12)),
        "top1": decided == classes,
        "top2": (likely == classes[:, None]).any(axis=1),
        "most_probable_right": likely[:, 0] == classes,
        "confidence": probabilities.max(axis=1),
    }
    for index, name in enumerate(PARAMETERS):
        short, true = _SHORT[name], values[:, index]
        curves = MixtureCurves.of(distributions, name)
        median = curves.median()
        rank = np.abs(curves.cumulative(true) - 0.5)
        table[f"nll_{short}"] = -np.log(np.maximum(curves.density(true), 1e-12))
        table[f"error_{short}"] = np.abs(median - true)
        table[f"relative_{short}"] = _relative_errors(name, median, true)
        table[f"coverage50_{short}"] = rank < 0.25
        table[f"coverage90_{short}"] = rank < 0.45
    return {name: column.astype(np.float64) for name, column in table.items()}


def score_names() -> list[str]:
    """Names of the entries of `score`."""
    names = ["class_nll", "top1", "top2", "most_probable_right", "confidence"]
    for parameter in PARAMETERS:
        short = _SHORT[parameter]
        names += [f"nll_{short}", f"error_{short}", f"relative_{short}"]
        names += [f"coverage50_{short}", f"coverage90_{short}"]
    return names


def _relative_errors(name: str, median: DoubleArray, true: DoubleArray) -> DoubleArray:
    """Relative errors: of log10 E as it is, of nu and rho on their linear scales (VoMP)."""
    if name == "log10_density":
        return np.asarray(np.abs(10**median - 10**true) / 10**true)
    return np.asarray(np.abs(median - true) / np.abs(true))


def summary(
    scores: PhysicsScores, balanced: list[int], rows: npt.NDArray[np.int64] | None = None
) -> dict[str, float]:
    """Figures of design section 6: means over predictions, of which each object has as many.

    Args:
        scores: Scores of all predictions.
        balanced: Classes over whose means the balanced figures are averaged.
        rows: Predictions that count; all by default.
    """
    rows = np.arange(len(scores.classes)) if rows is None else rows
    column = {name: values[rows] for name, values in scores.columns.items()}
    classes = scores.classes[rows]

    def by_class(values: DoubleArray) -> list[float]:
        return [
            float(values[classes == index].mean()) for index in balanced if (classes == index).any()
        ] or [float("nan")]

    errors = column["error_log10_e"]
    figures = {
        "class_nll": float(column["class_nll"].mean()),
        "balanced_top1": float(np.mean(by_class(column["top1"]))),
        "balanced_top2": float(np.mean(by_class(column["top2"]))),
        "top1": float(column["top1"].mean()),
        "top2": float(column["top2"].mean()),
        "most_probable_top1": float(column["most_probable_right"].mean()),
        "ece": calibration_error(column["confidence"], column["most_probable_right"]),
        "alde_log10_e": float(errors.mean()),
        "balanced_alde_log10_e": float(np.mean(by_class(column.get(BALANCED_ERROR, errors)))),
        "alre_log10_e": float(column["relative_log10_e"].mean()),
        "alde_log10_rho": float(column["error_log10_rho"].mean()),
        "are_nu": float(column["relative_nu"].mean()),
        "are_rho": float(column["relative_log10_rho"].mean()),
    }
    for short in _SHORT.values():
        for name in (f"nll_{short}", f"coverage50_{short}", f"coverage90_{short}"):
            figures[name] = float(column[name].mean())
    figures["least_class_coverage90_log10_e"] = min(by_class(column["coverage90_log10_e"]))
    return figures


def balanced_classes(scores: PhysicsScores) -> list[int]:
    """Classes with at least 6 different objects."""
    counts = {
        int(index): len(set(scores.objects[scores.classes == index]))
        for index in np.unique(scores.classes)
    }
    return [index for index, count in counts.items() if count >= BALANCED_FROM]


def calibration_error(confidence: DoubleArray, right: DoubleArray, bins: int = 10) -> float:
    """Expected calibration error over equal bins of confidence (Guo et al., ICML 2017)."""
    bin_of = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = [
        (bin_of == index).mean()
        * abs(confidence[bin_of == index].mean() - right[bin_of == index].mean())
        for index in np.unique(bin_of)
    ]
    return float(np.sum(gaps))


def family_draws(scores: PhysicsScores, draws: int, seed: int) -> list[npt.NDArray[np.int64]]:
    """Rows of bootstrap draws of whole families, with replacement."""
    rng = np.random.default_rng(seed)
    names = np.unique(scores.families)
    rows_of = {name: np.flatnonzero(scores.families == name) for name in names}
    return [
        np.concatenate([rows_of[name] for name in rng.choice(names, len(names))])
        for _ in range(draws)
    ]
