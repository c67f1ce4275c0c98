"""`Outbox`: messages to a process that may be too busy to read them, without ever waiting for it.

A pipe holds some hundred kilobytes. Who writes more to a process that is compiling kernels, or in
the middle of a long step, waits until it reads again; the window must not.
"""

from __future__ import annotations

import queue
import select
import threading
from multiprocessing.connection import Connection
from multiprocessing.reduction import ForkingPickler

AT_ONCE_BYTES = 2048
"""Messages up to this size are written at once where the pipe has room; every system's has then."""
ENDING_S = 0.3


class Outbox:
    """Writes small messages at once and leaves the others, in order, to a thread."""

    def __init__(self, pipe: Connection) -> None:
        """Write to a pipe; the thread starts when it is needed.

        Args:
            pipe: This process's end, which nobody else writes to.
        """
        self._pipe = pipe
        self._left: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._put = self._written = 0
        self._broken = False

    def send(self, message: object) -> bool:
        """Send a message; False when the other end is known to be gone."""
        if self._broken:
            return False
        data = bytes(ForkingPickler.dumps(message))
        if self._put == self._written and len(data) <= AT_ONCE_BYTES and _has_room(self._pipe):
            return self._write(data)
        self._put += 1
        self._left.put(data)
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="outbox", daemon=True)
            self._thread.start()
        return True

    def close(self, wait_s: float = ENDING_S) -> None:
        """Drop what waits and close the pipe; the other end must be gone, or about to go.

        Args:
            wait_s: How long a thread that is writing is waited for [s]; it ends by itself.
        """
        self._broken = True
        if self._thread is None:
            self._pipe.close()
            return
        self._left.put(None)
        self._thread.join(wait_s)

    def _run(self) -> None:
        """Write what is left to this thread; a pipe that it may be writing to is its to close."""
        while (data := self._left.get()) is not None:
            if not self._broken:
                self._write(data)
            self._written += 1
        self._pipe.close()

    def _write(self, data: bytes) -> bool:
        try:
            self._pipe.send_bytes(data)
        except (OSError, ValueError):
            self._broken = True
            return False
        return True


def _has_room(pipe: Connection) -> bool:
    """Whether a small message can be written without waiting; False where nobody can tell."""
    if not hasattr(select, "poll"):
        return False
    poll = select.poll()
    try:
        poll.register(pipe.fileno(), select.POLLOUT)
    except (OSError, ValueError):
        return True  # writing says that it is closed
    return bool(poll.poll(0))
