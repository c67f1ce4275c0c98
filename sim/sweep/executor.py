"""`Executor`: whatever carries out the runs of a sweep."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from sim.sweep.figures import RunCost
from sim.sweep.plan import RunTask
from sim.sweep.result import RunProgress, RunResult

Report = Callable[[RunProgress], None]
"""Told how far runs are, several times a second; may raise `CancelledError`, which ends all."""


def ignore_report(progress: RunProgress) -> None:
    """Report nothing."""
    del progress


class Executor(Protocol):
    """Carries out runs; results come as they finish, in any order."""

    def run(self, tasks: Iterable[RunTask], report: Report = ignore_report) -> Iterator[RunResult]:
        """Carry out tasks; leaving the iterator early ends what is at work.

        Args:
            tasks: What to run, taken as workers become free; none is left out: each gives one
                result, finished or failed.
            report: See `Report`.

        Raises:
            CancelledError: If `report` raised it; takes that are complete stay.
        """
        ...


def lost_run(task: RunTask, reason: str, attempts: int) -> RunResult:
    """Result of a run whose process was lost.

    Args:
        task: The run.
        reason: What became of the process, in one line.
        attempts: How often it was begun.
    """
    times = f" (begun {attempts} times)" if attempts > 1 else ""
    return RunResult(
        task.run.name,
        task.run.quality,
        "failed",
        f"{reason}{times}",
        simulated=task.material.simulated,
        substitution=task.material.substitution or "",
        cost=RunCost(attempts=attempts),
    )
