"""`FileJobs`: long disk work of the window's process, with progress and the way to stop it."""

from __future__ import annotations

import itertools
import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from render.errors import CancelledError
from render.progress import ProgressCallback
from studio.jobs.faults import describe_fault
from studio.jobs.messages import JobCancelled, JobDone, JobFailed, JobMessage, JobProgress

REPORT_S = 0.1
"""How often progress is told; whether a job is cancelled is looked at each time."""

FileWork = Callable[[ProgressCallback], Path]
"""Does the work and returns what it wrote; its progress callback raises `CancelledError`."""


class FileJobs:
    """Runs one job after the other in a thread; they have negative generations.

    They wait for no simulation, which has the compute process, and only copy and read files.
    """

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        """Prepare; the thread starts with the first job."""
        self._clock = clock
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="file-jobs")
        self._numbers = itertools.count(1)
        self._stops: dict[int, threading.Event] = {}
        self._messages: queue.SimpleQueue[JobMessage] = queue.SimpleQueue()

    def submit(self, work: FileWork) -> int:
        """Queue a job and return its generation."""
        generation = -next(self._numbers)
        stop = self._stops[generation] = threading.Event()
        self._pool.submit(self._run, generation, work, stop)
        return generation

    def cancel(self) -> None:
        """End all jobs."""
        for stop in self._stops.values():
            stop.set()

    def cancel_one(self, generation: int) -> None:
        """End one job, running or waiting."""
        if generation in self._stops:
            self._stops[generation].set()

    def poll(self) -> list[JobMessage]:
        """Messages since the last call; never blocks."""
        messages = []
        while not self._messages.empty():
            message = self._messages.get()
            messages.append(message)
            if isinstance(message, JobDone | JobFailed | JobCancelled):
                self._stops.pop(message.generation, None)
        return messages

    def close(self) -> None:
        """End all jobs and wait until they have cleaned up."""
        self.cancel()
        self._pool.shutdown(wait=True)

    def _run(self, generation: int, work: FileWork, stop: threading.Event) -> None:
        told: tuple[str, float] = "", 0.0

        def progress(stage: str, fraction: float) -> None:
            nonlocal told
            if stop.is_set():
                raise CancelledError
            now_s = self._clock()
            if stage != told[0] or now_s - told[1] >= REPORT_S:
                told = stage, now_s
                self._messages.put(JobProgress(generation, stage, fraction))

        try:
            progress("", 0.0)
            self._messages.put(JobDone(generation, work(progress)))
        except CancelledError:
            self._messages.put(JobCancelled(generation))
        except Exception as error:  # noqa: BLE001 - whatever it is, the job has ended and says why
            line = describe_fault(error) or f"{type(error).__name__}: {error}"
            self._messages.put(JobFailed(generation, line))
