"""Whole sweeps: table, pictures, going on after a stop, failures as rows."""

from __future__ import annotations

import base64
import csv
import io
import json
import math
import re
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import fsspec
import numpy as np
import pytest
from PIL import Image

from render.errors import CancelledError, InputError
from render.formats.ply import write_ply
from sim.project import Project
from sim.sweep.config_file import read_sweep_file
from sim.sweep.executor import Report, ignore_report
from sim.sweep.local_executor import LocalExecutor
from sim.sweep.parcel import Parcel, carry_out
from sim.sweep.plan import RunTask
from sim.sweep.result import RunResult
from sim.sweep.storage import TakeStorage
from sim.sweep.work import perform
from studio.jobs.sweep import SweepReport, SweepRequest, run_sweep
from studio.jobs.sweep_book import SHOWN_RUNS, SweepBook, shown_runs
from studio.jobs.sweep_page import STRIP_COLUMNS, strip_of
from tests.studio.synthetic_project import ball, make_project

CONFIG = {"objects": ["ball.p4d"], "material": "predicted", "samples": 2, "frames": 3}


class HereExecutor:
    """Runs in this process; some fail, and after some the person stops."""

    def __init__(
        self,
        *,
        fail: Iterable[str] = (),
        diverge: Iterable[str] = (),
        stop_after: int | None = None,
    ) -> None:
        self.fail, self.diverge, self.stop_after = set(fail), set(diverge), stop_after
        self.begun: list[RunTask] = []

    def run(self, tasks: Iterable[RunTask], report: Report = ignore_report) -> Iterator[RunResult]:
        for task in tasks:
            if len(self.begun) == self.stop_after:
                raise CancelledError
            self.begun.append(task)
            name = task.run.name
            if name in self.fail:
                yield RunResult(name, task.run.quality, "failed", "it blew up at 0.1 s")
            elif name in self.diverge:
                yield replace(perform(task), status="failed", reason="it blew up at 0.1 s")
            else:
                yield perform(task)


class AwayExecutor:
    """Carries runs out as machines without a common disk do, into a storage."""

    def __init__(self, storage: TakeStorage) -> None:
        self.storage = storage

    def run(self, tasks: Iterable[RunTask], report: Report = ignore_report) -> Iterator[RunResult]:
        for task in tasks:
            yield carry_out(task, Parcel.of(task.subject), self.storage)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    make_project(tmp_path / "ball.p4d", gaussian_count=200)
    return written(tmp_path, **CONFIG)


def written(folder: Path, **values: object) -> Path:
    path = folder / "sweep.json"
    path.write_text(json.dumps(values))
    return path


def carried_out(
    config: Path, executor: object, *, out: str = "out", pictures: bool = False
) -> SweepReport:
    request = SweepRequest(config, config.parent / out, pictures=pictures)
    return run_sweep(request, lambda *_: None, lambda _: None, executor)


def table(folder: Path) -> list[dict[str, str]]:
    with (folder / "table.csv").open(newline="") as stream:
        return list(csv.DictReader(stream))


def test_a_stopped_sweep_goes_on_without_repeating_what_is_finished(config: Path) -> None:
    config = written(config.parent, **CONFIG | {"particle_seeds": [0, 1]})
    out = config.parent / "out"
    with pytest.raises(CancelledError):
        carried_out(config, HereExecutor(stop_after=1))
    assert [row["status"] for row in table(out)] == ["finished", *["waiting"] * 3]
    later = HereExecutor(fail=["run-00002"])
    report = carried_out(config, later)
    assert [task.run.name for task in later.begun] == ["run-00001", "run-00002", "run-00003"]
    assert report.finished == 3
    assert report.failed == (("run-00002", "it blew up at 0.1 s"),)
    assert [row["status"] for row in table(out)] == ["finished", "finished", "failed", "finished"]
    assert table(out)[2]["reason"] == "it blew up at 0.1 s"
    again = HereExecutor()
    assert carried_out(config, again).failed == ()
    assert [task.run.name for task in again.begun] == ["run-00002"], "only what failed"
    assert [row["status"] for row in table(out)] == ["finished"] * 4


def test_the_originals_stay_as_they_are_and_the_table_says_where_takes_are(config: Path) -> None:
    carried_out(config, HereExecutor())
    assert Project.open(config.parent / "ball.p4d").takes() == ()
    rows = table(config.parent / "out")
    assert len({row["asked_youngs_modulus_pa"] for row in rows}) == 2
    for row in rows:
        assert Path(row["take_path"]).is_dir()
        assert row["stiffness"] == "expressive"
        assert int(row["frame_count"]) == 3
        assert math.isfinite(float(row["log_likelihood"]))


def test_a_cloud_and_a_project_of_one_name_are_two_objects(tmp_path: Path) -> None:
    make_project(tmp_path / "ball.p4d", gaussian_count=200)
    write_ply(tmp_path / "ball.ply", ball(200))
    objects = ["ball.p4d", {"path": "ball.ply", "size_m": 0.2, "up": "+z"}]
    path = written(tmp_path, objects=objects, frames=2, parameters={"law": "rigid"})
    carried_out(path, HereExecutor())
    rows = table(tmp_path / "out")
    assert [row["object"] for row in rows] == ["ball", "ball-2"]
    assert Project.open(tmp_path / "out/objects/ball-2.p4d").size_m == pytest.approx(0.2)


