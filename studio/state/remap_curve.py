"""The time remap as a curve of points: time of the film to the right, time of the take upwards."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from render.cameras.time_remap import TimeRemap

SMALLEST_STEP_S = 0.04
"""Least time of the film between two points [s]."""
_RAMP_POINTS = 6
"""Points that a ramp of speed becomes."""


class RemapPoint(NamedTuple):
    """A point of the curve."""

    film_s: float
    """Moment of the film [s]."""
    take_s: float
    """Moment of the take that it shows [s]."""


Curve = tuple[RemapPoint, ...]


def straight(clip_s: float) -> Curve:
    """The take as it is."""
    length = max(clip_s, SMALLEST_STEP_S)
    return (RemapPoint(0.0, 0.0), RemapPoint(length, length))


def curve_of(spec: str, clip_s: float) -> Curve:
    """Points of a remap as it is stored.

    Args:
        spec: What `TimeRemap.parse` reads; empty for the take as it is.
        clip_s: Length of the take [s].

    Raises:
        InputError: If it cannot be read.
    """
    if not spec:
        return straight(clip_s)
    remap = TimeRemap.parse(spec, max(clip_s, SMALLEST_STEP_S))
    times = [0.0]
    for piece in remap.pieces:
        count = 1 if piece.last_speed == piece.start_speed else _RAMP_POINTS
        times += [times[-1] + piece.duration_s * (k + 1) / count for k in range(count)]
    return tuple(RemapPoint(time, remap.source_time(time)) for time in times)


def spec_of(curve: Sequence[RemapPoint], clip_s: float) -> str:
    """The curve as it is stored; empty where it plays the take as it is."""
    pieces: list[str] = []
    for first, second in pairwise(curve):
        duration = second.film_s - first.film_s
        speed = (second.take_s - first.take_s) / duration
        if not pieces and curve[0].take_s > 0:
            speed = min(speed, -1e-4)  # only a film that begins backwards begins at the end
        pieces.append(f"{_number(duration)}@{_number(speed)}")
    return "" if tuple(curve) == straight(clip_s) else ",".join(pieces)


def moved(curve: Curve, index: int, film_s: float, take_s: float, clip_s: float) -> Curve:
    """With a point elsewhere: between its neighbours, within the take; the first stays.

    Args:
        curve: Points.
        index: Point that is moved.
        film_s: Moment of the film [s].
        take_s: Moment of the take [s].
        clip_s: Length of the take [s].
    """
    if not 0 < index < len(curve):
        return curve
    low = curve[index - 1].film_s + SMALLEST_STEP_S
    high = curve[index + 1].film_s - SMALLEST_STEP_S if index + 1 < len(curve) else float("inf")
    placed = RemapPoint(min(max(film_s, low), max(high, low)), min(max(take_s, 0.0), clip_s))
    return (*curve[:index], placed, *curve[index + 1 :])


def with_point(curve: Curve, film_s: float) -> tuple[Curve, int]:
    """With another point on the curve at a moment of the film; its index, -1 where no room is."""
    for index in range(1, len(curve)):
        before, after = curve[index - 1], curve[index]
        if before.film_s + SMALLEST_STEP_S <= film_s <= after.film_s - SMALLEST_STEP_S:
            share = (film_s - before.film_s) / (after.film_s - before.film_s)
            point = RemapPoint(film_s, before.take_s + share * (after.take_s - before.take_s))
            return (*curve[:index], point, *curve[index:]), index
    return curve, -1


def without_point(curve: Curve, index: int) -> Curve:
    """Without a point; the first and, of two, the last stay."""
    if not 0 < index < len(curve) or len(curve) <= 2:
        return curve
    return (*curve[:index], *curve[index + 1 :])


def preset_spec(name: str, clip_s: float, moment_s: float) -> str:
    """A remap by name.

    Args:
        name: "linear", "slow-motion" or "freeze" round a moment, or "reverse".
        clip_s: Length of the take [s].
        moment_s: Moment of the take [s].
    """
    if name == "reverse":
        return "reverse"
    if name == "linear" or clip_s < 4 * SMALLEST_STEP_S:
        return ""
    moment = min(max(moment_s, SMALLEST_STEP_S), clip_s - SMALLEST_STEP_S)
    if name == "freeze":
        points = (0.0, 0.0), (moment, moment), (moment + 1.0, moment), (clip_s + 1.0, clip_s)
        return spec_of([RemapPoint(*point) for point in points], clip_s)
    half = min(0.15 * clip_s, moment, clip_s - moment)
    slow = 2 * half * 4  # a quarter of the speed
    ends = [(0.0, 0.0), (moment - half, moment - half), (moment - half + slow, moment + half),
            (clip_s - 2 * half + slow, clip_s)]  # fmt: skip
    kept = [ends[0], *(b for a, b in pairwise(ends) if b[0] - a[0] > 1e-6)]
    return spec_of([RemapPoint(*point) for point in kept], clip_s)


def _number(value: float) -> str:
    return f"{value:.6g}"
