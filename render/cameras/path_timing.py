"""When a camera is where on its curve: eased between keyframes, or at constant speed."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from render.cameras.hermite import hermite, monotone_slopes
from render.cameras.keyframe import CameraKeyframe
from render.cameras.path_shape import STANDING, PathShape

Float64Array = npt.NDArray[np.float64]
Timing = Callable[[float], float]
"""From a time [s] to the parameter of the curve."""

SPEED_SAMPLES = 256
"""Pieces that the way between two keyframes is measured in."""


class Stop(NamedTuple):
    """A keyframe as timing sees it."""

    arrives_s: float
    """When the camera arrives [s]."""
    leaves_s: float
    """When it goes on [s]."""
    parameter: float
    """Where it is on the curve."""
    at_rest: bool
    """Whether its speed is 0 there."""


def stops_of(
    keyframes: Sequence[CameraKeyframe], knots: Float64Array, *, closes_at_s: float | None
) -> list[Stop]:
    """Stops of a run of keyframes.

    Args:
        keyframes: Keyframes without a cut between them.
        knots: Parameters of the keyframes on their curve, one more if it is closed.
        closes_at_s: When the camera is back at the first keyframe [s]; None if it does not return.
    """
    stops = []
    closed = closes_at_s is not None
    for index, keyframe in enumerate(keyframes):
        arrival = keyframes[index - 1].easing.ends_at_rest and (index > 0 or closed)
        rests = arrival or keyframe.easing.starts_at_rest or keyframe.hold_s > 0
        stops.append(Stop(keyframe.time_s, keyframe.leaves_s, float(knots[index]), rests))
    if closes_at_s is not None:
        stops.append(Stop(closes_at_s, closes_at_s, float(knots[-1]), stops[0].at_rest))
    return stops


def eased(stops: Sequence[Stop], *, closed: bool) -> Timing:
    """Timing that is at every keyframe on time and whose speed never jumps.

    Piecewise monotone cubics whose slope is 0 where the camera rests.

    Args:
        stops: Stops in order of time.
        closed: Whether the last stop is the first again.
    """
    nodes: list[tuple[float, float, bool]] = []
    for stop in stops:
        nodes.append((stop.arrives_s, stop.parameter, stop.at_rest))
        if stop.leaves_s > stop.arrives_s:
            nodes.append((stop.leaves_s, stop.parameter, True))
    times, parameters, rests = (np.array(column) for column in zip(*nodes, strict=True))
    if len(times) == 1:
        return lambda _time_s: float(parameters[0])
    gaps = np.diff(times)
    slopes = monotone_slopes(np.diff(parameters)[:, None], gaps, closed=closed)
    slopes[rests] = 0.0

    def parameter(time_s: float) -> float:
        k = int(np.clip(np.searchsorted(times, time_s, side="right") - 1, 0, len(gaps) - 1))
        share = np.clip((time_s - times[k]) / gaps[k], 0.0, 1.0)
        ends = (parameters[k : k + 1], parameters[k + 1 : k + 2])
        return float(hermite(np.array([share]), float(gaps[k]), ends, slopes[k : k + 2])[0, 0])

    return parameter


def constant_speed(stops: Sequence[Stop], shape: PathShape) -> Timing:
    """Timing at one speed from the first stop to the last, but for the stays.

    Times of keyframes between them move; those where the camera turns on the spot keep theirs.

    Args:
        stops: Stops in order of time.
        shape: The curve.
    """
    if len(stops) == 1:
        return lambda _time_s: stops[0].parameter
    shares = np.linspace(0, 1, SPEED_SAMPLES + 1)
    steps = [np.diff(shape.positions(k, shares), axis=0) for k in range(len(stops) - 1)]
    ways = np.zeros((len(steps), SPEED_SAMPLES + 1))
    ways[:, 1:] = np.linalg.norm(steps, axis=2).cumsum(axis=1)
    times, parameters = _table(stops, ways)
    return lambda time_s: float(np.interp(time_s, times, parameters))


def _table(stops: Sequence[Stop], ways: Float64Array) -> tuple[Float64Array, Float64Array]:
    """Times [s] and the parameters that belong to them, linear between, each of shape [M].

    Args:
        stops: K stops.
        ways: Way from each stop to even parameters up to the next [m], shape [K - 1, S].
    """
    spans = np.array([b.arrives_s - a.leaves_s for a, b in itertools.pairwise(stops)])
    lengths = ways[:, -1]
    moves = lengths > STANDING * max(float(lengths.sum()), 1e-12)
    spans[moves] = spans[moves].sum() * lengths[moves] / lengths[moves].sum()
    even = np.linspace(0, 1, ways.shape[1])
    now = stops[0].arrives_s
    times, parameters = [np.array([now])], [np.array([stops[0].parameter])]
    for k, (stop, following) in enumerate(itertools.pairwise(stops)):
        now += stop.leaves_s - stop.arrives_s
        times.append(now + spans[k] * (ways[k] / lengths[k] if moves[k] else even))
        parameters.append(stop.parameter + even * (following.parameter - stop.parameter))
        now += spans[k]
    return np.concatenate(times), np.concatenate(parameters)
