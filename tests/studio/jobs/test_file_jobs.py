from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from render.errors import CancelledError, InputError
from render.progress import ProgressCallback
from studio.jobs.file_jobs import FileJobs
from studio.jobs.messages import JobCancelled, JobDone, JobFailed, JobMessage, JobProgress
from studio.jobs.project_copy import copy_project
from tests.studio.synthetic_project import make_project, write_take


@pytest.fixture
def jobs() -> Iterator[FileJobs]:
    jobs = FileJobs(clock=lambda: 0.0)
    yield jobs
    jobs.close()


def ended(jobs: FileJobs) -> list[JobMessage]:
    """All that is told until every job has ended."""
    jobs._pool.submit(lambda: None).result(timeout=10)
    return jobs.poll()


def test_a_job_tells_its_stages_and_its_result(jobs: FileJobs, tmp_path: Path) -> None:
    def work(progress: ProgressCallback) -> Path:
        for share in (0.0, 0.5, 1.0):
            progress("Copying", share)
        return tmp_path

    generation = jobs.submit(work)
    assert generation < 0
    assert ended(jobs) == [
        JobProgress(generation, "Copying", 0.0), JobDone(generation, tmp_path),
    ]  # fmt: skip


def test_jobs_are_cancelled_one_by_one(jobs: FileJobs, tmp_path: Path) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def work(progress: ProgressCallback) -> Path:
        begun.set()
        assert go_on.wait(10)
        progress("Copying", 0.5)
        return tmp_path

    first, second, third = (jobs.submit(work) for _ in range(3))
    assert begun.wait(10)
    jobs.cancel_one(first)
    jobs.cancel_one(third)
    go_on.set()
    assert ended(jobs) == [
        JobCancelled(first), JobProgress(second, "Copying", 0.5), JobDone(second, tmp_path),
        JobCancelled(third),
    ]  # fmt: skip


@pytest.mark.parametrize("error", [InputError("no"), ZeroDivisionError("no")])
def test_a_failure_is_told_in_a_line(jobs: FileJobs, error: Exception) -> None:
    def work(_progress: ProgressCallback) -> Path:
        raise error

    generation = jobs.submit(work)
    (message,) = ended(jobs)
    assert isinstance(message, JobFailed)
    assert message.generation == generation
    assert message.line.endswith("no")


def test_a_copy_that_is_cancelled_leaves_nothing(tmp_path: Path) -> None:
    project = make_project(tmp_path / "Ball.p4d")
    write_take(project, "take-1", frame_count=3)
    seen: list[float] = []

    def stop_midway(_stage: str, fraction: float) -> None:
        seen.append(fraction)
        if fraction > 0.4:
            raise CancelledError

    with pytest.raises(CancelledError):
        copy_project(project.path, tmp_path / "Copy.p4d", progress=stop_midway)
    assert seen == sorted(seen)
    assert {path.name for path in tmp_path.iterdir()} == {"Ball.p4d"}
    copied = copy_project(project.path, tmp_path / "Copy.p4d", progress=lambda *_: None)
    assert names_in(copied) == names_in(project.path)


def names_in(folder: Path) -> set[Path]:
    return {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}
