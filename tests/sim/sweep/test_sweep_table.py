"""The table of a sweep: the same rows as Parquet and as CSV, and nothing lost on the way."""

from __future__ import annotations

import csv
from dataclasses import fields
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from render.errors import InputError
from sim.materials import MaterialParams
from sim.sweep.combinations import SweepRun, object_runs
from sim.sweep.config import config_of
from sim.sweep.figures import RunCost, RunFigures
from sim.sweep.result import RunResult
from sim.sweep.set_stiffness import SetStiffness
from sim.sweep.table import EXECUTION_COLUMNS, TableRow, columns, write_table
from tests.sim.sweep.sweep_scenes import WAVE_M_S

FIGURES = RunFigures(25, 400, 900, 0.03, 2.5e5, 1000, 1e-4, 0.1, 0.0, 3.3, 0.001, 0.0, 0.2, 0.3)


def planned() -> tuple[SweepRun, ...]:
    parameters = {"law": "jelly", "youngs_modulus_pa": [1e5 / 3, 1e6], "tilt_deg": 8}
    return object_runs(config_of({"objects": ["a.ply"], "parameters": parameters}), "a", None, 0)


def rows() -> list[TableRow]:
    runs = planned()
    stiffness = SetStiffness.fit([one.run.asked for one in runs], "expressive", WAVE_M_S)
    cost = RunCost("host", "cpu", 2, 1.25, 10**10, 2 * 10**8, "/a/run-00000")
    done = RunResult(
        "run-00000", "sketch", "finished", wall_time_s=1.5,
        simulated=stiffness.simulated(runs[0].run.asked).simulated, figures=FIGURES, cost=cost,
    )  # fmt: skip
    failed = RunResult("run-00001", "sketch", "failed", 'it "blew up", at 0.1 s')
    return [TableRow(runs[0], stiffness, done), TableRow(runs[1], stiffness, failed)]


def test_both_files_hold_the_same_bit_for_bit(tmp_path: Path) -> None:
    parquet, text = write_table(tmp_path, rows())
    table = pq.read_table(parquet)
    assert table.schema.names == list(columns())
    stored = table.to_pylist()
    with text.open(newline="") as stream:
        lines = list(csv.DictReader(stream))
    assert [one["status"] for one in stored] == ["finished", "failed"]
    assert stored[0]["asked_youngs_modulus_pa"] == 1e5 / 3
    assert stored[0]["take_bytes"] == 10**10
    assert stored[1]["reason"] == 'it "blew up", at 0.1 s'
    assert stored[1]["simulated_law"] is None
    for row, line in zip(stored, lines, strict=True):
        for name, value in row.items():
            text_value = "" if value is None else value if isinstance(value, str) else repr(value)
            assert line[name] == text_value, name


def test_everything_known_of_a_run_has_a_column() -> None:
    known = set(columns())
    assert {field.name for field in fields(RunFigures)} < known
    assert {f"asked_{field.name}" for field in fields(MaterialParams)} < known
    assert set(EXECUTION_COLUMNS) == {"wall_time_s", *(field.name for field in fields(RunCost))}
    assert set(rows()[0].values()) == known


def test_runs_that_wait_are_rows_too(tmp_path: Path) -> None:
    waiting = TableRow(planned()[0], rows()[0].stiffness, None)
    parquet, _ = write_table(tmp_path, [waiting])
    (row,) = pq.read_table(parquet).to_pylist()
    assert row["status"] == "waiting"
    assert row["asked_law"] == "jelly"
    assert row["wall_time_s"] is None


def test_a_table_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    write_table(tmp_path, rows())
    before = (tmp_path / "table.csv").read_bytes()

    def breaking() -> object:
        yield rows()[0]
        raise InputError("the object is gone")

    with pytest.raises(InputError, match="is gone"):
        write_table(tmp_path, breaking())
    assert (tmp_path / "table.csv").read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["table.csv", "table.parquet"]
