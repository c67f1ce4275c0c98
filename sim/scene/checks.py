"""Validation of numbers, vectors and times, with messages that say what to do."""

from __future__ import annotations

import math
from collections.abc import Sequence
from types import UnionType
from typing import get_args

from render.errors import InputError

Vec3 = tuple[float, float, float]
Quat = tuple[float, float, float, float]

_LONGEST_M = 1e4
_UNIT = 1e-12
"""What is this close to length one stays as it is, so that it survives being written and read."""


def checked_number(
    name: str, value: object, low: float, high: float, *, unit: str = "", above: bool = False
) -> float:
    """The value as a float.

    Args:
        name: What it is called in a message.
        value: Anything.
        low: Smallest allowed.
        high: Largest allowed.
        unit: Unit shown in a message.
        above: Whether `low` itself is excluded.

    Raises:
        InputError: If it is no finite number inside the range.
    """
    number = not isinstance(value, bool) and isinstance(value, int | float)
    if number:
        assert isinstance(value, int | float)
        inside = low < value <= high if above else low <= value <= high
        if math.isfinite(value) and inside:
            return float(value)
    span = f"above {low:g} and at most {high:g}" if above else f"in {low:g} to {high:g}"
    raise InputError(f"{name} must lie {span} {unit}, got {value}".replace(" ,", ","))


def check_kind(name: str, value: object, kinds: type | UnionType) -> None:
    """Check what a part is.

    Args:
        name: What it is called in a message.
        value: Anything.
        kinds: Classes that it may be.

    Raises:
        InputError: If it is none of them.
    """
    if not isinstance(value, kinds):
        known = ", ".join(kind.__name__ for kind in get_args(kinds) or (kinds,))
        raise InputError(
            f"{name} must be one of {known}, got {value!r}".replace("NoneType", "none")
        )


def checked_vector(
    name: str, value: object, *, largest: float = _LONGEST_M, unit: str = "m"
) -> Vec3:
    """The value as three floats of at most `largest`.

    Raises:
        InputError: If it is not three finite numbers of that size.
    """
    numbers = _numbers(value)
    if len(numbers) == 3 and all(math.isfinite(c) and abs(c) <= largest for c in numbers):
        x, y, z = numbers
        return x, y, z
    raise InputError(f"{name} must be three numbers of at most {largest:g} {unit}, got {value}")


def checked_direction(name: str, value: object) -> Vec3:
    """The value as a unit vector.

    Raises:
        InputError: If it is not three finite numbers or has no length.
    """
    x, y, z = checked_vector(name, value, unit="")
    length = math.sqrt(x * x + y * y + z * z)
    if length < 1e-9:
        raise InputError(f"{name} needs a direction, got {value}; for example (0, 0, 1)")
    length = 1.0 if abs(length - 1) < _UNIT else length
    return x / length, y / length, z / length


def checked_quat(name: str, value: object) -> Quat:
    """The value as a unit quaternion wxyz.

    Raises:
        InputError: If it is not four finite numbers or has no length.
    """
    numbers = _numbers(value)
    if len(numbers) == 4:
        w, x, y, z = numbers
        length = math.sqrt(w * w + x * x + y * y + z * z)
        length = 1.0 if abs(length - 1) < _UNIT else length
        if math.isfinite(length) and length > 1e-9:
            return w / length, x / length, y / length, z / length
    raise InputError(f"{name} must be a rotation as four numbers w x y z, got {value}")


def _numbers(value: object) -> tuple[float, ...]:
    """The value's components as floats; none where one of them is no number."""
    if not isinstance(value, Sequence) or isinstance(value, str):
        return ()
    if any(isinstance(component, bool | str) for component in value):
        return ()
    try:
        return tuple(float(component) for component in value)
    except (TypeError, ValueError):
        return ()


def check_window(name: str, start_s: float, end_s: float | None) -> None:
    """Check times of beginning and end.

    Args:
        name: What acts in that time.
        start_s: Beginning [s].
        end_s: End [s]; None for never.

    Raises:
        InputError: If a time is out of range or the end is not after the beginning.
    """
    checked_number(f"start of {name}", start_s, 0.0, 1e6, unit="s")
    if end_s is None:
        return
    checked_number(f"end of {name}", end_s, 0.0, 1e6, unit="s")
    if end_s <= start_s:
        raise InputError(
            f"{name} ends at {end_s:g} s but starts at {start_s:g} s; let it end later than it "
            "starts, or leave the end out"
        )


def checked_count(name: str, value: object, largest: int) -> int:
    """The value as a whole number of at least one.

    Args:
        name: What it is called in a message.
        value: Anything.
        largest: Largest allowed.

    Raises:
        InputError: If it is no whole number inside the range.
    """
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= largest:
        raise InputError(f"{name} must be a whole number in 1 to {largest:,}, got {value}")
    return value


def in_window(time_s: float, start_s: float, end_s: float | None) -> bool:
    """Whether a time lies in [start, end)."""
    return start_s <= time_s and (end_s is None or time_s < end_s)
