"""Waits for messages of real processes without sleeping."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from studio.jobs.runner import JobRunner
from studio.jobs.view_runner import ViewRunner

TIMEOUT_S = 60.0


def poll_until(runner: JobRunner | ViewRunner, found: Callable[[list[Any]], bool]) -> list[Any]:
    """All messages until `found` says that they are enough."""
    messages: list[Any] = []
    end = time.monotonic() + TIMEOUT_S
    while not found(messages):
        assert time.monotonic() < end, messages
        runner.worker.wait(0.1)
        messages += runner.poll()
    return messages


def has(kind: type) -> Callable[[list[Any]], bool]:
    """True once a message of this type has come."""
    return lambda messages: any(isinstance(message, kind) for message in messages)
