"""Density, distribution function and median of one parameter of many distributions at once."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch

from sim.physics_distribution import PhysicsDistribution
from sim.physics_sample import PARAMETER_RANGES

DoubleArray = npt.NDArray[np.float64]

_STEMS = {
    "log10_youngs_modulus": "log10_youngs_modulus",
    "poisson_ratio": "poisson",
    "log10_density": "log10_density",
}
_LEAST_STD = 1e-6
_HALVINGS = 48
_REACH = 8.0
"""Standard deviations beyond which no median lies."""


@dataclass(frozen=True, slots=True, eq=False)
class MixtureCurves:
    """R mixtures over 14 classes: what `PhysicsDistribution` computes one at a time.

    nu is truncated to its range, the other parameters are not.
    """

    probabilities: DoubleArray
    """Probabilities of the classes, shape [R, 14]."""
    means: DoubleArray
    """Locations given the class, shape [R, 14]."""
    stds: DoubleArray
    """Scales given the class, > 0, shape [R, 14]."""
    limits: tuple[float, float]
    """Range of the parameter, infinite where it is not truncated."""

    @staticmethod
    def of(distributions: Sequence[PhysicsDistribution], parameter: str) -> MixtureCurves:
        """Mixtures of one parameter of R distributions."""
        stem = _STEMS[parameter]
        low, high = PARAMETER_RANGES[parameter]
        means = np.stack([getattr(each, f"{stem}_mean") for each in distributions])
        stds = np.stack([getattr(each, f"{stem}_std") for each in distributions])
        bounded = parameter == "poisson_ratio"
        return MixtureCurves(
            np.stack([each.probabilities for each in distributions]),
            np.clip(means.astype(np.float64), low, high),
            np.maximum(stds.astype(np.float64), _LEAST_STD),
            (low, high) if bounded else (-math.inf, math.inf),
        )

    def density(self, points: DoubleArray) -> DoubleArray:
        """Density at one point of each mixture, shape [R]."""
        z = (points[:, None] - self.means) / self.stds
        low, high = self._ends()
        bell = np.exp(-0.5 * z**2) / (self.stds * (high - low) * math.sqrt(2 * math.pi))
        inside = (points >= self.limits[0]) & (points <= self.limits[1])
        return np.asarray((self.probabilities * bell).sum(axis=1) * inside)

    def cumulative(self, points: DoubleArray) -> DoubleArray:
        """Probability below one point of each mixture, shape [R]."""
        low, high = self._ends()
        below = _normal((points[:, None] - self.means) / self.stds)
        shares = np.clip((below - low) / (high - low), 0, 1)
        return np.asarray((self.probabilities * shares).sum(axis=1))

    def median(self) -> DoubleArray:
        """Median of each mixture by bisection, shape [R]."""
        low = np.maximum((self.means - _REACH * self.stds).min(axis=1), self.limits[0])
        high = np.minimum((self.means + _REACH * self.stds).max(axis=1), self.limits[1])
        for _ in range(_HALVINGS):
            middle = 0.5 * (low + high)
            below = self.cumulative(middle) < 0.5
            low, high = np.where(below, middle, low), np.where(below, high, middle)
        return np.asarray(0.5 * (low + high))

    def _ends(self) -> tuple[DoubleArray, DoubleArray]:
        """Standard normal probability below either end of the range, each shape [R, 14]."""
        low, high = (_normal((limit - self.means) / self.stds) for limit in self.limits)
        return low, high


def _normal(z: DoubleArray) -> DoubleArray:
    """Distribution function of the standard normal law."""
    return np.asarray(torch.special.ndtr(torch.from_numpy(z)).numpy())
