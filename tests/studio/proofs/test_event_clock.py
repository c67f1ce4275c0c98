"""The clock itself: it sees slow events and waits, and forgives what happens once."""

from __future__ import annotations

import threading
import time

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from tests.studio.event_clock import LIMIT_MS, EventClock, guard_waits

DEADLINE_S = 30.0


def burn(_receiver: QObject, _event: QEvent) -> bool:
    until = time.thread_time() + 1.2 * LIMIT_MS / 1e3
    while time.thread_time() < until:
        pass
    return True


def test_a_slow_event_is_named_and_a_first_show_is_forgiven(qapp: QApplication) -> None:
    clock, widget = EventClock(), QWidget()

    def burn_until_seen(receiver: QObject, event: QEvent) -> bool:
        end = time.perf_counter() + DEADLINE_S
        while not clock.places and time.perf_counter() < end:
            burn(receiver, event)
        return True

    with clock.watching():
        clock.deliver(widget, QEvent(QEvent.Type.KeyPress), burn_until_seen)
        clock.deliver(widget, QEvent(QEvent.Type.Show), burn)
        clock.deliver(widget, QEvent(QEvent.Type.Timer), lambda *_: True)
    clock.deliver(widget, QEvent(QEvent.Type.Timer), burn)
    assert [line.split(":")[0] for line in clock.slow] == ["KeyPress to QWidget"]
    assert "test_event_clock.py:" in clock.slow[0]
    assert len(clock.costs_ms) == 3


def test_a_wait_inside_of_an_event_is_found(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, widget, event = EventClock(), QWidget(), threading.Event()
    guard_waits(monkeypatch, clock)
    event.wait(0.006)
    with clock.watching():
        event.wait(0.006)
        clock.deliver(widget, QEvent(QEvent.Type.Timer), lambda *_: event.wait(0.006))
        clock.deliver(widget, QEvent(QEvent.Type.Timer), lambda *_: event.wait(0))
        event.set()
        clock.deliver(widget, QEvent(QEvent.Type.Timer), lambda *_: event.wait())
    assert len(clock.waits) == 1
    assert clock.waits[0].startswith("wait at")
