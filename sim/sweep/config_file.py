"""Reads a sweep's config from TOML or JSON, and finds the files that it names."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

from render.errors import InputError
from sim.scene_file import SceneFile, read_scene_file
from sim.sweep.config import SweepConfig, SweepObject, config_of, path_of

SUFFIXES = (".toml", ".json")
MAX_RUNS = 10_000_000


class SweepFile(NamedTuple):
    """A config with the files that it names."""

    config: SweepConfig
    """What is asked."""
    objects: tuple[tuple[Path, SweepObject], ...]
    """Project or splat file of every object, with its entry; wildcards are resolved."""
    scene: SceneFile | None
    """Scene of all runs; None takes each project's."""


def read_sweep_file(path: Path) -> SweepFile:
    """Read a config.

    Raises:
        InputError: If the file is missing, damaged or contradictory, or names what is not there.
    """
    config = config_of(_values(path))
    objects = tuple(found for entry in config.objects for found in _found(path, entry))
    _check_once(path, objects)
    total = config.runs_per_object * len(objects)
    if total > MAX_RUNS:
        raise InputError(
            f"{path} asks for {total:,} runs, {config.runs_per_object:,} of each of "
            f"{len(objects):,} objects; at most {MAX_RUNS:,} are carried out: take values out"
        )
    scene = None if config.scene is None else read_scene_file(path_of(path, config.scene))
    return SweepFile(config, objects, scene)


def _values(path: Path) -> dict[str, Any]:
    if path.suffix.lower() not in SUFFIXES:
        raise InputError(f"the sweep's config {path} must end in {' or '.join(SUFFIXES)}")
    try:
        text = path.read_text(encoding="utf-8")
        values = tomllib.loads(text) if path.suffix.lower() == ".toml" else json.loads(text or "{}")
    except FileNotFoundError:
        raise InputError(f"the sweep's config {path} does not exist; check the path") from None
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise InputError(f"the sweep's config {path} cannot be read: {error}") from error
    if not isinstance(values, dict):
        raise InputError(f"the sweep's config {path} must be a table of keys and values")
    return values


def _found(config_file: Path, entry: SweepObject) -> tuple[tuple[Path, SweepObject], ...]:
    """Files or folders of an entry, in natural order."""
    named = path_of(config_file, entry.path)
    if not any(sign in entry.path for sign in "*?["):
        if not named.exists():
            raise InputError(f"the object {named} of {config_file} does not exist; check the path")
        return ((named, entry),)
    start = Path(named.anchor) if named.is_absolute() else Path()
    found = sorted(start.glob(str(named.relative_to(start))))
    if not found:
        raise InputError(f"no object fits {entry.path!r} of {config_file}; check the wildcards")
    return tuple((one, entry) for one in found)


def _check_once(config_file: Path, objects: tuple[tuple[Path, SweepObject], ...]) -> None:
    seen: set[Path] = set()
    for found, _ in objects:
        whole = found.resolve()
        if whole in seen:
            raise InputError(
                f"the object {found} is named twice in {config_file}; its runs would repeat"
            )
        seen.add(whole)
