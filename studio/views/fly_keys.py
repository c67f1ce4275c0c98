"""`FlyKeys`: WASD and QE move the viewport's camera for as long as they are held."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent

TICK_MS = 16
LONGEST_TICK_S = 0.1
"""A window that was busy longer does not make the camera jump [s]."""
FAST = 4.0
"""Factor on the speed while Shift is held."""
SLOW = 0.25
"""Factor on the speed while Alt is held."""

_DIRECTIONS: dict[int, tuple[float, float, float]] = {
    Qt.Key.Key_D: (1, 0, 0),
    Qt.Key.Key_A: (-1, 0, 0),
    Qt.Key.Key_E: (0, 1, 0),
    Qt.Key.Key_Q: (0, -1, 0),
    Qt.Key.Key_W: (0, 0, 1),
    Qt.Key.Key_S: (0, 0, -1),
}
"""Key -> right, up, forward."""
_XT_CODES = {
    17: Qt.Key.Key_W, 30: Qt.Key.Key_A, 31: Qt.Key.Key_S, 32: Qt.Key.Key_D, 16: Qt.Key.Key_Q,
    18: Qt.Key.Key_E,
}  # fmt: skip
"""Where the keys are, by the scan codes of PC keyboards, whatever letters they bear."""
_CODE_SHIFT = {"linux": 8, "win32": 0}
"""What a platform adds to these; others have no such codes."""
_PACES = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.AltModifier


def flight_key(event: QKeyEvent) -> int:
    """The key of a flight that stands where a pressed key stands; else the key itself."""
    shift = _CODE_SHIFT.get(sys.platform)
    code = event.nativeScanCode()
    if shift is None or code == 0:
        return event.key()
    return _XT_CODES.get(code - shift, event.key())


def moves_flight(event: QKeyEvent) -> bool:
    """Whether a key moves a camera that flies."""
    return flight_key(event) in _DIRECTIONS and not event.modifiers() & ~_PACES


def pace_of(event: QKeyEvent) -> float:
    """Factor on the speed that held keys ask for."""
    if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
        return FAST
    return SLOW if event.modifiers() & Qt.KeyboardModifier.AltModifier else 1.0


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
        self._pace = 1.0
        self._last_s = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.tick)

    def press(self, key: int, pace: float = 1.0) -> bool:
        """Take a key that went down; False if it is not one of these.

        Args:
            key: Key as `flight_key` tells it.
            pace: Factor on the speed.
        """
        if key not in _DIRECTIONS:
            return False
        if not self._held:
            self._last_s = self._clock()
            self._timer.start()
        self._held.add(key)
        self._pace = pace
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
            self._move(right, up, forward, seconds * self._pace)
