"""`Worker`: what carries out the requests of a `Studio`."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from render.progress import ProgressCallback, ignore_progress
from studio.jobs.messages import JobRequest


class Worker(Protocol):
    """Carries out one request after the other; waits for each."""

    def run(self, request: JobRequest) -> Path:
        """Carry out a request.

        Returns:
            What it wrote: project, take, picture or video.

        Raises:
            InputError: If something in it cannot be used; says the value, the range, the remedy.
        """
        ...


class OwnProcess:
    """Carries requests out here and now, in the process that calls."""

    def __init__(self, progress: ProgressCallback = ignore_progress) -> None:
        """Prepare.

        Args:
            progress: Told each stage in words and the fraction of it that is done; may raise
                `render.errors.CancelledError` to stop.
        """
        self._progress = progress

    def run(self, request: JobRequest) -> Path:
        """Carry out a request; see `Worker`."""
        from studio.jobs import pipeline
        from studio.jobs.compute_process import RUNNERS

        result: Path = getattr(pipeline, RUNNERS[type(request).__name__])(request, self._progress)
        return result
