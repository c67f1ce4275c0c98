"""A real Ray cluster of this machine: the same table, killed workers, a head that dies."""

from __future__ import annotations

import importlib.util
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from render.errors import InputError
from sim.sweep.child import ChildLimits
from sim.sweep.executor import Executor
from sim.sweep.local_executor import LocalExecutor
from sim.sweep.parcel import take_key
from sim.sweep.ray_executor import LOCAL, RayExecutor, RayOptions
from sim.sweep.result import RunResult
from sim.sweep.storage import TakeStorage
from sim.sweep.table import EXECUTION_COLUMNS
from sim.take import Take
from studio.jobs.sweep import SweepRequest, run_sweep
from tests.sim.sweep.sweep_scenes import ball_subject, jelly, plan_of
from tests.studio.synthetic_project import make_project

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(importlib.util.find_spec("ray") is None, reason="Ray is not installed"),
    pytest.mark.skipif(not Path("/proc").is_dir(), reason="finds Ray's processes in /proc"),
]


@pytest.fixture(autouse=True)
def one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUMBA_NUM_THREADS", "1")


def ray_executor(folder: Path, *, workers: int = 2) -> RayExecutor:
    return RayExecutor(
        RayOptions(LOCAL, TakeStorage(str(folder)), workers=workers, limits=ChildLimits(threads=1))
    )


def our_processes(word: str) -> Iterator[int]:
    """Processes below this one whose command line holds a word."""
    for folder in Path("/proc").iterdir():
        if not folder.name.isdecimal():
            continue
        try:
            line = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if word.encode() in line and os.getpid() in ancestors(int(folder.name)):
            yield int(folder.name)


def ancestors(process: int) -> list[int]:
    found = []
    while process > 1:
        try:
            status = Path(f"/proc/{process}/status").read_text()
        except OSError:
            break
        process = int(status.split("PPid:")[1].split()[0])
        found.append(process)
    return found


def rows_of(folder: Path) -> list[dict[str, object]]:
    import pyarrow.parquet as pq

    rows = pq.read_table(folder / "table.parquet").to_pylist()
    return [
        {name: value for name, value in row.items() if name not in EXECUTION_COLUMNS}
        for row in rows
    ]


def test_ray_and_local_processes_give_the_same_table_and_takes(tmp_path: Path) -> None:
    make_project(tmp_path / "ball.p4d")
    config = tmp_path / "sweep.toml"
    config.write_text(
        'objects = ["ball.p4d"]\nmaterial = "predicted"\nsamples = 3\nseed = 4\nframes = 6\n'
        "[parameters]\ntilt_deg = [0, 30]\n"
    )
    executors: dict[str, Executor] = {
        "local": LocalExecutor(child_count=2),
        "ray": ray_executor(tmp_path / "ray"),
    }
    for name, executor in executors.items():
        request = SweepRequest(config, tmp_path / name, pictures=False)
        report = run_sweep(request, lambda *_: None, lambda _: None, executor)
        assert report.finished == 6, report.failed
    assert rows_of(tmp_path / "local") == rows_of(tmp_path / "ray")
    takes = [tmp_path / name / "objects/ball.p4d/takes/run-00005" for name in executors]
    one, other = (Take.open(take) for take in takes)
    assert one.complete
    assert other.complete
    for frame in range(6):
        assert (one.pose(frame).means == other.pose(frame).means).all()


def test_killed_workers_lose_nothing(tmp_path: Path) -> None:
    subject = ball_subject(tmp_path, frame_count=25)
    plan = plan_of(subject, [jelly(10.0 ** (4 + number / 8)) for number in range(12)])
    storage = TakeStorage(str(tmp_path / "shared"))
    results: list[RunResult] = []
    killed: list[int] = []
    for result in ray_executor(tmp_path / "shared").run(plan.tasks()):
        results.append(result)
        if len(killed) < 2:
            worker = next(our_processes("ray::carry_out"), None)
            if worker is not None:
                os.kill(worker, signal.SIGKILL)
                killed.append(worker)
    assert len(killed) == 2
    assert sorted(one.name for one in results) == sorted(run.name for run in plan.runs)
    assert all(one.finished for one in results), [one.reason for one in results]
    assert sum(one.cost.attempts for one in results) > len(results)
    for task in plan.tasks():
        assert Take.open(Path(storage.address_of(take_key(task)))).complete


def test_a_head_that_dies_keeps_what_is_finished(tmp_path: Path) -> None:
    subject = ball_subject(tmp_path, frame_count=25)
    plan = plan_of(subject, [jelly(10.0 ** (4 + number / 8)) for number in range(12)])
    running = ray_executor(tmp_path / "shared", workers=1).run(plan.tasks())
    first = next(running)
    assert first.finished
    (head,) = our_processes("gcs_server")
    os.kill(head, signal.SIGKILL)
    with pytest.raises(InputError, match="has died; finished runs are kept"):
        list(running)
    assert Take.open(Path(first.cost.take_path)).complete
