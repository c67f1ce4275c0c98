"""The normal law cut to an interval: density, distribution function, quantiles and mean.

Written on `math.erf` and `statistics.NormalDist`, so that the window's process needs no scipy.
The location must lie inside the interval, which keeps every formula well conditioned.
Source: Johnson, Kotz, Balakrishnan, Continuous Univariate Distributions vol. 1, section 10.1.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

DoubleArray = npt.NDArray[np.float64]

_STANDARD = NormalDist()
_erf = np.vectorize(math.erf, otypes=[np.float64])


def standard_density(z: npt.ArrayLike) -> DoubleArray:
    """Density of the standard normal law at `z`, same shape."""
    scaled = np.asarray(z, np.float64)
    return np.asarray(np.exp(-0.5 * scaled**2) / math.sqrt(2 * math.pi))


def standard_cumulative(z: npt.ArrayLike) -> DoubleArray:
    """Probability of a standard normal value below `z`, same shape."""
    scaled = np.asarray(z, np.float64) / math.sqrt(2)
    return np.asarray(0.5 * (1 + _erf(scaled)), np.float64)


@dataclass(frozen=True, slots=True)
class TruncatedNormal:
    """Normal law restricted to [low, high] and renormalised; low <= location <= high."""

    location: float
    """Mean of the untruncated law = mode of this one."""
    scale: float
    """Standard deviation of the untruncated law, > 0."""
    low: float
    """Lower end of the interval; -inf for none."""
    high: float
    """Upper end of the interval; inf for none."""

    @property
    def _ends(self) -> tuple[float, float]:
        """Ends of the interval in standard deviations from the location."""
        return (self.low - self.location) / self.scale, (self.high - self.location) / self.scale

    @property
    def _cumulative_ends(self) -> tuple[float, float]:
        if self.low == -math.inf and self.high == math.inf:
            return 0.0, 1.0
        low, high = self._ends
        return _STANDARD.cdf(low), _STANDARD.cdf(high)

    @property
    def mean(self) -> float:
        """Expected value."""
        low, high = self._ends
        below, above = self._cumulative_ends
        shift = (_STANDARD.pdf(low) - _STANDARD.pdf(high)) / (above - below)
        return min(max(self.location + self.scale * shift, self.low), self.high)

    def density(self, values: npt.ArrayLike) -> DoubleArray:
        """Probability density at `values`, same shape; 0 outside the interval."""
        points = np.asarray(values, np.float64)
        below, above = self._cumulative_ends
        inside = (points >= self.low) & (points <= self.high)
        bell = standard_density((points - self.location) / self.scale)
        return np.where(inside, bell / (self.scale * (above - below)), 0.0)

    def log_density(self, value: float) -> float:
        """Logarithm of the density at one value; -inf outside the interval."""
        if not self.low <= value <= self.high:
            return -math.inf
        below, above = self._cumulative_ends
        z = (value - self.location) / self.scale
        normaliser = math.log(self.scale * (above - below) * math.sqrt(2 * math.pi))
        return -0.5 * z * z - normaliser

    def cumulative(self, values: npt.ArrayLike) -> DoubleArray:
        """Probability of a value at or below `values`, same shape."""
        points = np.clip(np.asarray(values, np.float64), self.low, self.high)
        below, above = self._cumulative_ends
        share = standard_cumulative((points - self.location) / self.scale) - below
        return np.clip(share / (above - below), 0.0, 1.0)

    def quantile(self, probability: float) -> float:
        """Value below which `probability`, 0 to 1 exclusive, of the mass lies."""
        below, above = self._cumulative_ends
        inner = below + probability * (above - below)
        inner = min(max(inner, 1e-300), 1 - 1e-16)
        value = self.location + self.scale * _STANDARD.inv_cdf(inner)
        return min(max(value, self.low), self.high)


_ROOT_TWO = math.sqrt(2)
_QUANTILE_TOLERANCE = 1e-7


def mixture_quantile(
    weights: Sequence[float], laws: Sequence[TruncatedNormal], probability: float
) -> float:
    """Value below which `probability`, 0 to 1 exclusive, of a mixture of laws lies.

    Bisection between the smallest and the largest quantile of the laws, to 1e-7.

    Args:
        weights: Share of each law, above 0, sum 1.
        laws: The laws; all of the same interval.
        probability: Share of the mass below.
    """
    ends = [law.quantile(probability) for law in laws]
    low, high = min(ends), max(ends)
    terms, constant = [], -probability
    for weight, law in zip(weights, laws, strict=True):
        below, above = law._cumulative_ends
        share = weight / (above - below)
        terms.append((0.5 * share, law.location, 1 / (law.scale * _ROOT_TWO)))
        constant += share * (0.5 - below)
    erf = math.erf
    while high - low > _QUANTILE_TOLERANCE:
        middle = 0.5 * (low + high)
        excess = constant
        for half, location, slope in terms:
            excess += half * erf((middle - location) * slope)
        if excess < 0:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)
