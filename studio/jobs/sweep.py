"""Carries out a sweep: schedules its runs, stores what comes, writes table and pictures."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from render.errors import InputError
from render.progress import ProgressCallback
from sim.sweep.config_file import read_sweep_file
from sim.sweep.executor import Executor
from sim.sweep.result import RunProgress, RunResult
from sim.sweep.table import write_table
from studio.jobs.sweep_book import SweepBook
from studio.jobs.sweep_pictures import write_sweep_pictures

PREPARING = "Preparing the objects"
RUNNING = "Simulating the runs"
WRITING = "Writing the table"


@dataclass(frozen=True, slots=True)
class SweepRequest:
    """A sweep to carry out, or to go on with."""

    config: Path
    """Config, see `sim.sweep.config`."""
    out: Path
    """Folder of the sweep; one that holds this sweep is gone on with."""
    ray: str | None = None
    """Address of a Ray head or "auto"; None simulates in processes of this machine."""
    storage: str | None = None
    """Where workers put takes, an fsspec address; None for the sweep's folder."""
    workers: int | None = None
    """Runs at a time; None takes what cores and memory allow."""
    threads: int = 1
    """Threads of a run."""
    memory_bytes: int | None = None
    """Memory that a run may take [bytes]; None for no limit."""
    retries: int = 2
    """How often a run is begun again after its worker was lost."""
    pictures: bool = True
    """Whether contact sheet, video and page are made."""


class SweepReport(NamedTuple):
    """What became of a sweep."""

    run_count: int
    """Runs that were asked for."""
    finished: int
    """Runs that have finished, now or earlier."""
    failed: tuple[tuple[str, str], ...]
    """Names of runs that failed, with the reason."""
    carried_out: int
    """Runs that were carried out now."""
    table: tuple[Path, Path]
    """Parquet and CSV file."""
    pictures: tuple[Path, ...]
    """Contact sheet, video and page; empty where none were made."""


def run_sweep(
    request: SweepRequest,
    progress: ProgressCallback,
    tell: Callable[[RunResult], None],
    executor: Executor | None = None,
) -> SweepReport:
    """Carry out the runs of a sweep that have not finished yet.

    The table is written whatever ends the sweep, so that what is finished can be used.

    Args:
        request: What to do.
        progress: Told the fraction of all runs; raises to cancel.
        tell: Called with every result.
        executor: Carries out the runs; None makes the one that the request names.

    Raises:
        InputError: If config, objects or folder cannot be used, or the Ray head is gone.
        CancelledError: If `progress` raised it; results so far stay.
    """
    progress(PREPARING, 0.0)
    file = read_sweep_file(request.config)
    if request.storage is not None and request.ray is None:
        raise InputError("--storage is where Ray's workers put takes; name --ray, or leave it out")
    request.out.mkdir(parents=True, exist_ok=True)
    book = SweepBook(request.out.resolve(), file)
    chosen = executor or _executor(request, book.folder)
    try:
        carried_out = _simulate(book, chosen, progress, tell)
    except BaseException:
        with contextlib.suppress(InputError):
            write_table(book.folder, book.rows())
        raise
    progress(WRITING, 0.0)
    table = write_table(book.folder, book.rows())
    pictures = write_sweep_pictures(book, progress) if request.pictures else ()
    _share(request, (*table, *pictures))
    return SweepReport(
        book.run_count,
        book.finished_count,
        tuple((one.name, one.reason) for one in book.results.values() if not one.finished),
        carried_out,
        table,
        pictures,
    )


def _simulate(
    book: SweepBook,
    executor: Executor,
    progress: ProgressCallback,
    tell: Callable[[RunResult], None],
) -> int:
    """Carry out what is left; returns how many runs."""
    earlier, carried_out = book.finished_count, 0
    at_work: dict[str, float] = {}

    def report(state: RunProgress) -> None:
        at_work[state.name] = state.fraction
        done = earlier + carried_out + sum(at_work.values())
        progress(RUNNING, min(done / book.run_count, 1.0))

    for result in executor.run(book.tasks(), report):
        book.keep(result)
        at_work.pop(result.name, None)
        carried_out += 1
        tell(result)
        progress(RUNNING, (earlier + carried_out) / book.run_count)
    return carried_out


def _executor(request: SweepRequest, folder: Path) -> Executor:
    from sim.sweep.child import ChildLimits

    limits = ChildLimits(request.threads, request.memory_bytes)
    if request.ray is None:
        from sim.sweep.local_executor import LocalExecutor

        return LocalExecutor(
            child_count=request.workers,
            threads=limits.threads,
            memory_bytes=limits.memory_bytes,
            retries=request.retries,
        )
    from sim.sweep.ray_executor import RayExecutor, RayOptions
    from sim.sweep.storage import TakeStorage

    return RayExecutor(
        RayOptions(
            address=request.ray,
            storage=TakeStorage(request.storage or str(folder)),
            workers=request.workers,
            limits=limits,
            retries=request.retries,
        )
    )


def _share(request: SweepRequest, files: tuple[Path, ...]) -> None:
    """Copy table and pictures to a storage elsewhere, beside the takes."""
    if request.storage is None:
        return
    from sim.sweep.storage import TakeStorage

    storage = TakeStorage(request.storage)
    for file in files:
        storage.write(file.name, file.read_bytes())
