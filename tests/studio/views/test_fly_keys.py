"""Keys move the viewport's camera in a flight, and only there."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject, Qt
from pytestqt.qtbot import QtBot

from studio.views.fly_keys import FAST, LONGEST_TICK_S, FlyKeys
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
    assert keys.press(Qt.Key.Key_W, fast=False)
    assert keys.press(Qt.Key.Key_D, fast=False)
    assert not keys.press(Qt.Key.Key_X, fast=False)
    clock.now_s = 0.03
    keys.tick()
    assert moves == [(1, 0, 1, pytest.approx(0.03))]
    keys.release(Qt.Key.Key_D)
    keys.press(Qt.Key.Key_S, fast=False)
    keys.tick()  # forward and back at once is nowhere
    assert len(moves) == 1
    keys.release(Qt.Key.Key_S)
    keys.press(Qt.Key.Key_W, fast=True)
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
