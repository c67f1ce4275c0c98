"""What a project keeps of its candidates beside their takes: stiffness maps, results, votes."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from render.atomic_file import write_text_atomic
from render.errors import InputError, damage_of
from sim.sweep.result import RunResult
from sim.sweep.results_file import (
    RESULTS_NAME,
    append_line,
    append_result,
    read_results,
    whole_lines,
)
from sim.sweep.set_stiffness import SetStiffness
from sim.vote import VOTES_NAME, Vote

CANDIDATES_NAME = "candidates"
MAP_NAME = "stiffness.json"


@dataclass(frozen=True, slots=True)
class StoredSet:
    """What is known of a set from the disk."""

    name: str
    """Name of the set."""
    stiffness: SetStiffness | None
    """Its stiffness map; None where none was fitted yet."""
    results: tuple[RunResult, ...]
    """Latest result of each of its runs."""


def set_folder(project: Path, set_name: str) -> Path:
    """Folder of a set inside a project, whether it exists or not."""
    return project / CANDIDATES_NAME / set_name


def store_result(project: Path, set_name: str, result: RunResult) -> None:
    """Keep a result; it is on the disk when this returns.

    Raises:
        InputError: If it cannot be written.
    """
    append_result(set_folder(project, set_name) / RESULTS_NAME, result)


def store_map(project: Path, set_name: str, stiffness: SetStiffness) -> None:
    """Keep the stiffness map of a set.

    Raises:
        InputError: If it cannot be written.
    """
    folder = set_folder(project, set_name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_text_atomic(folder / MAP_NAME, json.dumps(stiffness.to_json()))
    except OSError as error:
        raise InputError(f"{folder} cannot be written: {error}; free some space") from error


def stored_map(project: Path, set_name: str) -> SetStiffness | None:
    """Stiffness map of a set, None before it was fitted.

    Raises:
        InputError: If it is damaged.
    """
    file = set_folder(project, set_name) / MAP_NAME
    try:
        return SetStiffness.from_json(json.loads(file.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise InputError(f"{file} cannot be read: {damage_of(error)}") from error


def stored_sets(project: Path) -> tuple[StoredSet, ...]:
    """All sets of a project that have begun; damaged ones are left out."""
    folder = project / CANDIDATES_NAME
    names = sorted(child.name for child in folder.iterdir()) if folder.is_dir() else []
    found = []
    for name in names:
        try:
            results = read_results(set_folder(project, name) / RESULTS_NAME)
            found.append(StoredSet(name, stored_map(project, name), results))
        except InputError:
            continue
    return tuple(found)


def store_vote(project: Path, vote: Vote) -> Path:
    """Append a vote; it is on the disk when this returns.

    Raises:
        InputError: If it cannot be written.
    """
    append_line(project / VOTES_NAME, vote.to_line())
    return project / VOTES_NAME


def stored_votes(project: Path) -> tuple[Vote, ...]:
    """Votes of a project, oldest first; damaged lines are left out.

    Raises:
        InputError: If the file cannot be read.
    """
    votes = []
    for line in whole_lines(project / VOTES_NAME):
        try:
            votes.append(Vote.from_line(line))
        except InputError:
            continue
    return tuple(votes)


def file_sha256(file: Path | None) -> str:
    """SHA-256 of a file in hexadecimal digits; empty where there is none."""
    if file is None or not file.is_file():
        return ""
    return hashlib.sha256(file.read_bytes()).hexdigest()