def test_another_config_and_changed_objects_are_refused(config: Path) -> None:
    carried_out(config, HereExecutor(fail=["run-00001"]))
    other = written(config.parent, **CONFIG | {"seed": 9})
    with pytest.raises(InputError, match="holds another sweep"):
        carried_out(other, HereExecutor())
    same = written(config.parent, **CONFIG)
    make_project(config.parent / "ball.p4d", gaussian_count=210)
    with pytest.raises(InputError, match="has changed since the sweep"):
        carried_out(same, HereExecutor())


def test_folders_with_other_files_are_left_alone(config: Path) -> None:
    (config.parent / "out").mkdir()
    (config.parent / "out" / "thesis.txt").write_text("")
    with pytest.raises(InputError, match="holds other files"):
        carried_out(config, HereExecutor())


def test_takes_that_pictures_do_not_show_can_be_left_out(config: Path) -> None:
    path = written(config.parent, **CONFIG | {"samples": SHOWN_RUNS + 2, "keep": "shown"})
    (config.parent / "out").mkdir()
    book = SweepBook(config.parent / "out", read_sweep_file(path))
    kept = [task.keep for task in book.tasks()]
    assert len(kept) == SHOWN_RUNS + 2
    assert sum(kept) == SHOWN_RUNS
    assert kept[0]
    assert kept[-1]
    assert shown_runs(3) == {0, 1, 2}


def test_pictures_show_every_run_in_sync_and_failures_with_their_reason(config: Path) -> None:
    report = carried_out(config, HereExecutor(fail=["run-00001"]), pictures=True)
    sheet, video, page = report.pictures
    with Image.open(sheet) as picture:
        assert picture.size[0] > 6 * 320
    assert video.stat().st_size > 1000
    text = page.read_text(encoding="utf-8")
    assert not re.search(r"(src|href)=\"(?!data:)", text), "nothing is loaded from elsewhere"
    assert "default-src 'none'" in text
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)
    assert found is not None
    data = json.loads(found[1])
    assert data["frames"] == 3
    shown, failed = data["runs"]
    assert not shown["failed"]
    assert failed["failed"]
    assert failed["detail"] == "failed: it blew up at 0.1 s"
    assert shown["values"]["asked_law"]
    strip = Image.open(io.BytesIO(base64.b64decode(shown["strip"].partition(",")[2])))
    assert strip.size == (STRIP_COLUMNS * data["width"], data["height"])
    assert np.asarray(strip)[:, : data["width"]].std() > 5, "something is drawn"


def test_takes_of_a_storage_elsewhere_are_drawn_and_the_table_lies_beside_them(
    config: Path,
) -> None:
    address = f"memory://{config.parent.name}"
    request = SweepRequest(config, config.parent / "out", ray="auto", storage=address)
    executor = AwayExecutor(TakeStorage(address))
    report = run_sweep(request, lambda *_: None, lambda _: None, executor)
    assert report.finished == 2
    system, root = fsspec.core.url_to_fs(address)
    for row in table(config.parent / "out"):
        assert row["take_path"].startswith(address)
        assert system.exists(f"{row['take_path']}/take.json")
    for file in (*report.table, *report.pictures):
        assert system.cat_file(f"{root}/{file.name}") == file.read_bytes()
    text = report.pictures[2].read_text(encoding="utf-8")
    strip = json.loads(text.partition('id="data">')[2].partition("</script>")[0])["runs"][0]
    picture = Image.open(io.BytesIO(base64.b64decode(strip["strip"].partition(",")[2])))
    assert np.asarray(picture).std() > 5, "something is drawn"


def test_a_run_that_diverged_is_shown_as_far_as_it_went(config: Path) -> None:
    report = carried_out(config, HereExecutor(diverge=["run-00000", "run-00001"]), pictures=True)
    text = report.pictures[2].read_text(encoding="utf-8")
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)
    assert found is not None
    for run in json.loads(found[1])["runs"]:
        assert run["failed"]
        assert run["frames"] == 3
    for row in table(config.parent / "out"):
        assert row["status"] == "failed"
        assert row["frame_count"] == "3"
        assert Path(row["take_path"]).is_dir()


def test_a_strip_holds_pictures_row_by_row() -> None:
    frames = [np.full((16, 16, 3), 20 * index, np.uint8) for index in range(STRIP_COLUMNS + 2)]
    strip = np.asarray(Image.open(io.BytesIO(strip_of(frames))))
    assert strip.shape == (32, 16 * STRIP_COLUMNS, 3)
    assert abs(int(strip[8, 16 * 3 + 8, 0]) - 60) < 4
    assert abs(int(strip[24, 24, 0]) - 20 * (STRIP_COLUMNS + 1)) < 4


def test_pictures_survive_takes_that_are_gone(config: Path) -> None:
    carried_out(config, HereExecutor())
    shutil.rmtree(config.parent / "out/objects/ball.p4d/takes/run-00000")
    report = carried_out(config, HereExecutor(), pictures=True)
    assert report.carried_out == 0
    assert len(report.pictures) == 3


@pytest.mark.slow
def test_children_and_this_process_give_the_same_rows(config: Path) -> None:
    carried_out(config, HereExecutor(), out="here")
    carried_out(config, LocalExecutor(child_count=1), out="children")
    from sim.sweep.table import EXECUTION_COLUMNS

    one, other = (table(config.parent / name) for name in ("here", "children"))
    for rows in (one, other):
        for row in rows:
            for name in EXECUTION_COLUMNS:
                del row[name]
    assert one == other


def test_storage_without_ray_is_refused(config: Path) -> None:
    request = replace(SweepRequest(config, config.parent / "out"), storage="memory://a")
    with pytest.raises(InputError, match="name --ray"):
        run_sweep(request, lambda *_: None, lambda _: None)
