"""`run_jobs`: independent jobs in spawned processes that stop together."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing.connection import wait as wait_for
from typing import Any, TypeVar

from render.errors import CancelledError, InputError

Job = TypeVar("Job")
Result = TypeVar("Result")
Advance = Callable[[float], None]
"""Told the share of a job that is done, 0 to 1; raises `CancelledError` when all are to stop."""

MAX_WORKERS = 256
_LISTEN_S = 0.2
_WAITING_A_WORKER = 2
_KILLED = "a worker process was killed, perhaps for want of memory; run again with fewer workers"

_stop: Any = None
_done: Any = None


def run_jobs(
    task: Callable[[Job, Advance], Result],
    jobs: Iterable[Job],
    *,
    workers: int,
    progress: Advance,
    one_thread: bool = False,
) -> Iterator[Result]:
    """Carry out jobs in `workers` processes, in any order.

    When a job fails or `progress` raises, no further job starts and running ones stop at their next
    call of `advance`; the processes also end when this one is killed.

    Args:
        task: Module-level function; called with a job and its `advance`.
        jobs: What to do; taken as workers become free.
        workers: Number of processes, 1 to 256.
        progress: Told the number of jobs done, parts of jobs included.
        one_thread: Whether numba and OpenMP get one thread a process.

    Yields:
        Results as they come.

    Raises:
        InputError: If `workers` is out of range, a job raised it, or a process was killed.
    """
    if not 1 <= workers <= MAX_WORKERS:
        raise InputError(f"{workers} workers are outside 1 to {MAX_WORKERS}; choose one a core")
    spawn, remaining = multiprocessing.get_context("spawn"), iter(jobs)
    stop, done = spawn.RawValue("b", 0), spawn.Value("d", 0.0)
    pool = ProcessPoolExecutor(
        workers, mp_context=spawn, initializer=_initialize, initargs=(stop, done, one_thread)
    )
    pending: set[Future[Result]] = set()
    try:
        while True:
            wanted = _WAITING_A_WORKER * workers - len(pending)
            pending |= {pool.submit(_carried_out, task, job) for job in islice(remaining, wanted)}
            if not pending:
                return
            finished, pending = wait(pending, _LISTEN_S, FIRST_COMPLETED)
            progress(done.value)
            for future in finished:
                yield future.result()
    except BrokenProcessPool:
        raise InputError(_KILLED) from None
    finally:
        stop.value = 1
        pool.shutdown(wait=True, cancel_futures=True)


def _initialize(stop: Any, done: Any, one_thread: bool) -> None:
    """Start of a worker: the parent alone handles Ctrl-C, and its end is this process's end."""
    global _stop, _done
    _stop, _done = stop, done
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_exit_with_parent, daemon=True).start()
    if one_thread:
        os.environ.update(dict.fromkeys(("NUMBA_NUM_THREADS", "OMP_NUM_THREADS"), "1"))


def _exit_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait_for([parent.sentinel])
        os._exit(1)


def _carried_out(task: Callable[[Job, Advance], Result], job: Job) -> Result:
    told = 0.0

    def advance(share: float) -> None:
        nonlocal told
        with _done.get_lock():
            _done.value += share - told
        told = share
        if _stop.value:
            raise CancelledError

    result = task(job, advance)
    advance(1.0)
    return result
