"""Ctrl-C between steps: a step is finished before the run stops.

After a Ctrl-C in the terminal `torchrun` also sends SIGTERM, which must not count as a second one.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class StopRequested(KeyboardInterrupt):
    """Somebody asked to stop, and the step at hand is finished."""


class Interruption:
    """Whether somebody asked to stop."""

    def __init__(self) -> None:
        self.requested = False
        """Set by the first signal; a second Ctrl-C interrupts at once, in the midst of a step."""

    def __call__(self, number: int, frame: FrameType | None) -> None:
        """Take a signal."""
        del frame
        if self.requested and number == signal.SIGINT:
            raise KeyboardInterrupt
        self.requested = True


@contextmanager
def deferred_interruption() -> Iterator[Interruption]:
    """Note Ctrl-C and SIGTERM instead of raising; outside the main thread nothing is changed."""
    interruption = Interruption()
    if threading.current_thread() is not threading.main_thread():
        yield interruption
        return
    before: dict[signal.Signals, Any] = {
        number: signal.signal(number, interruption) for number in _SIGNALS
    }
    try:
        yield interruption
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
