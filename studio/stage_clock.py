"""`StageClock`: how many seconds each stage of a job took."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from render.progress import ProgressCallback, ignore_progress


class StageClock:
    """Progress callback that passes on what it hears and adds up the seconds of each stage."""

    def __init__(
        self,
        forward: ProgressCallback = ignore_progress,
        *,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._forward = forward
        self._clock = clock
        self._seconds: dict[str, float] = {}
        self._stage = ""
        self._started = clock()
        self._stage_started = self._started

    def __call__(self, stage: str, fraction: float) -> None:
        """Note that work stands at `fraction` (0 to 1) of `stage`."""
        if stage != self._stage:
            self._close_stage()
            self._stage = stage
        self._forward(stage, fraction)

    @property
    def seconds_by_stage(self) -> Mapping[str, float]:
        """Seconds per stage so far [s], keyed in snake case, in the order they began."""
        self._close_stage()
        return {_key(stage): round(seconds, 3) for stage, seconds in self._seconds.items()}

    @property
    def seconds_total(self) -> float:
        """Seconds since the clock was made [s]."""
        return round(self._clock() - self._started, 3)

    def _close_stage(self) -> None:
        now = self._clock()
        if self._stage:
            spent = now - self._stage_started
            self._seconds[self._stage] = self._seconds.get(self._stage, 0.0) + spent
        self._stage_started = now


def _key(stage: str) -> str:
    return "_".join("".join(c if c.isalnum() else " " for c in stage.lower()).split())
