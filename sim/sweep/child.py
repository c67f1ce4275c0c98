"""`Child`: a process that carries out runs, at the other end of its standard streams.

It is started like any program, not by `multiprocessing`: the process that asks may itself be a
daemon, which may have no children there, and the threads of numerical libraries can only be set
before they are loaded. A child whose parent is gone ends by itself.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from sim.sweep.plan import RunTask
from sim.sweep.result import RunProgress, RunResult

CHILD_MODULE = "sim.sweep.child_main"
THREAD_VARIABLES = (
    "NUMBA_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS",
)  # fmt: skip
MEMORY_VARIABLE = "PHYS4D_RUN_MEMORY_BYTES"
"""Environment variable that bounds the memory of a child."""


@dataclass(frozen=True, slots=True)
class ChildEnded:
    """The child is gone."""

    reason: str
    """How it ended, in words."""


@dataclass(frozen=True, slots=True)
class ChildLimits:
    """What a child may take of the machine."""

    threads: int = 1
    """Threads of numerical libraries."""
    memory_bytes: int | None = None
    """Memory of its own [bytes]; None for no limit."""

    def environment(self) -> dict[str, str]:
        """Environment variables that say so to a child."""
        variables = dict.fromkeys(THREAD_VARIABLES, str(self.threads))
        if self.memory_bytes is not None:
            variables[MEMORY_VARIABLE] = str(self.memory_bytes)
        return variables


ChildMessage = RunProgress | RunResult | ChildEnded


class Child:
    """One child process; messages come from a thread of their own."""

    def __init__(self, deliver: Callable[[ChildMessage], None], *, limits: ChildLimits) -> None:
        """Start the child.

        Args:
            deliver: Called with every message, in a thread.
            limits: What it may take of the machine.
        """
        self._process = subprocess.Popen(
            [sys.executable, "-m", CHILD_MODULE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | limits.environment(),
        )
        self._deliver = deliver
        self._reader = threading.Thread(target=self._read, daemon=True, name="sweep-child")
        self._reader.start()

    @property
    def process_id(self) -> int:
        """Process id of the child."""
        return self._process.pid

    def send(self, task: RunTask) -> None:
        """Hand over a task; a child that is gone says so by its own message."""
        with contextlib.suppress(OSError):
            write_message(_pipe(self._process.stdin), task)

    def stop(self) -> None:
        """End the child now."""
        self._process.kill()
        self._process.wait()
        self._reader.join()
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):
                _pipe(pipe).close()

    def _read(self) -> None:
        stream = _pipe(self._process.stdout)
        while True:
            try:
                message = pickle.load(stream)
            except (EOFError, OSError, ValueError, pickle.UnpicklingError):
                break
            self._deliver(message)
        self._deliver(ChildEnded(_reason(self._process.wait())))


def bound_memory() -> None:
    """Keep this process to the memory that its environment names, where the system can.

    Private memory is bounded, not addresses: compilers and thread pools reserve far more of those
    than they use.
    """
    named = os.environ.get(MEMORY_VARIABLE)
    if named is None:
        return
    try:
        import resource
    except ImportError:  # Windows
        return
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (int(named), hard))


def write_message(stream: IO[bytes], message: object) -> None:
    """Write one pickled message."""
    stream.write(pickle.dumps(message))
    stream.flush()


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise ValueError("the child was started without pipes")
    return pipe


def _reason(status: int) -> str:
    if status < 0:
        names = {member.value: member.name for member in signal.Signals}
        return (
            f"the process that simulated it was ended by {names.get(-status, -status)}, "
            "perhaps for want of memory; run it again"
        )
    return f"the process that simulated it ended with status {status}; run it again"
