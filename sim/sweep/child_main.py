"""Main loop of a sweep's child process: tasks from standard input, results to standard output."""

from __future__ import annotations

import os
import pickle
import queue
import sys
import threading
from typing import IO

from sim.sweep.child import bound_memory, write_message
from sim.sweep.plan import RunTask
from sim.sweep.result import RunProgress
from sim.sweep.work import perform


def main() -> None:
    """Carry out tasks until standard input closes."""
    bound_memory()
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not mix with the answers
    tasks: queue.SimpleQueue[RunTask] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(sys.stdin.buffer, tasks), daemon=True).start()
    while True:
        task = tasks.get()
        result = perform(
            task, lambda name, fraction: write_message(answers, RunProgress(name, fraction))
        )
        write_message(answers, result)


def _read(stream: IO[bytes], tasks: queue.SimpleQueue[RunTask]) -> None:
    """Take tasks in; the end of the stream is the end of the parent, and of this process."""
    while True:
        try:
            tasks.put(pickle.load(stream))
        except (EOFError, OSError, pickle.UnpicklingError):
            os._exit(0)


if __name__ == "__main__":
    main()
