"""`FileTasks`: slow disk work of the window's process, off its GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Protocol, TypeVar

from studio.jobs.faults import describe_fault

T = TypeVar("T")


class Files(Protocol):
    """What controllers need of `FileTasks`."""

    def submit(
        self,
        work: Callable[[], T],
        answer: Callable[[T | None, str], None],
        *,
        must_run: bool = False,
    ) -> None:
        """Run `work` in a thread and `answer` at a later poll."""
        ...


class FileTasks:
    """Runs one file task after the other in a thread; poll it from the window's timer."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="files")
        self._running: list[tuple[Future[Any], Callable[[Any, str], None]]] = []
        self._optional: list[Future[Any]] = []

    @property
    def busy(self) -> bool:
        """True while a task runs or waits."""
        return bool(self._running)

    def submit(
        self,
        work: Callable[[], T],
        answer: Callable[[T | None, str], None],
        *,
        must_run: bool = False,
    ) -> None:
        """Run `work` in the thread and `answer` at a later poll.

        Args:
            work: What takes time.
            answer: Called on the polling thread with the result, or with None and the reason of
                the failure.
            must_run: Whether closing waits for it even when it has not begun.
        """
        future = self._pool.submit(work)
        self._running.append((future, answer))
        if not must_run:
            self._optional.append(future)

    def poll(self) -> None:
        """Deliver answers; never blocks."""
        finished = [entry for entry in self._running if entry[0].done()]
        self._running = [entry for entry in self._running if not entry[0].done()]
        self._optional = [future for future in self._optional if not future.done()]
        for future, answer in finished:
            error = future.exception()
            if error is None:
                answer(future.result(), "")
            else:
                answer(None, describe_fault(error) or f"{type(error).__name__}: {error}")

    def close(self) -> None:
        """Wait for the running task and those that must run; drop the others."""
        for future in self._optional:
            future.cancel()
        self._pool.shutdown(wait=True)
