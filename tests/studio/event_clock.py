"""Measures what every event costs the GUI thread, and finds waits in it.

`EventClock` is on while a test runs inside `with clock.watching():`. Processor time of the thread
is counted, so other programs do not disturb it; nested events count in the outermost.
"""

from __future__ import annotations

import concurrent.futures
import faulthandler
import fcntl
import multiprocessing.connection
import multiprocessing.process
import os
import queue
import re
import subprocess
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

LIMIT_MS = 50.0
TIMED = os.environ.get("PHYS4D_TIMED_EVENTS") == "1"
"""Whether this process times events; it does so alone, away from the other tests."""
RARE = frozenset(
    {
        QEvent.Type.Show, QEvent.Type.Polish, QEvent.Type.Close, QEvent.Type.DeferredDelete,
    }
)  # fmt: skip
"""First showing builds things once; closing ends the processes."""
LOOK_S = 0.02
"""How often the onlooker looks where an event is [s]."""
DEPTH = 6
"""Calls that are named of a place."""
FRAME = re.compile(r'File "([^"]+)", line (\d+)')
HARMLESS_WAIT_S = 0.005
"""A wait of at most this time is a look."""


@dataclass(slots=True)
class EventClock:
    """What happened in the GUI thread while watching."""

    slow: list[str] = field(default_factory=list)
    """Events that took more than the limit."""
    waits: list[str] = field(default_factory=list)
    """Blocking waits inside of events."""
    costs_ms: list[float] = field(default_factory=list)
    """Processor time of every event [ms]."""
    walls_ms: list[float] = field(default_factory=list)
    """Wall time of every event [ms]."""
    on: bool = False
    depth: int = 0
    rare: bool = False
    began_s: float = 0.0
    """When the event that is delivered began."""
    places: list[str] = field(default_factory=list)
    """Where the event that is delivered was seen after a while, from outside to inside."""

    @contextmanager
    def watching(self) -> Iterator[EventClock]:
        """Watch inside."""
        self.on = True
        onlooker = threading.Thread(target=self._look, name="onlooker", daemon=True)
        onlooker.start()
        try:
            yield self
        finally:
            self.on = False
            onlooker.join()

    def _look(self) -> None:
        """In a thread: note where long events spend their time."""
        pause = threading.Event()
        with tempfile.TemporaryFile(buffering=0) as file:
            while self.on:
                pause.wait(LOOK_S)
                if self.depth and time.perf_counter() - self.began_s > LOOK_S:
                    self.places.append(_place(file))

    def deliver(self, receiver: QObject, event: QEvent, notify: Callable[..., bool]) -> bool:
        """Deliver an event and note its cost."""
        if not self.on or self.depth:
            self.rare = self.rare or (self.depth > 0 and event.type() in RARE)
            return notify(receiver, event)
        kind, name = event.type(), type(receiver).__name__
        self.depth, self.rare = 1, kind in RARE
        wall, cpu = time.perf_counter(), time.thread_time()
        self.began_s = wall
        self.places.clear()
        try:
            return notify(receiver, event)
        finally:
            cost_ms = 1e3 * (time.thread_time() - cpu)
            self.depth = 0
            self.costs_ms.append(cost_ms)
            self.walls_ms.append(1e3 * (time.perf_counter() - wall))
            if cost_ms > LIMIT_MS and not self.rare:
                places = "; ".join(self.places) or "no place seen"
                self.slow.append(f"{kind.name} to {name}: {cost_ms:.0f} ms ({places})")

    @property
    def inside(self) -> bool:
        """Whether the GUI thread is delivering an event that must be quick."""
        quick = self.on and self.depth > 0 and not self.rare
        return quick and threading.current_thread() is threading.main_thread()

    def note_wait(self, what: str) -> None:
        """A call that waits, with the place that it was made at."""
        stack = traceback.format_stack()[:-2]
        if 'threading.py"' in stack[-1] and "in start" in stack[-1]:
            return  # a thread that begins says so at once
        places = [line for line in stack if "/studio/" in line]
        self.waits.append(f"{what} at {places[-1].strip() if places else 'an unknown place'}")


def _place(file: IO[bytes]) -> str:
    """Where the main thread is now, from inside to outside.

    A frame that this thread held would keep the frame's painters alive beyond their event.
    """
    file.seek(0)
    file.truncate()
    faulthandler.dump_traceback(file)
    file.seek(0)
    threads = file.read().decode(errors="replace").split("\n\n")
    main = f"Thread 0x{threading.main_thread().ident:016x}"
    lines = next((one for one in threads if one.startswith(main)), "")
    found = [f"{Path(name).name}:{line}" for name, line in FRAME.findall(lines)]
    return " < ".join([one for one in found if not one.startswith("event_clock")][:DEPTH])


CLOCK = EventClock()


class TimedApplication(QApplication):
    """The application of all tests of the window."""

    def notify(self, receiver: QObject, event: QEvent) -> bool:
        """Deliver an event through the clock."""
        return CLOCK.deliver(receiver, event, super().notify)


def guard_waits(patch: pytest.MonkeyPatch, clock: EventClock) -> None:
    """Note calls that wait for a worker, a thread, a file's lock or a program."""
    guarded: tuple[tuple[Any, str, Callable[..., bool]], ...] = (
        (concurrent.futures.Future, "result", lambda one, *_: not one.done()),
        (multiprocessing.connection.Connection, "recv", lambda one, *_: not one.poll(0)),
        (multiprocessing.process.BaseProcess, "join", lambda one, *a: one.is_alive() and _long(*a)),
        (threading.Thread, "join", lambda one, *a: one.is_alive() and _long(*a)),
        (threading.Event, "wait", lambda one, *a: not one.is_set() and _long(*a)),
        (queue.Queue, "get", lambda one, block=True, *a: block and one.empty() and _long(*a)),
        (subprocess.Popen, "wait", lambda one, *a: one.poll() is None and _long(*a)),
        (fcntl, "flock", lambda _file, flags: not flags & (fcntl.LOCK_NB | fcntl.LOCK_UN)),
        (fcntl, "lockf", lambda _file, flags, *_: not flags & (fcntl.LOCK_NB | fcntl.LOCK_UN)),
        (time, "sleep", lambda seconds: seconds > HARMLESS_WAIT_S),
    )
    for owner, name, waits in guarded:
        patch.setattr(owner, name, _guarded(getattr(owner, name), name, waits, clock))


def _long(timeout_s: float | None = None) -> bool:
    return timeout_s is None or timeout_s > HARMLESS_WAIT_S


def _guarded(
    call: Callable[..., Any], name: str, waits: Callable[..., bool], clock: EventClock
) -> Callable[..., Any]:
    def guarded(*arguments: Any, **named: Any) -> Any:
        if clock.inside and waits(*arguments, *named.values()):
            clock.note_wait(name)
        return call(*arguments, **named)

    return guarded
