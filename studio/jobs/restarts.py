"""`Restarts`: when a process that died may start again."""

from __future__ import annotations

import time
from collections.abc import Callable

WINDOW_S = 60.0
"""Deaths further back than this are forgiven [s]."""
AT_ONCE = 3
"""Deaths within `WINDOW_S` after which a process starts again at once."""
FIRST_DELAY_S = 2.0
"""Wait after the next death; it doubles with each that follows."""
LONGEST_DELAY_S = 30.0


class Restarts:
    """Lets a process start again at once; one that keeps dying waits longer each time.

    Only deaths without work between them make a crash loop: a process that worked since is
    needed, and the person who needs it shall not wait.
    """

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, *, steady_s: float = 0.0
    ) -> None:
        """Begin without any death.

        Args:
            clock: Monotonic time [s].
            steady_s: How long after a death work must still come to forgive it [s]; above 0 where
                the work that killed the process may be repeated without a person asking for it.
        """
        self._clock = clock
        self._steady_s = steady_s
        self._deaths: list[float] = []
        self._due_s: float | None = None

    def died(self) -> float:
        """Count a death.

        Returns:
            How long to wait before the process starts again [s]; 0 means at once.
        """
        now = self._clock()
        self._deaths = [moment for moment in self._deaths if now - moment < WINDOW_S]
        self._deaths.append(now)
        extra = len(self._deaths) - AT_ONCE
        if extra <= 0:
            return 0.0
        delay = min(FIRST_DELAY_S * float(2 ** (extra - 1)), LONGEST_DELAY_S)
        self._due_s = now + delay
        return delay

    def worked(self) -> None:
        """The process did what it is for: earlier deaths are forgiven."""
        if self._deaths and self._clock() - self._deaths[-1] >= self._steady_s:
            self._deaths.clear()

    @property
    def count(self) -> int:
        """Deaths within the last `WINDOW_S` that are not forgiven."""
        return len(self._deaths)

    def take_due(self) -> bool:
        """Whether a process that waits shall start now; true once for each wait."""
        if self._due_s is None or self._clock() < self._due_s:
            return False
        self._due_s = None
        return True
