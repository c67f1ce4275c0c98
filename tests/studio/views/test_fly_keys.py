"""Keys move the viewport's camera in a flight, and only there."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from pytestqt.qtbot import QtBot

from studio.views import fly_keys
from studio.views.fly_keys import (
    FAST,
    LONGEST_TICK_S,
    SLOW,
    FlyKeys,
    flight_key,
    moves_flight,
    pace_of,
)
from studio.views.viewport_widget import ViewportWidget


class Clock:
    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


class Controller:
    """Stands in for the viewport's controller."""

    def __init__(self) -> None:
        self.flies = False
        self.moves: list[tuple[float, ...]] = []

    def fly(self, *move: float) -> None:
        self.moves.append(move)

    def readout(self) -> tuple[str, ...]:
        return ()

    def set_pane(self, width: int, height: int) -> None:
        """Nothing to do."""


def test_held_keys_move_by_the_time_that_went_by(qtbot: QtBot) -> None:
    clock, parent, moves = Clock(), QObject(), []
    keys = FlyKeys(parent, lambda *move: moves.append(move), clock=clock)
    assert keys.press(Qt.Key.Key_W)
    assert keys.press(Qt.Key.Key_D)
    assert not keys.press(Qt.Key.Key_X)
    clock.now_s = 0.03
    keys.tick()
    assert moves == [(1, 0, 1, pytest.approx(0.03))]
    keys.release(Qt.Key.Key_D)
    keys.press(Qt.Key.Key_S)
    keys.tick()  # forward and back at once is nowhere
    assert len(moves) == 1
    keys.release(Qt.Key.Key_S)
    keys.press(Qt.Key.Key_W, FAST)
    clock.now_s = 9.0
    keys.tick()
    assert moves[-1] == (0, 0, 1, pytest.approx(LONGEST_TICK_S * FAST))
    keys.release_all()
    keys.tick()
    assert len(moves) == 2


def test_the_viewport_moves_by_keys_in_a_flight_only(qtbot: QtBot) -> None:
    controller = Controller()
    widget = ViewportWidget(controller)  # type: ignore[arg-type]
    qtbot.addWidget(widget)
    qtbot.keyPress(widget, Qt.Key.Key_W)
    qtbot.keyRelease(widget, Qt.Key.Key_W)
    assert controller.moves == []
    controller.flies = True
    with qtbot.waitSignal(widget.touched):
        qtbot.keyPress(widget, Qt.Key.Key_W)
    assert controller.moves[0][:3] == (0, 0, 1)
    qtbot.keyRelease(widget, Qt.Key.Key_W)
    count = len(controller.moves)
    qtbot.wait(50)
    assert len(controller.moves) == count


PLAIN = Qt.KeyboardModifier.NoModifier


def pressed(key: int, held: Qt.KeyboardModifier = PLAIN, code: int = 0) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.ShortcutOverride, key, held, code, 0, 0, "")


@pytest.mark.parametrize(("platform", "shift"), [("linux", 8), ("win32", 0)])
def test_keys_are_known_by_their_place(
    platform: str, shift: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fly_keys.sys, "platform", platform)
    french = {Qt.Key.Key_Z: 17, Qt.Key.Key_Q: 30, Qt.Key.Key_A: 16}
    found = [flight_key(pressed(key, code=code + shift)) for key, code in french.items()]
    assert found == [Qt.Key.Key_W, Qt.Key.Key_A, Qt.Key.Key_Q]
    assert flight_key(pressed(Qt.Key.Key_W)) == Qt.Key.Key_W
    monkeypatch.setattr(fly_keys.sys, "platform", "darwin")
    assert flight_key(pressed(Qt.Key.Key_Z, code=17)) == Qt.Key.Key_Z


def test_held_keys_set_the_pace() -> None:
    held = Qt.KeyboardModifier
    paces = [pace_of(pressed(Qt.Key.Key_W, one)) for one in (PLAIN, held.ShiftModifier)]
    assert [*paces, pace_of(pressed(Qt.Key.Key_W, held.AltModifier))] == [1.0, FAST, SLOW]
    assert moves_flight(pressed(Qt.Key.Key_W, held.AltModifier))
    assert not moves_flight(pressed(Qt.Key.Key_W, held.ControlModifier))


def test_a_key_of_a_flight_is_no_shortcut_while_flying(qtbot: QtBot) -> None:
    controller = Controller()
    widget = ViewportWidget(controller)  # type: ignore[arg-type]
    qtbot.addWidget(widget)
    for flies in (False, True):
        controller.flies = flies
        event = pressed(Qt.Key.Key_A)
        event.ignore()
        widget.event(event)
        assert event.isAccepted() is flies
