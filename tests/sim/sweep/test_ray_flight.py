"""How runs are handed to Ray and taken back, with a stand-in for the cluster."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from render.errors import BackendUnavailableError, InputError
from sim.sweep import ray_executor
from sim.sweep.parcel import Parcel
from sim.sweep.plan import RunTask
from sim.sweep.ray_executor import RayExecutor, RayOptions
from sim.sweep.result import RunResult
from sim.sweep.storage import TakeStorage
from tests.sim.sweep.sweep_scenes import ball_subject, jelly, plan_of


class FakeError(Exception):
    """A worker was lost."""


class FakeTaskError(FakeError):
    """The worker's code failed."""

    cause = ValueError("no such thing")


class FakeRay:
    """Carries a task out when its result is asked for; `fate` may raise instead."""

    exceptions = SimpleNamespace(RayError=FakeError, RayTaskError=FakeTaskError)

    def __init__(self, fate: Callable[[str, int], None]) -> None:
        self.fate = fate
        self.begun: list[str] = []
        self.most_at_once = self.at_once = 0
        self.objects: list[object] = []
        self.ended = False

    def init(self, **settings: Any) -> SimpleNamespace:
        return SimpleNamespace(address_info={"gcs_address": "127.0.0.1:1"})

    def shutdown(self) -> None:
        self.ended = True

    def cluster_resources(self) -> dict[str, float]:
        return {"CPU": 4.0}

    def put(self, value: object) -> object:
        self.objects.append(value)
        return value

    def remote(self, **options: Any) -> Callable[[object], FakeRay]:
        return lambda _function: SimpleNamespace(options=lambda **_: None, remote=self._begin)

    def _begin(self, task: RunTask, parcel: Parcel, storage: TakeStorage) -> tuple[str, int]:
        assert isinstance(parcel, Parcel)
        self.begun.append(task.run.name)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        return task.run.name, self.begun.count(task.run.name)

    def wait(self, references: Sequence[Any], **options: Any) -> tuple[list[Any], list[Any]]:
        return list(references)[:1], list(references)[1:]

    def get(self, reference: tuple[str, int]) -> RunResult:
        self.at_once -= 1
        self.fate(*reference)
        return RunResult(reference[0], "sketch", "finished")

    def cancel(self, reference: object, **options: Any) -> None:
        self.at_once -= 1


def carried_out(
    folder: Path, monkeypatch: pytest.MonkeyPatch, ray: FakeRay, **options: Any
) -> list[RunResult]:
    monkeypatch.setattr(ray_executor, "_loaded", lambda: ray)
    plan = plan_of(ball_subject(folder), [jelly(10.0**part) for part in range(2, 11)])
    storage = TakeStorage(str(folder / "shared"))
    executor = RayExecutor(RayOptions(address="local", storage=storage, **options))
    return list(executor.run(iter(plan.tasks())))


def nothing(name: str, attempt: int) -> None:
    del name, attempt


def test_the_cluster_knows_of_few_runs_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ray = FakeRay(nothing)
    found = carried_out(tmp_path, monkeypatch, ray, workers=3)
    assert [one.name for one in found] == [f"run-{number}" for number in range(9)]
    assert ray.most_at_once == 3
    assert len(ray.objects) == 1, "the object travels once"
    assert ray.ended
    everything = FakeRay(nothing)
    (tmp_path / "again").mkdir()
    carried_out(tmp_path / "again", monkeypatch, everything)
    assert everything.most_at_once == 8, "two a core"


def test_lost_workers_begin_their_run_again_and_it_is_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fate(name: str, attempt: int) -> None:
        if name == "run-1" and attempt <= 2:
            raise FakeError

    found = carried_out(tmp_path, monkeypatch, FakeRay(fate), workers=2, retries=2)
    attempts = {one.name: one.cost.attempts for one in found}
    assert all(one.finished for one in found)
    assert attempts.pop("run-1") == 3
    assert set(attempts.values()) == {1}


def test_runs_that_are_lost_too_often_and_broken_workers_are_rows_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fate(name: str, attempt: int) -> None:
        if name == "run-0":
            raise FakeError
        if name == "run-1":
            raise FakeTaskError

    found = carried_out(tmp_path, monkeypatch, FakeRay(fate), workers=2, retries=1)
    failed = {one.name: one for one in found if not one.finished}
    assert len(found) == 9
    assert set(failed) == {"run-0", "run-1"}
    assert "was lost (FakeError); run it again (begun 2 times)" in failed["run-0"].reason
    assert failed["run-1"].reason == "the worker failed: no such thing"
    assert failed["run-1"].cost.attempts == 1, "the same would come of it again"


def test_a_head_that_dies_meanwhile_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ray = FakeRay(nothing)
    ray.wait = lambda references, **options: ([], list(references))  # type: ignore[method-assign]
    monkeypatch.setattr(ray_executor, "HEAD_CHECK_S", 0.0)
    with pytest.raises(InputError, match=r"head 127\.0\.0\.1:1 has died; finished runs are kept"):
        carried_out(tmp_path, monkeypatch, ray, workers=2)
    assert ray.ended


def test_a_dead_address_is_refused_before_anything_runs(tmp_path: Path) -> None:
    storage = TakeStorage(str(tmp_path))
    executor = RayExecutor(RayOptions(address="127.0.0.1:1", storage=storage))
    with pytest.raises(InputError, match=r"no Ray head answers at 127\.0\.0\.1:1"):
        next(executor.run(()))


def test_a_missing_ray_names_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    executor = RayExecutor(RayOptions(storage=TakeStorage(str(tmp_path))))
    with pytest.raises(BackendUnavailableError, match=r"pip install 'phys4d-studio\[ray\]'"):
        next(executor.run(()))


def test_sweeps_load_nothing_heavy_before_they_need_it() -> None:
    names = (
        "axes cost_model config_file combinations forecast local_executor parcel ray_executor "
        "storage table"
    )
    code = (
        "import sys; sys.path.insert(0, '.')\n"
        + "".join(f"import sim.sweep.{name}\n" for name in names.split())
        + "import studio.jobs.sweep, studio.commands.sweep\n"
        "heavy = {'ray', 'pyarrow', 'scipy', 'fsspec', 'numba', 'torch', 'PySide6'}\n"
        "print(sorted({name.split('.')[0] for name in sys.modules} & heavy))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"
