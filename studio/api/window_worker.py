"""`WindowWorker`: carries out requests of the console's thread by the window's jobs."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Generic, TypeVar

from render.errors import CancelledError, InputError
from studio.jobs.messages import JobRequest

T = TypeVar("T")
_TURN_S = 0.05
"""How often a waiting thread looks whether it is interrupted [s]."""


class Reply(Generic[T]):
    """What the window's thread answers; the asking thread waits for it."""

    def __init__(self) -> None:
        self._event = threading.Event()
        self._result: T | None = None
        self._error: BaseException | None = None

    def give(self, result: T) -> None:
        """Answer."""
        self._result = result
        self._event.set()

    def refuse(self, error: BaseException) -> None:
        """Raise in the thread that waits."""
        self._error = error
        self._event.set()

    def wait(self) -> T:
        """Wait for the answer; can be interrupted."""
        while not self._event.wait(_TURN_S):
            pass
        if self._error is not None:
            raise self._error
        return self._result  # type: ignore[return-value]


Begin = Callable[[Reply[Any]], None]
"""Begins something in the window's thread and answers, now or later."""


class WindowWorker:
    """Hands requests over to the window's thread, which polls; the console's thread waits."""

    def __init__(
        self, submit: Callable[[JobRequest, Reply[Path]], int], cancel: Callable[[int], None]
    ) -> None:
        """Prepare.

        Args:
            submit: Submits a job in the window's thread and returns its number; answers with what
                the job wrote.
            cancel: Ends a job by its number, in the window's thread.
        """
        self._submit = submit
        self._cancel = cancel
        self._orders: queue.SimpleQueue[tuple[Begin, Reply[Any]]] = queue.SimpleQueue()

    def run(self, request: JobRequest) -> Path:
        """Carry out a request; an interrupt cancels the job."""
        numbers: list[int] = []
        reply: Reply[Path] = Reply()
        self._orders.put((lambda answer: numbers.append(self._submit(request, answer)), reply))
        try:
            return reply.wait()
        except KeyboardInterrupt:
            self._orders.put((lambda _answer: self._end(numbers), Reply()))
            raise

    def call(self, verb: Callable[[], T]) -> T:
        """Call something in the window's thread and wait for what it returns."""

        def begin(answer: Reply[T]) -> None:
            answer.give(verb())

        return self.begin(begin)

    def begin(self, begin: Callable[[Reply[T]], None]) -> T:
        """Begin something in the window's thread and wait until it answers."""
        reply: Reply[T] = Reply()
        self._orders.put((begin, reply))
        return reply.wait()

    def poll(self) -> None:
        """Begin what the console asked for; called in the window's thread, never blocks."""
        while not self._orders.empty():
            begin, reply = self._orders.get()
            try:
                begin(reply)
            except (InputError, CancelledError, OSError, ValueError) as error:
                reply.refuse(error)

    def _end(self, numbers: list[int]) -> None:
        for number in numbers:
            self._cancel(number)
