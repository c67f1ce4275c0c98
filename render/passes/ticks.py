"""Round numbers along a scale, and how they are written."""

from __future__ import annotations

import math

_PREFIXES = (
    (1e9, "G"),
    (1e6, "M"),
    (1e3, "k"),
    (1.0, ""),
    (1e-3, "m"),
    (1e-6, "u"),
    (1e-9, "n"),
)
_PREFIXED_UNITS = frozenset({"Pa", "m", "m/s"})
_SHORTEST_IN_METRES = 0.1
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


def linear_ticks(low: float, high: float, most: int) -> list[float]:
    """Round values from `low` to `high`, at most `most` of them."""
    if not high > low:
        return [low]
    raw = (high - low) / max(most - 1, 1)
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(one for one in _STEPS if one * power >= raw * (1 - 1e-9)) * power
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [number * step for number in range(first, last + 1)]


def logarithmic_ticks(low: float, high: float, most: int) -> list[float]:
    """Values 1, 2 or 5 times powers of ten from `low` to `high`, at most `most` of them."""
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    for digits, every in (((1, 2, 5), 1), ((1, 3), 1), ((1,), 1), ((1,), 2), ((1,), 3)):
        powers = range(first, last + 1, every)
        found = [digit * 10.0**power for power in powers for digit in digits]
        within = [one for one in found if low * (1 - 1e-9) <= one <= high * (1 + 1e-9)]
        if 2 <= len(within) <= most:
            return within
    return [low, high]


def prefix_of(largest: float, unit: str) -> tuple[float, str]:
    """Factor and unit in which values up to `largest` are short, such as 1e3 and "kPa"."""
    if unit not in _PREFIXED_UNITS or not largest > 0:
        return 1.0, unit
    choices = list(_PREFIXES)
    if unit.startswith("m"):  # metres down to 0.1, millimetres and micrometres, no kilometres
        if largest >= _SHORTEST_IN_METRES:
            return 1.0, unit
        choices = [one for one in _PREFIXES if one[0] in (1e-3, 1e-6)]
    for factor, prefix in choices:
        if largest >= factor * (1 - 1e-9):
            return factor, prefix + unit
    return choices[-1][0], choices[-1][1] + unit


def written(value: float, spacing: float) -> str:
    """A number with as many decimals as tell it from one that is `spacing` away."""
    if value == 0:
        return "0"
    if not 1e-3 <= abs(value) < 1e5:
        mantissa, exponent = f"{value:.1e}".split("e")
        short = mantissa.removesuffix(".0")
        return f"{short}e{int(exponent)}"
    decimals = 0
    while decimals < 4 and abs(round(spacing, decimals) - spacing) > 1e-6 * spacing:
        decimals += 1
    return f"{value:.{decimals}f}"
