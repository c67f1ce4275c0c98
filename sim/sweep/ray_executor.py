"""`RayExecutor`: runs on the machines of a Ray cluster; the only module that knows Ray.

Every run is one Ray task. Its object travels through Ray's object store, once for all its runs;
its take goes to the storage, and its result comes back here. Machines need this package, no shared
disk.
"""

from __future__ import annotations

import logging
import os
import socket
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from render.errors import BackendUnavailableError, InputError
from sim.sweep.child import ChildLimits
from sim.sweep.executor import Report, ignore_report, lost_run
from sim.sweep.parcel import Parcel, carry_out
from sim.sweep.plan import RunTask
from sim.sweep.result import RunProgress, RunResult
from sim.sweep.storage import TakeStorage

AUTO = "auto"
LOCAL = "local"
POLL_S = 0.2
"""Longest time between two reports [s]."""
HEAD_TIMEOUT_S = 5.0
"""Time in which a head must answer [s]."""
HEAD_CHECK_S = 5.0
"""Time without any result after which the head is asked whether it lives [s]."""
QUEUED_PER_WORKER = 2
"""Runs that the cluster knows of for each worker, where nobody says how many; others wait here."""


@dataclass(frozen=True, slots=True)
class RayOptions:
    """Where and how runs are carried out."""

    address: str = AUTO
    """Address of a head, such as 10.0.0.1:6379; "auto" takes the cluster that runs here, or
    starts one of this machine, as "local" does in any case."""
    storage: TakeStorage = field(default_factory=lambda: TakeStorage("."))
    """Where takes go."""
    workers: int | None = None
    """Runs at a time; None takes what the cluster's cores allow."""
    limits: ChildLimits = field(default_factory=ChildLimits)
    """Threads and memory of a run."""
    retries: int = 2
    """How often a run is begun again after its worker or machine was lost."""


class RayExecutor:
    """An `Executor`. Lost workers cost only their run's time, see `RayOptions.retries`."""

    def __init__(self, options: RayOptions) -> None:
        """Remember the options; nothing is started before `run`.

        Args:
            options: Where and how.
        """
        self._options = options

    def run(self, tasks: Iterable[RunTask], report: Report = ignore_report) -> Iterator[RunResult]:
        """Carry out tasks, see `Executor.run`.

        Raises:
            InputError: If no head answers, or it dies meanwhile; results so far stay.
            BackendUnavailableError: If Ray is not installed.
        """
        self._options.storage.check()
        ray = _loaded()
        head = _connected(ray, self._options)
        flight = _Flight(ray, iter(tasks), self._options, head)
        try:
            flight.fill()
            while flight.busy:
                yield from flight.landed(report)
        finally:
            flight.cancel()
            ray.shutdown()


@dataclass(frozen=True, slots=True)
class _Attempt:
    """A task at work, and how often it was begun."""

    task: RunTask
    parcel: Any
    number: int = 1


