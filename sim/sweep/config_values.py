"""Checked readers for the plain values of a sweep's config."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from render.errors import InputError

Keep = Literal["all", "shown"]


def whole(
    values: Mapping[str, Any], key: str, default: int | None, low: int, high: int
) -> int | None:
    """A whole number between two others; the default where it is absent.

    Raises:
        InputError: With the value and the range.
    """
    value = values.get(key, default)
    return None if value is None else _checked(key, value, low, high)


def wholes(
    values: Mapping[str, Any], key: str, default: tuple[int, ...], high: int
) -> tuple[int, ...]:
    """Different whole numbers from 0, at least one.

    Raises:
        InputError: With the value and the range.
    """
    found = values.get(key, list(default))
    if not isinstance(found, list) or not found:
        raise InputError(f"{key} must be a list of whole numbers such as [0, 1], got {found!r}")
    if len(set(map(str, found))) < len(found):
        raise InputError(f"{key} has a number twice in {found}; runs would repeat")
    return tuple(_checked(key, one, 0, high) for one in found)


def names_in(values: Mapping[str, Any], key: str, default: str) -> tuple[str, ...]:
    """A name, or different names, at least one.

    Raises:
        InputError: If it is something else.
    """
    found = values.get(key, default)
    names = [found] if isinstance(found, str) else found
    if not isinstance(names, list) or not names or not all(isinstance(x, str) for x in names):
        raise InputError(f"{key} must be a name or a list of names, got {found!r}")
    if len(set(names)) < len(names):
        raise InputError(f"{key} has a name twice in {names}; runs would repeat")
    return tuple(names)


def one_of(values: Mapping[str, Any], key: str, known: tuple[str, ...]) -> str:
    """One of a few names, the first where it is absent.

    Raises:
        InputError: If it is something else.
    """
    value = values.get(key, known[0])
    if value not in known:
        raise InputError(f"{key} must be one of {', '.join(known)}, got {value!r}")
    return str(value)


def read_keep(value: Any) -> Keep:
    """Which takes stay.

    Raises:
        InputError: If it is something else.
    """
    if value == "all":
        return "all"
    if value == "shown":
        return "shown"
    raise InputError(f"keep must be 'all' or 'shown', got {value!r}")


def _checked(key: str, value: Any, low: int, high: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise InputError(f"{key} must be a whole number from {low} to {high:,}, got {value!r}")
    return value
