"""Scores of predicted material distributions against labels, one picture at a time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.physics_distribution import PARAMETERS, PhysicsDistribution

DoubleArray = npt.NDArray[np.float64]

BALANCED_FROM = 6
"""A class enters the balanced figures when at least this many objects belong to it."""
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
    probabilities = distribution.probabilities
    decided = int(distribution.mean().material_class)
    scores = [
        -float(np.log(max(probabilities[class_index], 1e-12))),
        float(decided == class_index),
        float(int(probabilities.argmax()) == class_index),
        float(probabilities.max()),
    ]
    for name, value in zip(PARAMETERS, values, strict=True):
        median = distribution.quantile(name, 0.5)
        density = float(distribution.density_of(name, [value])[0])
        rank = abs(float(distribution.cumulative_of(name, [value])[0]) - 0.5)
        scores += [-float(np.log(max(density, 1e-12))), abs(median - value)]
        scores += [_relative_error(name, median, float(value)), rank < 0.25, rank < 0.45]
    return [float(entry) for entry in scores]


def score_names() -> list[str]:
    """Names of the entries of `score`."""
    names = ["class_nll", "top1", "most_probable_right", "confidence"]
    for parameter in PARAMETERS:
        short = _SHORT[parameter]
        names += [f"nll_{short}", f"error_{short}", f"relative_{short}"]
        names += [f"coverage50_{short}", f"coverage90_{short}"]
    return names


def _relative_error(name: str, median: float, value: float) -> float:
    """Relative error: of log10 E as it is, of nu and rho on their linear scales (VoMP)."""
    if name == "log10_density":
        return abs(10**median - 10**value) / 10**value
    return abs(median - value) / abs(value)


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

    def by_class(values: DoubleArray) -> float:
        parts = [values[classes == index].mean() for index in balanced if (classes == index).any()]
        return float(np.mean(parts)) if parts else float("nan")

    figures = {
        "class_nll": float(column["class_nll"].mean()),
        "balanced_top1": by_class(column["top1"]),
        "top1": float(column["top1"].mean()),
        "most_probable_top1": float(column["most_probable_right"].mean()),
        "ece": calibration_error(column["confidence"], column["most_probable_right"]),
        "alde_log10_e": float(column["error_log10_e"].mean()),
        "balanced_alde_log10_e": by_class(column["error_log10_e"]),
        "alre_log10_e": float(column["relative_log10_e"].mean()),
        "alde_log10_rho": float(column["error_log10_rho"].mean()),
        "are_nu": float(column["relative_nu"].mean()),
        "are_rho": float(column["relative_log10_rho"].mean()),
    }
    for short in _SHORT.values():
        for name in (f"nll_{short}", f"coverage50_{short}", f"coverage90_{short}"):
            figures[name] = float(column[name].mean())
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


def interval(samples: list[float]) -> list[float]:
    """2.5 and 97.5 percentile of finite bootstrap samples."""
    finite = [value for value in samples if np.isfinite(value)]
    return [float(edge) for edge in np.percentile(finite, (2.5, 97.5))]
