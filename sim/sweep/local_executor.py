"""`LocalExecutor`: runs on this machine, in children with few threads or in this process."""

from __future__ import annotations

import os
import queue
from collections import deque
from collections.abc import Iterator, Sequence

from render.errors import InputError
from sim.sweep.child import Child, ChildEnded, ChildMessage
from sim.sweep.executor import Report, ignore_report
from sim.sweep.plan import RunTask
from sim.sweep.result import RunProgress, RunResult
from sim.sweep.work import perform

POLL_S = 0.1
"""Longest time between two reports [s]."""


def usable_cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class LocalExecutor:
    """An `Executor`. A child that dies takes only its run along and is replaced."""

    def __init__(self, *, child_count: int | None = None, threads: int = 1) -> None:
        """Choose how the work is shared; nothing is started before `run`.

        Args:
            child_count: Processes; 0 runs one after the other in this process, None takes as many
                as cores and threads allow.
            threads: Threads of each child.

        Raises:
            InputError: If a number is out of range.
        """
        if threads < 1 or (child_count is not None and child_count < 0):
            raise InputError(
                f"an executor needs at least 1 thread and 0 children, got {threads}, {child_count}"
            )
        self._threads = threads
        default = max(usable_cores() // threads, 1)
        self._child_count = default if child_count is None else child_count

    def run(self, tasks: Sequence[RunTask], report: Report = ignore_report) -> Iterator[RunResult]:
        """Carry out tasks, see `Executor.run`."""
        count = min(self._child_count, len(tasks))
        if count == 0:
            yield from (_here(task, report) for task in tasks)
            return
        crew = _Crew(tasks, self._threads)
        try:
            crew.start(count)
            while crew.busy:
                result = crew.next_result(report)
                if result is not None:
                    yield result
        finally:
            crew.close()


def _here(task: RunTask, report: Report) -> RunResult:
    report(RunProgress(task.run.name, 0.0))
    return perform(task, lambda name, fraction: report(RunProgress(name, fraction)))


class _Crew:
    """The children of one `run` and the tasks that wait for them."""

    def __init__(self, tasks: Sequence[RunTask], threads: int) -> None:
        self._waiting = deque(tasks)
        self._threads = threads
        self._inbox: queue.SimpleQueue[tuple[int, ChildMessage]] = queue.SimpleQueue()
        self._children: dict[int, Child] = {}
        self._at_work: dict[int, RunTask] = {}
        self._latest: RunProgress | None = None
        self._started = 0

    @property
    def busy(self) -> bool:
        """Whether a result is still to come."""
        return bool(self._at_work)

    def start(self, count: int) -> None:
        """Start children, each with a task."""
        for _ in range(count):
            self._start_child()

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
        self._at_work.pop(number, None)
        self._give(number)
        return message

    def close(self) -> None:
        """End all children."""
        for child in self._children.values():
            child.stop()
        self._children.clear()
        self._at_work.clear()

    def _start_child(self) -> None:
        self._started += 1
        number, inbox = self._started, self._inbox
        self._children[number] = Child(
            lambda message: inbox.put((number, message)), threads=self._threads
        )
        self._give(number)

    def _give(self, number: int) -> None:
        """Hand the next task to a child."""
        if self._waiting:
            task = self._waiting.popleft()
            self._at_work[number] = task
            self._latest = self._latest or RunProgress(task.run.name, 0.0)
            self._children[number].send(task)

    def _replace(self, number: int, ended: ChildEnded) -> RunResult | None:
        """A child has died: its run has failed, the others go on in a new one."""
        self._children.pop(number).stop()
        task = self._at_work.pop(number, None)
        if self._waiting:
            self._start_child()
        if task is None:
            return None
        run, material = task.run, task.material
        return RunResult(run.name, run.quality, "failed", ended.reason,
                         simulated=material.simulated)  # fmt: skip
