"""Progress in a terminal: a bar that redraws itself, plain lines elsewhere."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable
from typing import TextIO

REDRAW_S = 0.1
"""Shortest time between two drawings of the bar [s]."""
BAR_CELLS = 24


class TerminalProgress:
    """Progress callback that writes a bar on a terminal, one line a stage elsewhere."""

    def __init__(
        self, stream: TextIO | None = None, *, clock: Callable[[], float] = time.perf_counter
    ) -> None:
        self._stream = sys.stderr if stream is None else stream
        self._clock = clock
        self._is_terminal = self._stream.isatty()
        self._started = clock()
        self._stage = ""
        self._stage_started = self._started
        self._drawn = -REDRAW_S

    def __call__(self, stage: str, fraction: float) -> None:
        """Show that `fraction` (0 to 1) of `stage` is done."""
        now = self._clock()
        if stage != self._stage:
            self._begin(stage, now)
        if self._is_terminal and (now - self._drawn >= REDRAW_S or fraction >= 1):
            self._drawn = now
            self._draw(fraction, now)

    def close(self) -> None:
        """Finish the last line."""
        self._end(self._clock())
        self._stage = ""

    def _begin(self, stage: str, now: float) -> None:
        self._end(now)
        self._stage, self._stage_started, self._drawn = stage, now, -REDRAW_S
        if not self._is_terminal:
            self._write(f"[{now - self._started:6.1f} s] {stage}\n")

    def _end(self, now: float) -> None:
        if self._stage and self._is_terminal:
            self._write(f"\r\x1b[2K  {self._stage:<32} {now - self._stage_started:7.1f} s\n")

    def _draw(self, fraction: float, now: float) -> None:
        share = min(max(fraction, 0.0), 1.0)
        filled = round(share * BAR_CELLS)
        bar = "#" * filled + "." * (BAR_CELLS - filled)
        seconds = now - self._stage_started
        line = f"  {self._stage:<32} {seconds:7.1f} s  [{bar}] {share:4.0%}"
        width = shutil.get_terminal_size().columns
        self._write(f"\r\x1b[2K{line[: max(width - 1, 1)]}")

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()
