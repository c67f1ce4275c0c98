"""What one parameter of a sweep may be: listed values, or a range that a hypercube fills."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from render.errors import InputError
from sim.sweep.parameters import CHOICES, known_parameter

Scale = Literal["linear", "log"]
Value = float | str
SCALES = ("linear", "log")
MAX_VALUES = 10_000
"""Values of one axis."""
RANGE, HYPERCUBE, STEPS, SCALE = "range", "latin_hypercube", "steps", "scale"


@dataclass(frozen=True, slots=True)
class ListedAxis:
    """A parameter that takes each of a few values; all such axes are multiplied."""

    name: str
    """Parameter, see `parameters`."""
    values: tuple[Value, ...]
    """At least one, all different."""


@dataclass(frozen=True, slots=True)
class HypercubeAxis:
    """A parameter that a Latin hypercube spreads between two values, together with the others."""

    name: str
    """Parameter, a number."""
    low: float
    """Lower end."""
    high: float
    """Upper end, above `low`."""
    scale: Scale = "linear"
    """Whether values or their logarithms are spread evenly."""

    def at(self, share: float) -> float:
        """Value at a share of the range, 0 to 1."""
        if self.scale == "linear":
            return self.low + share * (self.high - self.low)
        return math.exp(math.log(self.low) + share * math.log(self.high / self.low))


Axis = ListedAxis | HypercubeAxis


def read_axis(name: str, value: Any) -> Axis:
    """Axis of what a config says of a parameter.

    Args:
        name: Parameter.
        value: A number or name; a list of them; `{"range": [LOW, HIGH], "steps": N}`;
            `{"latin_hypercube": [LOW, HIGH]}`; the last two with `"scale": "linear" | "log"`.

    Raises:
        InputError: If the parameter is unknown or the value cannot be used.
    """
    known_parameter(name)
    if isinstance(value, dict):
        return _spread(name, value)
    values = value if isinstance(value, list) else [value]
    if not values:
        raise InputError(f"{name} has an empty list: it needs at least one value")
    checked = tuple(_checked_value(name, one) for one in values)
    if len(set(checked)) < len(checked):
        raise InputError(f"{name} has a value twice in {_listed(checked)}; runs would repeat")
    return ListedAxis(name, checked)


def _spread(name: str, value: dict[str, Any]) -> Axis:
    if name in CHOICES:
        raise InputError(f"{name} is a choice, not a number; list its values")
    kinds = [kind for kind in (RANGE, HYPERCUBE) if kind in value]
    unknown = set(value) - {RANGE, HYPERCUBE, STEPS, SCALE}
    if len(kinds) != 1 or unknown:
        found = ", ".join(sorted(value)) or "nothing"
        raise InputError(
            f"{name} holds {found}; use either {RANGE!r} with {STEPS!r} or {HYPERCUBE!r}, "
            f"and {SCALE!r}"
        )
    low, high = _ends(name, value[kinds[0]])
    scale = _scale(name, value.get(SCALE, "linear"), low)
    if kinds == [HYPERCUBE]:
        if STEPS in value:
            raise InputError(f"{name}: a hypercube has no {STEPS!r}; the config's samples say it")
        return HypercubeAxis(name, low, high, scale)
    return ListedAxis(name, _stepped(name, low, high, value.get(STEPS), scale))


def _ends(name: str, ends: Any) -> tuple[float, float]:
    if not (isinstance(ends, list) and len(ends) == 2):
        raise InputError(f"{name}: a range is [LOW, HIGH], got {ends!r}")
    low, high = (_number(name, end) for end in ends)
    if not low < high:
        raise InputError(
            f"{name}: the range {low:g} to {high:g} is contradictory; its first end must be the "
            "smaller one"
        )
    return low, high


def _scale(name: str, scale: Any, low: float) -> Scale:
    if scale not in SCALES:
        raise InputError(f"{name}: unknown scale {scale!r}; use linear or log")
    if scale == "log" and low <= 0:
        raise InputError(f"{name}: a logarithmic range must begin above 0, got {low:g}")
    return "log" if scale == "log" else "linear"


def _stepped(name: str, low: float, high: float, steps: Any, scale: Scale) -> tuple[float, ...]:
    if not isinstance(steps, int) or isinstance(steps, bool) or not 2 <= steps <= MAX_VALUES:
        raise InputError(
            f"{name}: a range needs {STEPS!r}, 2 to {MAX_VALUES:,} values, got {steps!r}"
        )
    space = np.linspace if scale == "linear" else np.geomspace
    return tuple(float(one) for one in space(low, high, steps))


def _checked_value(name: str, value: Any) -> Value:
    if name not in CHOICES:
        return _number(name, value)
    if not isinstance(value, str):
        raise InputError(f"{name} is a name in quotes, got {value!r}")
    return CHOICES[name](value)


def _number(name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise InputError(f"{name} is a number, got {value!r}")
    return float(value)


def _listed(values: tuple[Value, ...]) -> str:
    return ", ".join(one if isinstance(one, str) else f"{one:g}" for one in values)
