"""Tasks that tests give to worker processes."""

from __future__ import annotations

import os
import sys
import threading

from models.data.worker_pool import Advance, run_jobs
from render.errors import InputError


def square(number: int, advance: Advance) -> int:
    advance(0.5)
    return number * number


def refuse_three(number: int, advance: Advance) -> int:
    if number == 3:
        raise InputError("three is refused")
    return number


def until_stopped(number: int, advance: Advance) -> int:
    while True:
        advance(0.25)


def end_abruptly(number: int, advance: Advance) -> int:
    os._exit(7)


def announce_and_wait(number: int, advance: Advance) -> int:
    sys.stdout.write("waiting\n")
    sys.stdout.flush()
    threading.Event().wait()
    return number


if __name__ == "__main__":
    list(run_jobs(announce_and_wait, [0], workers=1, progress=lambda done: None))
