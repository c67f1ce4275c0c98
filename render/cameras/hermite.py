"""Cubic curves of continuous velocity through numbers and rotations."""

from __future__ import annotations

import itertools

import numpy as np
import numpy.typing as npt

from render.quaternion import conjugate, multiply

Float64Array = npt.NDArray[np.float64]


def smooth_slopes(
    steps: Float64Array, gaps: Float64Array, *, closed: bool, standing: npt.NDArray[np.bool_]
) -> Float64Array:
    """Catmull-Rom slopes at knots of uneven spacing, 0 next to a step that stands still.

    Args:
        steps: Step from each knot to the next, shape [K - 1, D].
        gaps: Distances of the knots, shape [K - 1].
        closed: Whether the last knot is the first again.
        standing: Steps during which nothing may move, shape [K - 1].

    Returns:
        Slopes, shape [K, D]; at free ends those without second derivative.
    """
    rates = steps / gaps[:, None]
    before, after, h0, h1 = _neighbours(rates, gaps, closed=closed)
    slopes = (before * h1 + after * h0) / (h0 + h1)
    if not closed:
        slopes[0], slopes[-1] = rates[0], rates[-1]
        if len(rates) > 1:
            slopes[0] = 1.5 * rates[0] - 0.5 * slopes[1]
            slopes[-1] = 1.5 * rates[-1] - 0.5 * slopes[-2]
    slopes[:-1][standing] = 0
    slopes[1:][standing] = 0
    if closed and (standing[0] or standing[-1]):
        slopes[[0, -1]] = 0
    return np.asarray(slopes)


def monotone_slopes(steps: Float64Array, gaps: Float64Array, *, closed: bool) -> Float64Array:
    """Slopes that keep every column between its values at the knots (Fritsch and Butland 1984).

    Args:
        steps: Step from each knot to the next, shape [K - 1, D].
        gaps: Distances of the knots, shape [K - 1].
        closed: Whether the last knot is the first again.

    Returns:
        Slopes, shape [K, D]; at free ends those of the step.
    """
    rates = steps / gaps[:, None]
    before, after, h0, h1 = _neighbours(rates, gaps, closed=closed)
    same = before * after > 0
    weights = (2 * h1 + h0) * np.where(same, after, 1) + (h1 + 2 * h0) * np.where(same, before, 1)
    slopes = np.where(same, 3 * (h0 + h1) * before * after / np.where(same, weights, 1), 0.0)
    if not closed:
        slopes[0], slopes[-1] = rates[0], rates[-1]
    return np.asarray(slopes)


def _neighbours(
    rates: Float64Array, gaps: Float64Array, *, closed: bool
) -> tuple[Float64Array, Float64Array, Float64Array, Float64Array]:
    """Rates before and after every knot, shape [K, D], and the gaps there, shape [K, 1]."""
    first, last = (-1, 0) if closed else (0, -1)
    before, after = rates[[first, *range(len(rates))]], rates[[*range(len(rates)), last]]
    h0, h1 = gaps[[first, *range(len(gaps))]], gaps[[*range(len(gaps)), last]]
    return before, after, h0[:, None], h1[:, None]


def hermite(
    s: Float64Array, gap: float, ends: tuple[Float64Array, Float64Array], slopes: Float64Array
) -> Float64Array:
    """Cubic between two knots.

    Args:
        s: Shares of the way, 0 to 1, shape [M].
        gap: Distance of the knots.
        ends: Values at both knots, each of shape [D].
        slopes: Slopes at both knots, shape [2, D].

    Returns:
        Values, shape [M, D].
    """
    s = s[:, None]
    to_second = s * s * (3 - 2 * s)
    return np.asarray(
        ends[0] * (1 - to_second)
        + ends[1] * to_second
        + gap * (s * (1 - s) ** 2 * slopes[0] - s * s * (1 - s) * slopes[1])
    )


def turn_steps(quats: Float64Array) -> Float64Array:
    """Rotation vectors from each orientation to the next, the short way [rad], shape [K - 1, 3].

    Args:
        quats: Unit quaternions wxyz, shape [K, 4].
    """
    return np.stack(
        [_logarithm(multiply(conjugate(a), b)) for a, b in itertools.pairwise(quats)]
        or [np.zeros(3)]
    )[: len(quats) - 1]


def turn_between(
    s: float, gap: float, ends: tuple[Float64Array, Float64Array], rates: Float64Array
) -> Float64Array:
    """Unit quaternion between two orientations with given angular velocities.

    The cubic Bezier curve in cumulative form of Kim, Kim and Shin, "A general construction
    scheme for unit quaternion curves with simple high order derivatives", SIGGRAPH 1995.

    Args:
        s: Share of the way, 0 to 1.
        gap: Distance of the knots.
        ends: Unit quaternions wxyz at both knots, each of shape [4].
        rates: Angular velocities in the frames of both knots [rad per knot unit], shape [2, 3].
    """
    first, third = rates * gap / 3
    whole = multiply(conjugate(ends[0]), ends[1])
    middle = _logarithm(multiply(multiply(_exponential(-first), whole), _exponential(-third)))
    shares = (1 - (1 - s) ** 3, s * s * (3 - 2 * s), s**3)
    quat: npt.NDArray[np.floating] = ends[0]
    for share, turn in zip(shares, (first, middle, third), strict=True):
        quat = multiply(quat, _exponential(share * turn))
    return np.asarray(quat / np.linalg.norm(quat), np.float64)


def _exponential(turn: Float64Array) -> Float64Array:
    """Unit quaternion wxyz of a rotation vector [rad]."""
    half = float(np.linalg.norm(turn)) / 2
    return np.concatenate([[np.cos(half)], 0.5 * np.sinc(half / np.pi) * turn])


def _logarithm(quat: npt.NDArray[np.floating]) -> Float64Array:
    """Rotation vector [rad] of a unit quaternion wxyz, at most pi long."""
    quat = -quat if quat[0] < 0 else quat
    sine = float(np.linalg.norm(quat[1:]))
    angle = 2 * np.arctan2(sine, quat[0])
    return np.asarray(quat[1:] * (angle / sine if sine > 1e-12 else 2.0), np.float64)
