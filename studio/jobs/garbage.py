"""`GarbageSweeper`: collects Python's reference cycles between events instead of inside them.

A full collection of the window's process walks over all that was ever imported and built, which
takes longer than an event may. Python starts one whenever it likes, in whatever event and thread,
so it is switched off: what is there when the window has come up is left out for good, young objects
are looked through often, and everything only when nobody would notice.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from typing import ClassVar

YOUNG_OBJECTS = 5_000
"""New objects after which the youngest are looked through; it takes about a millisecond."""
YOUNG_SWEEPS = 10
"""Sweeps of the youngest after which those that survived are looked through as well."""
OLD_SWEEP_S = 20.0
"""Time between sweeps of what was made since the last freeze [s]."""
MOST_OLD_OBJECTS = 100_000
"""More old objects than these are not looked through while somebody works, but frozen as they are:
it would take some 20 ms."""
MOST_KEPT_OBJECTS = 20_000
"""More objects than these that outlive a sweep are frozen, so that the next one is short."""
CALM_S = 30.0
"""How long nothing must go on before everything is looked through [s]."""
WHOLE_SWEEP_S = 300.0
"""Least time between two sweeps of everything [s]."""


class GarbageSweeper:
    """Takes the place of Python's own collector from `start` to `close`; call `sweep` often."""

    _at_work: ClassVar[int] = 0
    """Sweepers of this process that have started: the last one gives the collector back."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Prepare; nothing changes before `start`.

        Args:
            clock: Monotonic time [s].
        """
        self._clock = clock
        self._started = False
        self._old_due_s = self._whole_due_s = 0.0
        self._calm_since_s: float | None = None
        self._grown = False

    def start(self) -> None:
        """Leave out what exists now, and let only `sweep` collect."""
        if self._started:
            return
        self._started = True
        GarbageSweeper._at_work += 1
        gc.disable()
        gc.freeze()
        now_s = self._clock()
        self._old_due_s, self._whole_due_s = now_s + OLD_SWEEP_S, now_s + WHOLE_SWEEP_S
        self._grown = True

    def sweep(self, *, calm: bool) -> None:
        """Look through as much as there is time for.

        Args:
            calm: Nothing goes on that a tenth of a second would disturb.
        """
        if not self._started:
            return
        now_s = self._clock()
        if not calm:
            self._calm_since_s = None
        elif self._calm_since_s is None:
            self._calm_since_s = now_s
        elif self._grown and now_s >= max(self._calm_since_s + CALM_S, self._whole_due_s):
            self._sweep_all(now_s)
            return
        if now_s >= self._old_due_s:
            self._sweep_old(now_s)
        else:
            _sweep_young()

    def close(self) -> None:
        """Give Python's collector back."""
        if not self._started:
            return
        self._started = False
        GarbageSweeper._at_work -= 1
        if GarbageSweeper._at_work == 0:
            gc.unfreeze()
            gc.enable()

    def _sweep_old(self, now_s: float) -> None:
        self._old_due_s = now_s + OLD_SWEEP_S
        if len(gc.get_objects(generation=2)) <= MOST_OLD_OBJECTS:
            gc.collect()  # what is frozen as garbage stays until it is calm, which may be never
            if len(gc.get_objects(generation=2)) <= MOST_KEPT_OBJECTS:
                return
        gc.freeze()
        self._grown = True

    def _sweep_all(self, now_s: float) -> None:
        self._whole_due_s = now_s + WHOLE_SWEEP_S
        gc.unfreeze()
        gc.collect()
        gc.freeze()
        self._grown = False


def _sweep_young() -> None:
    youngest, young, _ = gc.get_count()
    if youngest > YOUNG_OBJECTS:
        gc.collect(1 if young >= YOUNG_SWEEPS else 0)
