"""`LogController`: brings what any thread logs into the state, on the window's thread."""

from __future__ import annotations

import logging
from collections import deque

from studio.state.log_entries import LOG_LIMIT, LogEntry, LogState


class LogController:
    """Listens to Python's logging from `start` to `close`; `poll` hands entries on."""

    def __init__(self, state: LogState) -> None:
        """Fill a log; nothing is listened to before `start`."""
        self._state = state
        self._handler = _Collector()

    def start(self) -> None:
        """Listen to every logger of the program."""
        logging.getLogger().addHandler(self._handler)

    def poll(self) -> None:
        """Hand what was logged since the last call to the state."""
        self._state.add(self._handler.take())

    def clear(self) -> None:
        """Empty the log."""
        self._state.clear()

    def close(self) -> None:
        """Stop listening."""
        logging.getLogger().removeHandler(self._handler)


class _Collector(logging.Handler):
    """Keeps entries until they are taken; safe to use from any thread."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self._waiting: deque[LogEntry] = deque(maxlen=LOG_LIMIT)
        self.setFormatter(logging.Formatter("%(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one record."""
        entry = LogEntry(record.created, record.levelno, record.name, self.format(record))
        self._waiting.append(entry)

    def take(self) -> list[LogEntry]:
        """Entries since the last call."""
        taken = []
        while self._waiting:
            taken.append(self._waiting.popleft())
        return taken
