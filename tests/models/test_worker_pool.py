"""Worker processes: all results, one failure stops all, and none outlives its parent."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pool_tasks
import pytest

from models.data.worker_pool import run_jobs
from render.errors import CancelledError, InputError


def ignore(done: float) -> None:
    pass


def test_every_job_is_done_once_and_told() -> None:
    told: list[float] = []
    results = run_jobs(pool_tasks.square, range(20), workers=2, progress=told.append)
    assert sorted(results) == [number * number for number in range(20)]
    assert told == sorted(told)
    assert 0 < told[-1] <= 20


def test_a_failure_comes_back_as_it_was() -> None:
    with pytest.raises(InputError, match="three is refused"):
        list(run_jobs(pool_tasks.refuse_three, range(6), workers=2, progress=ignore))


def test_cancelling_stops_jobs_that_would_never_end() -> None:
    def cancel(done: float) -> None:
        if done > 0:
            raise CancelledError

    with pytest.raises(CancelledError):
        list(run_jobs(pool_tasks.until_stopped, range(2), workers=2, progress=cancel))


def test_a_killed_worker_is_named() -> None:
    with pytest.raises(InputError, match=r"worker process was killed, .* fewer workers"):
        list(run_jobs(pool_tasks.end_abruptly, range(2), workers=1, progress=ignore))


def test_workers_end_with_their_parent() -> None:
    script = Path(pool_tasks.__file__)
    with subprocess.Popen(
        [sys.executable, str(script)], stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == "waiting\n"
        parent.kill()
        # the worker holds the other end of this pipe: it closes when the worker is gone
        assert parent.communicate(timeout=60)[0] == ""


@pytest.mark.parametrize("workers", [0, 257])
def test_the_number_of_workers_is_checked(workers: int) -> None:
    with pytest.raises(InputError, match=f"{workers} workers are outside 1 to 256"):
        list(run_jobs(pool_tasks.square, [1], workers=workers, progress=ignore))
