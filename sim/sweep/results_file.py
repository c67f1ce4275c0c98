"""Results of a sweep on disk, one JSON line each, appended as they come."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

from render.errors import InputError
from sim.sweep.result import RunResult

RESULTS_NAME = "results.jsonl"


def append_result(file: Path, result: RunResult) -> None:
    """Append a result; it is on the disk when this returns.

    Raises:
        InputError: If the file cannot be written.
    """
    append_line(file, json.dumps(result.to_json(), allow_nan=False))


def append_line(file: Path, line: str) -> None:
    """Append a line of JSON and see it to the disk; half a line of a killed process is ended.

    Raises:
        InputError: If the file cannot be written.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("ab+") as stream:
            if stream.tell():
                stream.seek(-1, os.SEEK_END)
                line = line if stream.read(1) == b"\n" else f"\n{line}"
            stream.write(f"{line}\n".encode())
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        raise InputError(f"{file} cannot be written: {error}; free some space") from error


def whole_lines(file: Path) -> Iterator[str]:
    """Lines that a killed process completed; none where there is no file.

    Raises:
        InputError: If the file cannot be read.
    """
    try:
        text = file.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return
    except OSError as error:
        raise InputError(f"{file} cannot be read: {error}") from error
    for line in text.split("\n"):
        try:
            json.loads(line)
        except ValueError:
            continue
        yield line


def read_results(file: Path) -> tuple[RunResult, ...]:
    """Latest result of every run, in the order of their first; damaged lines are left out.

    Raises:
        InputError: If the file cannot be read.
    """
    latest: dict[str, RunResult] = {}
    for line in whole_lines(file):
        try:
            result = RunResult.from_json(json.loads(line))
        except InputError:
            continue
        latest[result.name] = result
    return tuple(latest.values())
