"""The table of a sweep: one row a run, as Parquet and as CSV.

Rows are in the order of the runs. Whatever carried the runs out, all columns hold the same values
bit for bit, but for those of `EXECUTION_COLUMNS`. CSV numbers read back bit for bit; what is not
known is empty.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

from render.atomic_file import atomic_path
from render.errors import InputError
from sim.materials import MaterialParams
from sim.sweep.combinations import SweepRun
from sim.sweep.figures import RunCost, RunFigures
from sim.sweep.parameters import SCENE_NUMBERS
from sim.sweep.result import RunResult
from sim.sweep.set_stiffness import SetStiffness

PARQUET_NAME, CSV_NAME = "table.parquet", "table.csv"
ROWS_A_GROUP = 10_000
WAITING = "waiting"
"""Status of runs that were not carried out yet."""
EXECUTION_COLUMNS = ("wall_time_s", *(field.name for field in fields(RunCost)))
"""Columns that differ from one execution to the next: times, hosts and paths."""
_KEY_COLUMNS = {
    "run": "int64", "take": "string", "object": "string", "quality": "string",
    "status": "string", "reason": "string",
}  # fmt: skip
_ASKED_COLUMNS = {
    "seed": "int64", "draw": "int64", "log_likelihood": "float64", "particle_seed": "int64",
}  # fmt: skip
_MAP_COLUMNS = {
    "stiffness": "string", "map_slope": "float64", "map_offset_decades": "float64",
    "fastest_wave_m_s": "float64", "substitution": "string",
}  # fmt: skip
_TYPES = {"float": "float64", "int": "int64", "str": "string"}
_MATERIAL_COLUMNS = {
    field.name: "float64" if field.type == "float" else "string" for field in fields(MaterialParams)
}

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class TableRow:
    """What a row is made of."""

    planned: SweepRun
    """The run as it was asked for."""
    stiffness: SetStiffness
    """Map of the runs of its object."""
    result: RunResult | None
    """What became of it; None where it waits."""

    def values(self) -> Row:
        """Values by column; None where there is nothing to say."""
        planned, result = self.planned, self.result
        run = planned.run
        simulated = None if result is None else result.simulated
        figures = None if result is None else result.figures
        return {
            "run": planned.index,
            "take": run.name,
            "object": planned.object_name,
            "quality": run.quality,
            "status": WAITING if result is None else result.status,
            "reason": "" if result is None else result.reason,
            "seed": None if run.sample is None else run.seed,
            "draw": run.index,
            "log_likelihood": run.log_likelihood,
            "particle_seed": planned.particle_seed,
            **{name: dict(planned.scene).get(name) for name in SCENE_NUMBERS},
            **_material("asked", run.asked),
            "stiffness": self.stiffness.mode.value,
            "map_slope": self.stiffness.expressive.slope,
            "map_offset_decades": self.stiffness.expressive.offset_decades,
            "fastest_wave_m_s": self.stiffness.fastest_wave_m_s,
            "substitution": "" if result is None else result.substitution,
            **_material("simulated", simulated),
            **_fields(RunFigures, figures),
            "wall_time_s": None if result is None else result.wall_time_s,
            **_fields(RunCost, None if result is None else result.cost),
        }


def columns() -> Mapping[str, str]:
    """Type of every column by its name, in order."""
    return {
        **_KEY_COLUMNS,
        **_ASKED_COLUMNS,
        **dict.fromkeys(SCENE_NUMBERS, "float64"),
        **{f"asked_{name}": kind for name, kind in _MATERIAL_COLUMNS.items()},
        **_MAP_COLUMNS,
        **{f"simulated_{name}": kind for name, kind in _MATERIAL_COLUMNS.items()},
        **{field.name: _TYPES[str(field.type)] for field in fields(RunFigures)},
        "wall_time_s": "float64",
        **{field.name: _TYPES[str(field.type)] for field in fields(RunCost)},
    }


def write_table(folder: Path, rows: Iterable[TableRow]) -> tuple[Path, Path]:
    """Write both files, each all or nothing.

    Args:
        folder: Where they go; it exists.
        rows: In the order of the runs.

    Returns:
        The Parquet and the CSV file.

    Raises:
        InputError: If they cannot be written.
    """
    try:
        with (
            atomic_path(folder / PARQUET_NAME) as parquet,
            atomic_path(folder / CSV_NAME) as text,
            text.open("w", encoding="utf-8", newline="") as stream,
        ):
            _write(rows, parquet, stream)
    except OSError as error:
        raise InputError(f"the table in {folder} cannot be written: {error}") from error
    return folder / PARQUET_NAME, folder / CSV_NAME


def _write(rows: Iterable[TableRow], parquet: Path, text: TextIO) -> None:
    """Write rows in groups: a table of millions of runs never lies in memory."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([(name, kind) for name, kind in columns().items()])
    lines = csv.DictWriter(text, schema.names, lineterminator="\n")
    lines.writeheader()
    with pq.ParquetWriter(parquet, schema) as writer:
        waiting = iter(rows)
        while group := [row.values() for row in islice(waiting, ROWS_A_GROUP)]:
            writer.write_table(pa.Table.from_pylist(group, schema=schema))
            lines.writerows(group)


def _material(prefix: str, params: MaterialParams | None) -> Row:
    values = {} if params is None else params.to_json()
    return {f"{prefix}_{name}": values.get(name) for name in _MATERIAL_COLUMNS}


def _fields(kind: type[RunFigures] | type[RunCost], value: RunFigures | RunCost | None) -> Row:
    names = [field.name for field in fields(kind)]
    return {name: None if value is None else getattr(value, name) for name in names}
