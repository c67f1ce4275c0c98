"""The read-out tells what memory is held, and asks only while somebody sees it."""

from __future__ import annotations

import os

from studio.controllers.memory_gauge import INTERVAL_S, MemoryGauge, memory_line
from studio.jobs.memory_use import CardMemory, resident_bytes
from tests.studio.controllers.conftest import Desk, ImmediateFiles


def test_memory_is_told_while_the_read_out_is_shown(desk: Desk) -> None:
    cards: list[CardMemory | None] = [CardMemory(3_000_000_000, 8_000_000_000)]
    asked: list[float] = []

    def card() -> CardMemory | None:
        asked.append(desk.now_s)
        return cards[-1]

    gauge = MemoryGauge(
        desk.state, lambda: (os.getpid(), None), card=card, clock=lambda: desk.now_s,
        tasks=ImmediateFiles(),
    )  # fmt: skip
    gauge.update()
    assert asked == []
    desk.viewport.toggle_hud()
    gauge.update()
    gauge.update()
    assert asked == [0.0]
    assert "graphics card 3.0 of 8.0 GB" in desk.viewport.readout()[-1]
    cards.append(None)
    for _ in range(3):
        desk.now_s += INTERVAL_S
        gauge.update()
    assert len(asked) == 2, "a machine without a card is not asked again"
    assert "graphics card" not in desk.viewport.readout()[-1]
    gauge.close()


def test_what_no_system_tells_is_left_out() -> None:
    assert resident_bytes([2**30]) is None
    assert memory_line(None, None) == ""
    assert memory_line(1_500_000_000, None) == "1.5 GB memory"
