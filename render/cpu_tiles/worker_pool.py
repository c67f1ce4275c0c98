"""`WorkerPool`: the threads that share every stage of the tile rasterizer."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor


def default_thread_count() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class WorkerPool:
    """Runs one task on every thread at once."""

    def __init__(self, thread_count: int | None = None) -> None:
        """Start the threads.

        Args:
            thread_count: Threads that share the work; None takes one for each usable core.
        """
        self.thread_count = max(thread_count or default_thread_count(), 1)
        self._pool = ThreadPoolExecutor(self.thread_count, thread_name_prefix="cpu-tiles")

    def share(self, task: Callable[[int], None]) -> None:
        """Run `task(worker)` for every worker, on all threads, and pass errors on."""
        for future in [self._pool.submit(task, worker) for worker in range(self.thread_count)]:
            future.result()

    def close(self) -> None:
        """Stop the threads."""
        self._pool.shutdown()
