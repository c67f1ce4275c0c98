"""Versioned JSON files of settings: read with migrations, damaged ones set aside, never lost."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from render.atomic_file import write_text_atomic
from render.errors import InputError

Values = dict[str, Any]
Migration = Callable[[Values], Values]
"""Turns the values of one version into those of the next."""


def read_settings(path: Path, migrations: Sequence[Migration]) -> Values:
    """Values of a file in the present version; empty when there is no file.

    Args:
        path: JSON file; one without a version is of version 1.
        migrations: The first turns version 1 into 2, and so on.

    Raises:
        InputError: If the file is damaged. It is copied to `NAME.damaged` first.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise _damage(path, f"cannot be read ({' '.join(str(error).split())})") from None
    if not isinstance(data, Mapping):
        raise _damage(path, "hold no settings")
    values = {str(name): value for name, value in data.items()}
    version = values.pop("version", 1)
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise _damage(path, f"have version {version!r}, which is none")
    present = len(migrations) + 1
    if version > present:  # written by a newer program, which shall find it again
        _set_aside(path, f"version-{version}")
    for migrate in migrations[version - 1 :]:
        values = migrate(values)
    return values


def write_settings(path: Path, values: Mapping[str, Any], version: int) -> None:
    """Write settings, all or nothing.

    Raises:
        OSError: If the file cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    data = {"version": version, **values}
    write_text_atomic(path, json.dumps(data, indent=1, ensure_ascii=False) + "\n")


def _damage(path: Path, what: str) -> InputError:
    aside = _set_aside(path, "damaged")
    where = f" and a copy is kept as {aside.name}" if aside is not None else ""
    return InputError(f"the settings of {path} {what}; the defaults are used{where}")


def _set_aside(path: Path, ending: str) -> Path | None:
    target = path.with_name(f"{path.name}.{ending}")
    try:
        shutil.copyfile(path, target)
    except OSError:
        return None
    return target
