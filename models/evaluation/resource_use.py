"""Wall time and peak memory of single calls."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, TypeVar

T = TypeVar("T")

_PROCESS = Path("/proc/self")
_RESET_PEAK = "5"


class ResourceUse(NamedTuple):
    """What a call took."""

    seconds: float
    """Wall time [s]."""
    peak_memory_mb: float
    """Largest resident memory of the whole process meanwhile [MB]; NaN where unknown."""


class ResourceMeter:
    """Measures calls, one at a time.

    Linux lets a process forget its peak (proc(5), clear_refs); elsewhere the memory is unknown.
    """

    def __init__(self) -> None:
        self._peak_mb = float("nan")

    @property
    def process_peak_mb(self) -> float | None:
        """Largest resident memory of the process so far [MB]; None where unknown."""
        known = [value for value in (self._peak_mb, peak_memory_mb()) if value == value]
        return round(max(known), 1) if known else None

    def measured(self, work: Callable[[], T]) -> tuple[T, ResourceUse]:
        """The result of `work` and what it took."""
        before = peak_memory_mb()
        known = _forget_peak()
        started = time.perf_counter()
        result = work()
        seconds = time.perf_counter() - started
        peak = peak_memory_mb() if known else float("nan")
        self._peak_mb = max((v for v in (self._peak_mb, before, peak) if v == v), default=peak)
        return result, ResourceUse(seconds, peak)


def _forget_peak() -> bool:
    try:
        (_PROCESS / "clear_refs").write_text(_RESET_PEAK)
    except OSError:
        return False
    return True


def peak_memory_mb() -> float:
    """Largest resident memory of this process since it started, or forgot it [MB]; NaN if hidden.

    `getrusage` would carry over what the parent of a young process used.
    """
    try:
        status = (_PROCESS / "status").read_text()
    except OSError:
        return float("nan")
    found = re.search(r"^VmHWM:\s+(\d+) kB", status, re.MULTILINE)
    return int(found.group(1)) * 1024 / 1e6 if found else float("nan")
