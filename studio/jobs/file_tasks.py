"""`FileTasks`: slow disk work of the window's process, off its GUI thread."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from render.errors import InputError
from sim.project import PROJECT_SUFFIX
from studio.jobs.faults import describe_fault

Answer = Callable[[Path | None, str], None]
"""Called on the polling thread with the result, or with None and the reason of the failure."""


class FileTasks:
    """Runs one file task after the other in a thread; poll it from the window's timer."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="files")
        self._running: list[tuple[Future[Path], Answer]] = []

    @property
    def busy(self) -> bool:
        """True while a task runs or waits."""
        return bool(self._running)

    def submit(self, work: Callable[[], Path], answer: Answer) -> None:
        """Run `work` in the thread and `answer` at a later poll."""
        self._running.append((self._pool.submit(work), answer))

    def poll(self) -> None:
        """Deliver answers; never blocks."""
        finished = [entry for entry in self._running if entry[0].done()]
        self._running = [entry for entry in self._running if not entry[0].done()]
        for future, answer in finished:
            error = future.exception()
            if error is None:
                answer(future.result(), "")
            else:
                answer(None, describe_fault(error) or f"{type(error).__name__}: {error}")

    def close(self) -> None:
        """Wait for the running task and drop the others."""
        self._pool.shutdown(wait=True, cancel_futures=True)


def copy_project(source: Path, target: Path) -> Path:
    """Copy a project folder; the copy appears under its name only when it is complete.

    Raises:
        InputError: If something with that name exists, or the name is no project's.
    """
    if target.suffix != PROJECT_SUFFIX:
        raise InputError(f"{target.name!r} must end in {PROJECT_SUFFIX}")
    if target.exists():
        raise InputError(f"{target} exists already; choose another name")
    temporary = target.with_name(f".{target.name}.part")
    shutil.rmtree(temporary, ignore_errors=True)
    try:
        shutil.copytree(source, temporary)
        temporary.rename(target)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    return target
