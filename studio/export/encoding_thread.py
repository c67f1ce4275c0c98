"""`EncodingThread`: encodes pictures while the next ones are drawn."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from types import TracebackType
from typing import NamedTuple, Self

WAITING_PICTURES = 2
"""Pictures that may wait to be encoded; drawing waits when there are more."""


class EncodingTimes(NamedTuple):
    """Where the time of an export went."""

    encode_seconds: float
    """Time in which the encoding thread was at work [s]."""
    waiting_seconds: float
    """Time that drawing waited for the encoder [s]."""


class EncodingThread(AbstractContextManager["EncodingThread"]):
    """A thread with a short queue in front; use it inside the writers' own blocks.

    An error of the encoder is raised by the next `put`, or when the block ends.
    """

    def __init__(self) -> None:
        self._waiting: queue.Queue[Callable[[], None] | None] = queue.Queue(WAITING_PICTURES)
        self._thread = threading.Thread(target=self._encode, name="encoder", daemon=True)
        self._fault: BaseException | None = None
        self._stopped = False
        self._busy_s = 0.0
        self._waited_s = 0.0

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        del kind, trace
        self._stopped = error is not None  # what still waits is dropped
        self._waiting.put(None)
        self._thread.join()
        if error is None:
            self._raise_fault()

    @property
    def times(self) -> EncodingTimes:
        """Seconds so far."""
        return EncodingTimes(round(self._busy_s, 3), round(self._waited_s, 3))

    def put(self, write: Callable[[], None]) -> None:
        """Hand over what writes a picture, which must not be changed afterwards.

        Raises:
            InputError: If an earlier one could not be written.
        """
        self._raise_fault()
        started = time.perf_counter()
        self._waiting.put(write)
        self._waited_s += time.perf_counter() - started

    def _encode(self) -> None:
        while (write := self._waiting.get()) is not None:
            if self._fault is not None or self._stopped:
                continue
            started = time.perf_counter()
            try:
                write()
            except BaseException as error:  # noqa: BLE001 - passed on to the drawing thread
                self._fault = error
            self._busy_s += time.perf_counter() - started

    def _raise_fault(self) -> None:
        if self._fault is not None:
            raise self._fault
