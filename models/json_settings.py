"""Frozen settings from JSON objects: names and types checked, each fault named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, TypeVar

from render.errors import InputError

_Settings = TypeVar("_Settings")
_KINDS = {int: "a whole number", float: "a number", bool: "true or false", str: "a text"}


def with_values(base: _Settings, values: Mapping[str, Any]) -> _Settings:
    """A frozen settings object with some fields replaced.

    Args:
        base: Settings; the type of each field's value is the type that is accepted. Tuples must not
            be empty: their first value tells the type of all.
        values: New values by field; lists become tuples, whole numbers floats where one is due.

    Raises:
        InputError: If a name is unknown, a value of another type or refused by the settings.
    """
    known = [field.name for field in fields(base)]  # type: ignore[arg-type]
    changes: dict[str, Any] = {}
    for name, value in values.items():
        if name not in known:
            raise InputError(f"unknown setting {name}; known: {', '.join(known)}")
        like = getattr(base, name)
        if not isinstance(like, tuple):
            changes[name] = _of_kind(type(like), name, value)
        elif isinstance(value, list | tuple):
            changes[name] = tuple(_of_kind(type(like[0]), name, item) for item in value)
        else:
            raise InputError(f"setting {name} must be a list: {value!r}")
    return replace(base, **changes)  # type: ignore[type-var]


def with_section(base: _Settings, document: Mapping[str, Any], name: str) -> _Settings:
    """Settings with the values of a section of a JSON object; a missing section changes nothing.

    Raises:
        InputError: If the section is no object, or as in `with_values`; the message names it.
    """
    values = document.get(name, {})
    if not isinstance(values, Mapping):
        raise InputError(f"section {name} must be an object: {values!r}")
    try:
        return with_values(base, values)
    except InputError as error:
        raise InputError(f"section {name}: {error}") from None


def _of_kind(kind: type, name: str, value: object) -> object:
    """A value of a type; whole numbers count as floats, truth values as nothing else."""
    if kind is float and type(value) is int:
        return float(value)
    if type(value) is not kind:
        raise InputError(f"setting {name} must be {_KINDS[kind]}: {value!r}")
    return value
