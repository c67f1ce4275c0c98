"""`LocalExecutor`: runs on this machine, in children with few threads or in this process."""

from __future__ import annotations

import os
import queue
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from render.errors import InputError
from sim.sweep.child import Child, ChildEnded, ChildLimits, ChildMessage
from sim.sweep.executor import Report, ignore_report, lost_run
from sim.sweep.plan import RunTask
from sim.sweep.result import RunProgress, RunResult
from sim.sweep.work import perform

POLL_S = 0.1
"""Longest time between two reports [s]."""
USUAL_RUN_BYTES = 512 * 1024**2
"""Memory of a run where nobody bounds it [bytes]: more than sketches and previews take."""
MEMORY_SHARE = 0.9
"""Share of the free memory that children may take together."""


def usable_cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def free_memory_bytes() -> int | None:
    """Memory that programs could take now [bytes]; None where the system does not tell."""
    try:
        text = Path("/proc/meminfo").read_text(encoding="ascii")
    except OSError:
        return None
    found = re.search(r"^MemAvailable:\s+(\d+) kB$", text, re.MULTILINE)
    return None if found is None else 1024 * int(found[1])


def fitting_children(limits: ChildLimits) -> int:
    """Children that fit the cores and the free memory, at least 1."""
    count = usable_cores() // limits.threads
    free = free_memory_bytes()
    if free is not None:
        count = min(count, int(MEMORY_SHARE * free) // (limits.memory_bytes or USUAL_RUN_BYTES))
    return max(count, 1)


class LocalExecutor:
    """An `Executor`. A child that dies takes only its run along and is replaced."""

    def __init__(
        self,
        *,
        child_count: int | None = None,
        threads: int = 1,
        memory_bytes: int | None = None,
        retries: int = 0,
    ) -> None:
        """Choose how the work is shared; nothing is started before `run`.

        Args:
            child_count: Processes; 0 runs one after the other in this process, None takes as many
                as cores, threads and memory allow.
            threads: Threads of each child.
            memory_bytes: Memory that a child may take [bytes]; None for no limit. Where the
                system can bound a process, a run that wants more fails by itself.
            retries: How often a run is begun again after its child died.

        Raises:
            InputError: If a number is out of range.
        """
        if threads < 1 or (child_count is not None and child_count < 0) or retries < 0:
            raise InputError(
                "an executor needs at least 1 thread, 0 children and 0 retries, got "
                f"{threads}, {child_count}, {retries}"
            )
        self._child = ChildLimits(threads, memory_bytes)
        self._retries = retries
        self._child_count = fitting_children(self._child) if child_count is None else child_count

    def run(self, tasks: Iterable[RunTask], report: Report = ignore_report) -> Iterator[RunResult]:
        """Carry out tasks, see `Executor.run`."""
        if self._child_count == 0:
            yield from (_here(task, report) for task in tasks)
            return
        crew = _Crew(tasks, self._child, self._retries)
        try:
            crew.start(self._child_count)
            while crew.busy:
                result = crew.next_result(report)
                if result is not None:
                    yield result
        finally:
            crew.close()


def _here(task: RunTask, report: Report) -> RunResult:
    report(RunProgress(task.run.name, 0.0))
    return perform(task, lambda name, fraction: report(RunProgress(name, fraction)))


@dataclass(frozen=True, slots=True)
class _Attempt:
    """A task and how often it was begun, this time included."""

    task: RunTask
    number: int = 1


class _Crew:
    """The children of one `run` and the tasks that wait for them."""

    def __init__(self, tasks: Iterable[RunTask], limits: ChildLimits, retries: int) -> None:
        self._waiting = iter(tasks)
        self._again: list[_Attempt] = []
        self._limits, self._retries = limits, retries
        self._inbox: queue.SimpleQueue[tuple[int, ChildMessage]] = queue.SimpleQueue()
        self._children: dict[int, Child] = {}
        self._at_work: dict[int, _Attempt] = {}
        self._latest: RunProgress | None = None
        self._started = 0

    @property
    def busy(self) -> bool:
        """Whether a result is still to come."""
        return bool(self._at_work)

    def start(self, count: int) -> None:
        """Start children, each with a task, as far as there are tasks."""
        for _ in range(count):
            attempt = self._next()
            if attempt is None:
                return
            self._start_child(attempt)

    def next_result(self, report: Report) -> RunResult | None:
        """Wait a moment for a message; None where it was no result."""
        try:
            number, message = self._inbox.get(timeout=POLL_S)
        except queue.Empty:
            if self._latest is not None:
                report(self._latest)
            return None
        if isinstance(message, RunProgress):
            self._latest = message
            report(message)
            return None
        if isinstance(message, ChildEnded):
            return self._replace(number, message)
        begun = self._at_work.pop(number)
        following = self._next()
        if following is not None:
            self._give(number, following)
        return replace(message, cost=replace(message.cost, attempts=begun.number))

    def close(self) -> None:
        """End all children."""
        for child in self._children.values():
            child.stop()
        self._children.clear()
        self._at_work.clear()

    def _next(self) -> _Attempt | None:
        """What is to be begun now; None where nothing is left."""
        if self._again:
            return self._again.pop()
        task = next(self._waiting, None)
        return None if task is None else _Attempt(task)

    def _start_child(self, attempt: _Attempt) -> None:
        self._started += 1
        number, inbox = self._started, self._inbox
        self._children[number] = Child(
            lambda message: inbox.put((number, message)), limits=self._limits
        )
        self._give(number, attempt)

    def _give(self, number: int, attempt: _Attempt) -> None:
        """Hand a task to a child."""
        self._at_work[number] = attempt
        self._latest = self._latest or RunProgress(attempt.task.run.name, 0.0)
        self._children[number].send(attempt.task)

    def _replace(self, number: int, ended: ChildEnded) -> RunResult | None:
        """A child has died: its run begins again or has failed, the others go on in a new one."""
        self._children.pop(number).stop()
        lost = self._at_work.pop(number, None)
        if lost is not None and lost.number <= self._retries:
            self._again.append(_Attempt(lost.task, lost.number + 1))
            lost = None
        following = self._next()
        if following is not None:
            self._start_child(following)
        return None if lost is None else lost_run(lost.task, ended.reason, lost.number)
