"""Intervals by bootstrap over objects, and paired gains of one method over another.

Source: B. Efron, R. Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

DoubleArray = npt.NDArray[np.float64]

DRAWS = 10_000
DESCRIPTION = (
    f"95 % percentile bootstrap of the mean over objects, {DRAWS:,} draws; gains are paired by "
    "object; siblings of a family are drawn as single objects"
)
_SEED = 5
_AT_ONCE = 1 << 22


@dataclass(frozen=True, slots=True)
class Gain:
    """Paired difference of two methods over the objects."""

    mean: float
    """Mean difference."""
    low: float
    """2.5 % point of the bootstrap over objects."""
    high: float
    """97.5 % point of the bootstrap over objects."""
    better_share: float
    """Share of objects on which the first method is better."""

    def to_json(self) -> dict[str, object]:
        """Rounded values by name."""
        return {
            "mean": round(self.mean, 4),
            "interval95": [round(self.low, 4), round(self.high, 4)],
            "objects_better_share": round(self.better_share, 3),
        }


def mean_interval(values: DoubleArray) -> tuple[float, float]:
    """95 % interval of the mean of N values, shape [N]."""
    rng = np.random.default_rng(_SEED)
    at_once = max(_AT_ONCE // len(values), 1)
    means = [
        values[rng.integers(0, len(values), (min(at_once, DRAWS - done), len(values)))].mean(axis=1)
        for done in range(0, DRAWS, at_once)
    ]
    return percentile_interval(np.concatenate(means))


def percentile_interval(samples: npt.ArrayLike) -> tuple[float, float]:
    """2.5 and 97.5 percentile of bootstrap samples, shape [D]; only finite ones count."""
    drawn = np.asarray(samples, np.float64)
    low, high = np.percentile(drawn[np.isfinite(drawn)], (2.5, 97.5))
    return float(low), float(high)


def paired_gain(differences: DoubleArray) -> Gain:
    """Mean of paired differences, shape [N], with its interval."""
    low, high = mean_interval(differences)
    return Gain(float(differences.mean()), low, high, float((differences > 0).mean()))
