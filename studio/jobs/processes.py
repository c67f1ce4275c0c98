"""`WorkerProcess`: a spawned process at the other end of a pipe, killable and restartable.

Processes are spawned, never forked: a forked child of a Qt program would inherit its locks.
"""

from __future__ import annotations

import contextlib
import faulthandler
import importlib
import logging
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

import platformdirs

from studio.jobs.outbox import Outbox
from studio.state.language import tr

_log = logging.getLogger(__name__)
_SPAWN = multiprocessing.get_context("spawn")
_EXIT_WAIT_S = 0.3

WorkerMain = Callable[..., None]
"""Runs in the child: called with the child's end of the pipe and the worker's arguments."""


def log_folder() -> Path:
    """Folder of process logs and crash reports, made when missing."""
    root = os.environ.get("PHYS4D_LOG_DIR") or platformdirs.user_log_dir("phys4d-studio")
    folder = Path(root)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def earlier_log(log_path: Path) -> Path:
    """Where the log of the process before is kept."""
    return log_path.with_suffix(".earlier.log")


class WorkerProcess:
    """One child process and the pipe to it; all calls return at once."""

    def __init__(self, name: str, main: str, *arguments: Any) -> None:
        """Describe the process; `start` makes it.

        Args:
            name: Short name, also that of its log file.
            main: Entry point as "package.module:function", imported in the child only.
            arguments: Picklable arguments after the pipe.
        """
        self._name = name
        self._main = main
        self._arguments = arguments
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None
        self._outbox: Outbox | None = None

    @property
    def log_path(self) -> Path:
        """File that holds what the child wrote to stdout and stderr."""
        return log_folder() / f"{self._name}.log"

    @property
    def alive(self) -> bool:
        """True while the child runs."""
        return self._process is not None and self._process.is_alive()

    @property
    def process_id(self) -> int | None:
        """Process id of the child."""
        return None if self._process is None else self._process.pid

    def start(self) -> None:
        """Spawn the child; it reports by a message when it is ready."""
        ours, theirs = _SPAWN.Pipe()
        process = _SPAWN.Process(
            target=_child_main,
            args=(theirs, self.log_path, self._main, self._arguments),
            name=f"phys4d-{self._name}",
            daemon=True,
        )
        process.start()
        theirs.close()
        self._process, self._pipe, self._outbox = process, ours, Outbox(ours)

    def send(self, message: object) -> bool:
        """Send a message, however busy the child is; False when it is gone."""
        return self._outbox is not None and self._outbox.send(message)

    def receive(self) -> list[Any]:
        """All messages that have arrived, oldest first."""
        messages: list[Any] = []
        with contextlib.suppress(EOFError, OSError):
            while self._pipe is not None and self._pipe.poll():
                messages.append(self._pipe.recv())
        return messages

    def wait(self, timeout_s: float) -> bool:
        """Block until a message has come or the child has ended; not for the GUI thread.

        Returns:
            False when the time ran out first.
        """
        if self._pipe is None or self._process is None:
            return False
        return bool(wait([self._pipe, self._process.sentinel], timeout_s))

    def exit_reason(self) -> str:
        """How the child ended, in words."""
        code = None if self._process is None else self._process.exitcode
        if code is None:
            return tr("it does not answer")
        if code < 0:
            names = {member.value: member.name for member in signal.Signals}
            return tr("it was ended by signal {name}", name=names.get(-code, -code))
        return tr("it ended with status {code}", code=code)

    def stop(self) -> None:
        """End the child now; at most a fraction of a second."""
        self._end(_EXIT_WAIT_S)

    def restart(self) -> None:
        """End the child and spawn a new one, without waiting for the end."""
        self._end(0.0)
        self.start()

    def _end(self, wait_s: float) -> None:
        process, self._process, self._pipe = self._process, None, None
        outbox, self._outbox = self._outbox, None
        if process is not None:
            process.kill()
            process.join(wait_s)
        if outbox is not None:
            outbox.close(wait_s)


def _child_main(pipe: Connection, log_path: Path, main: str, arguments: tuple[Any, ...]) -> None:
    """Entry point of every child: redirects output, watches the parent, calls `main`."""
    _redirect_output(log_path)
    threading.Thread(target=_exit_with_parent, daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    module, _, function = main.partition(":")
    entry: WorkerMain = getattr(importlib.import_module(module), function)
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        entry(pipe, *arguments)


def _redirect_output(log_path: Path) -> None:
    """Write to a log of this process; what an earlier one said before it died is kept beside it."""
    with contextlib.suppress(OSError):
        if log_path.stat().st_size:
            log_path.replace(earlier_log(log_path))
    log_file = log_path.open("w", encoding="utf-8", buffering=1)
    os.dup2(log_file.fileno(), 1)
    os.dup2(log_file.fileno(), 2)
    sys.stdout = sys.stderr = log_file
    faulthandler.enable(log_file)
    logging.basicConfig(level=logging.INFO, stream=log_file)


def _exit_with_parent() -> None:
    """End this process when its parent is gone, however the parent died."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
