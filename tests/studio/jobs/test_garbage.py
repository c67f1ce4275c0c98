"""Cycles are collected between events, and the whole heap only when it is calm."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from studio.jobs import garbage
from studio.jobs.garbage import CALM_S, OLD_SWEEP_S, WHOLE_SWEEP_S, GarbageSweeper


class Clock:
    now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


class Cycle:
    """Refers to itself: only the collector ends it."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sweeper(clock: Clock) -> Iterator[GarbageSweeper]:
    made = GarbageSweeper(clock)
    made.start()
    yield made
    made.close()
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0


def test_young_cycles_go_once_there_are_many(sweeper: GarbageSweeper) -> None:
    assert not gc.isenabled()
    lost = weakref.ref(Cycle())
    kept = [Cycle() for _ in range(garbage.YOUNG_OBJECTS)]
    assert lost() is not None
    sweeper.sweep(calm=False)
    assert lost() is None
    assert len(kept) == garbage.YOUNG_OBJECTS


def test_old_cycles_go_in_their_time(sweeper: GarbageSweeper, clock: Clock) -> None:
    cycle = Cycle()
    lost = weakref.ref(cycle)
    gc.collect(1)  # it is old now
    del cycle
    sweeper.sweep(calm=False)
    assert lost() is not None
    clock.now_s += OLD_SWEEP_S
    sweeper.sweep(calm=False)
    assert lost() is None


def test_what_is_frozen_while_somebody_works_is_no_garbage(
    sweeper: GarbageSweeper, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(garbage, "MOST_KEPT_OBJECTS", 0)
    before, cycle, kept = gc.get_freeze_count(), Cycle(), Cycle()
    lost = weakref.ref(cycle)
    gc.collect(1)
    del cycle
    clock.now_s += OLD_SWEEP_S
    sweeper.sweep(calm=False)
    assert lost() is None
    assert gc.get_freeze_count() > before
    assert kept.itself is kept


def test_many_old_objects_wait_until_it_is_calm(
    sweeper: GarbageSweeper, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(garbage, "MOST_OLD_OBJECTS", 0)
    before, cycle = gc.get_freeze_count(), Cycle()
    lost = weakref.ref(cycle)
    gc.collect(1)
    del cycle
    clock.now_s += max(OLD_SWEEP_S, WHOLE_SWEEP_S)
    sweeper.sweep(calm=False)
    assert lost() is not None
    assert gc.get_freeze_count() > before
    sweeper.sweep(calm=True)
    clock.now_s += CALM_S - 1.0
    sweeper.sweep(calm=True)
    assert lost() is not None
    clock.now_s += 1.0
    sweeper.sweep(calm=True)
    assert lost() is None


def test_everything_is_looked_through_only_after_something_was_frozen(
    sweeper: GarbageSweeper, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    sweeps: list[int] = []
    monkeypatch.setattr(gc, "unfreeze", lambda: sweeps.append(1))
    for _ in range(3):
        clock.now_s += WHOLE_SWEEP_S
        sweeper.sweep(calm=True)
    monkeypatch.undo()
    assert len(sweeps) == 1


def test_the_last_of_two_gives_the_collector_back(sweeper: GarbageSweeper) -> None:
    second = GarbageSweeper()
    second.start()
    second.close()
    assert not gc.isenabled()