class _Flight:
    """The runs of one `run` that the cluster knows of."""

    def __init__(
        self, ray: Any, waiting: Iterator[RunTask], options: RayOptions, head: str
    ) -> None:
        self._ray, self._waiting, self._options, self._head = ray, waiting, options, head
        self._remote = _remote(ray, options.limits)
        self._on_gpu = self._remote.options(num_gpus=1)
        self._at_work: dict[Any, _Attempt] = {}
        self._parcel: tuple[Path, Any] | None = None
        self._heard = time.monotonic()
        self._room = options.workers or QUEUED_PER_WORKER * _workers(ray, options.limits.threads)

    @property
    def busy(self) -> bool:
        """Whether a result is still to come."""
        return bool(self._at_work)

    def fill(self) -> None:
        """Hand over tasks until as many wait in the cluster as it is to know of."""
        while len(self._at_work) < self._room:
            task = next(self._waiting, None)
            if task is None:
                return
            self._begin(_Attempt(task, self._parcel_of(task)))

    def landed(self, report: Report) -> Iterator[RunResult]:
        """Results that have come within a moment."""
        done, _ = self._ray.wait(list(self._at_work), num_returns=1, timeout=POLL_S)
        if not done:
            self._check_head()
            first = next(iter(self._at_work.values()))
            report(RunProgress(first.task.run.name, 0.0))
        for reference in done:
            self._heard = time.monotonic()
            result = self._taken(reference)
            if result is not None:
                report(RunProgress(result.name, 1.0))
                yield result
        self.fill()

    def cancel(self) -> None:
        """Stop what is at work."""
        for reference in self._at_work:
            with suppress(Exception):
                self._ray.cancel(reference, force=True)
        self._at_work.clear()

    def _begin(self, attempt: _Attempt) -> None:
        remote = self._remote if attempt.task.device == "cpu" else self._on_gpu
        reference = remote.remote(attempt.task, attempt.parcel, self._options.storage)
        self._at_work[reference] = attempt

    def _taken(self, reference: Any) -> RunResult | None:
        """The result of a task that has ended; None where it was begun again."""
        attempt = self._at_work.pop(reference)
        try:
            result: RunResult = self._ray.get(reference)
        except self._ray.exceptions.RayTaskError as error:
            text = " ".join(str(error.cause if error.cause is not None else error).split())
            return lost_run(attempt.task, f"the worker failed: {text}"[:300], attempt.number)
        except self._ray.exceptions.RayError as error:
            return self._lost(attempt, type(error).__name__)
        return replace(result, cost=replace(result.cost, attempts=attempt.number))

    def _lost(self, attempt: _Attempt, kind: str) -> RunResult | None:
        """A worker or machine is gone: its run begins again or has failed."""
        if attempt.number <= self._options.retries:
            self._begin(replace(attempt, number=attempt.number + 1))
            return None
        reason = f"the worker that simulated it was lost ({kind}); run it again"
        return lost_run(attempt.task, reason, attempt.number)

    def _parcel_of(self, task: RunTask) -> Any:
        """Reference to the object's files; runs of one object follow each other."""
        if self._parcel is None or self._parcel[0] != task.subject.project:
            parcel = self._ray.put(Parcel.of(task.subject))
            self._parcel = (task.subject.project, parcel)
        return self._parcel[1]

    def _check_head(self) -> None:
        """Notice a head that died: Ray itself would wait for it, then end this process.

        Raises:
            InputError: If it answers no more.
        """
        if time.monotonic() - self._heard < HEAD_CHECK_S:
            return
        self._heard = time.monotonic()
        if not _answers(self._head):
            raise InputError(
                f"the Ray head {self._head} has died; finished runs are kept: start it anew "
                "(ray start --head) and give the command again"
            )


def _loaded() -> Any:
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # a cluster of ours reports to nobody
    try:
        import ray
        import ray.exceptions
    except ImportError as error:
        raise BackendUnavailableError(
            f"Ray is not installed ({error}); pip install 'phys4d-studio[ray]', or leave --ray out"
        ) from error
    return ray


def _connected(ray: Any, options: RayOptions) -> str:
    """Connect to a cluster, or start one; returns the address of its head.

    Raises:
        InputError: If no head answers.
    """
    settings: dict[str, Any] = {"logging_level": logging.ERROR, "log_to_driver": False}
    address = options.address
    if address == AUTO and not _running_here(ray):
        address = LOCAL
    if address == LOCAL:
        cores = None if options.workers is None else options.workers * options.limits.threads
        settings |= {"num_cpus": cores, "include_dashboard": False}
    elif address != AUTO and not _answers(address):
        raise InputError(
            f"no Ray head answers at {address}; start one with ray start --head and check address "
            "and port, or use --ray auto"
        )
    try:
        context = ray.init(address=address, **settings)
    except (ConnectionError, OSError, RuntimeError, ValueError) as error:
        text = " ".join(str(error).split())[:200]
        raise InputError(f"the Ray cluster {options.address} cannot be used: {text}") from error
    return str(context.address_info["gcs_address"])


def _running_here(ray: Any) -> bool:
    """Whether a cluster runs on this machine already and its head answers."""
    found = ray._private.services.find_gcs_addresses()
    return any(_answers(address) for address in found)


def _answers(address: str) -> bool:
    """Whether something listens at HOST:PORT."""
    host, _, port = address.removeprefix("ray://").rpartition(":")
    try:
        with socket.create_connection((host, int(port)), timeout=HEAD_TIMEOUT_S):
            return True
    except (OSError, ValueError):
        return False


def _workers(ray: Any, threads: int) -> int:
    """Runs that fit the cores of the cluster, at least 1."""
    return max(int(ray.cluster_resources().get("CPU", 1)) // threads, 1)


def _remote(ray: Any, limits: ChildLimits) -> Any:
    """`carry_out` as a Ray task; lost ones are begun again here, where it is counted."""
    options: dict[str, Any] = {
        "num_cpus": limits.threads,
        "max_retries": 0,
        "runtime_env": {"env_vars": limits.environment()},
    }
    if limits.memory_bytes is not None:
        options["memory"] = limits.memory_bytes
    return ray.remote(**options)(carry_out)
