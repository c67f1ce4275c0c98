"""`FlyKeys`: WASD and QE move the viewport's camera for as long as they are held."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer

TICK_MS = 16
LONGEST_TICK_S = 0.1
"""A window that was busy longer does not make the camera jump [s]."""
FAST = 4.0
"""Factor on the speed while Shift is held."""

_DIRECTIONS: dict[int, tuple[float, float, float]] = {
    Qt.Key.Key_D: (1, 0, 0),
    Qt.Key.Key_A: (-1, 0, 0),
    Qt.Key.Key_E: (0, 1, 0),
    Qt.Key.Key_Q: (0, -1, 0),
    Qt.Key.Key_W: (0, 0, 1),
    Qt.Key.Key_S: (0, 0, -1),
}
"""Key -> right, up, forward."""


class FlyKeys(QObject):
    """Turns held keys into movement, at the same speed whatever the rate of ticks."""

    def __init__(
        self,
        parent: QObject,
        move: Callable[[float, float, float, float], None],
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Move by held keys.

        Args:
            parent: Owner.
            move: Told right, up, forward (-1 to 1) and for how long [s].
            clock: Monotonic time [s].
        """
        super().__init__(parent)
        self._move = move
        self._clock = clock
        self._held: set[int] = set()
        self._fast = False
        self._last_s = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.tick)

    def press(self, key: int, *, fast: bool) -> bool:
        """Take a key that went down; False if it is not one of these."""
        if key not in _DIRECTIONS:
            return False
        if not self._held:
            self._last_s = self._clock()
            self._timer.start()
        self._held.add(key)
        self._fast = fast
        return True

    def release(self, key: int) -> bool:
        """Take a key that came up; False if it is not one of these."""
        if key not in _DIRECTIONS:
            return False
        self._held.discard(key)
        if not self._held:
            self._timer.stop()
        return True

    def release_all(self) -> None:
        """Forget what is held, as when the window loses the keyboard."""
        self._held.clear()
        self._timer.stop()

    def tick(self) -> None:
        """Move for the time since the last tick."""
        now = self._clock()
        seconds = min(now - self._last_s, LONGEST_TICK_S)
        self._last_s = now
        right, up, forward = (
            sum(_DIRECTIONS[key][axis] for key in self._held) for axis in range(3)
        )
        if right or up or forward:
            self._move(right, up, forward, seconds * (FAST if self._fast else 1.0))
