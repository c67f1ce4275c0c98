"""Similarity of two sets of points in the plane, fitted so that outliers do not matter."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.floating]
Float64Array = npt.NDArray[np.float64]

ROUNDS = 12
SMALLEST_SPREAD_PX = 0.3
"""Errors below it are noise [px]."""


@dataclass(frozen=True, slots=True)
class Similarity:
    """The map z → a z + b of the plane taken as complex numbers x + i y."""

    turn: complex = 1.0
    """a: rotation times scale."""
    shift: complex = 0.0
    """b [px]."""

    def applied(self, points: Floats) -> Float64Array:
        """Where points come to lie, shape [..., 2]."""
        moved = self.turn * _complex(points) + self.shift
        return np.stack([moved.real, moved.imag], axis=-1)

    @property
    def inverse(self) -> Similarity:
        """The map back."""
        return Similarity(1 / self.turn, -self.shift / self.turn)

    @staticmethod
    def between(first: Floats, second: Floats) -> Similarity:
        """The similarity that brings most points of one set to those of another.

        Weighted least squares, weights 1 / (1 + (error / spread)²) as in Cauchy's estimator; the
        spread is the median error.

        Args:
            first: At least 2 points, shape [P, 2].
            second: Where they shall come to lie, shape [P, 2].
        """
        source, target = _complex(first), _complex(second)
        weights = np.ones(len(source))
        found = Similarity(1.0, complex(np.median((target - source).real),
                                        np.median((target - source).imag)))  # fmt: skip
        for _ in range(ROUNDS):
            errors = np.abs(found.turn * source + found.shift - target)
            spread = max(float(np.median(errors)), SMALLEST_SPREAD_PX)
            weights = 1 / (1 + (errors / spread) ** 2)
            found = _weighted(source, target, weights / weights.sum())
        return found


def _weighted(
    source: npt.NDArray[np.complex128], target: npt.NDArray[np.complex128], weights: Float64Array
) -> Similarity:
    middle, aim = complex(weights @ source), complex(weights @ target)
    centred = source - middle
    power = float(weights @ np.abs(centred) ** 2)
    if power < 1e-9:
        return Similarity(1.0, aim - middle)
    turn = complex((weights * centred.conj()) @ (target - aim)) / power
    return Similarity(turn, aim - turn * middle)


def _complex(points: Floats) -> npt.NDArray[np.complex128]:
    return np.asarray(points[..., 0] + 1j * points[..., 1], np.complex128)
