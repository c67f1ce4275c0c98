"""Preferences on disk: one JSON file, versioned; old files stay readable."""

from __future__ import annotations

from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from render.errors import InputError
from studio.state.preference_fields import field_named
from studio.state.preferences import Preferences
from studio.state.settings_file import Values, read_settings, write_settings


def load_preferences(path: Path) -> tuple[Preferences, tuple[str, ...]]:
    """Read preferences; a missing file gives the defaults.

    A value that is not allowed is replaced by its default; all others are kept.

    Returns:
        The preferences, and one line for each value that could not be used.
    """
    try:
        values = read_settings(path, MIGRATIONS)
    except InputError as error:
        return Preferences(), (str(error),)
    defaults = asdict(Preferences())
    chosen: dict[str, Any] = {}
    problems: list[str] = []
    for name in (field.name for field in fields(Preferences)):
        value = _tuples(values.get(name, defaults[name]))
        problem = _problem(name, value, defaults[name])
        if problem:
            problems.append(f"preference {problem}; {defaults[name]!r} is used instead")
        chosen[name] = defaults[name] if problem else value
    return Preferences(**chosen), tuple(problems)


def save_preferences(path: Path, preferences: Preferences) -> None:
    """Write preferences, all or nothing.

    Raises:
        OSError: If the file cannot be written.
    """
    write_settings(path, asdict(preferences), len(MIGRATIONS) + 1)


def _problem(name: str, value: object, default: object) -> str:
    field = field_named(name)
    if field is not None:
        return field.problem(value)
    if type(value) is type(default):
        return ""
    return f"{name} is {value!r}; use a value like {default!r}"


def _tuples(value: object) -> object:
    """Lists of texts as the tuples that preferences hold."""
    if isinstance(value, list | tuple):
        return tuple(entry for entry in value if isinstance(entry, str))
    return value


def _from_version_1(values: Values) -> Values:
    """Version 1 knew one theme, the dark one: whoever used it keeps it."""
    return {"theme": "dark", **values}


MIGRATIONS = (_from_version_1,)
