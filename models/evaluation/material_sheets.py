"""The files of a physics measurement: report, table, contact sheets of the objects."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from models.evaluation.contact_sheet import SheetCell, SheetRow, SheetStyle, draw_sheet, save_sheet
from models.evaluation.objects import EvaluatedObject
from render.atomic_file import atomic_path, write_text_atomic
from render.errors import InputError

COLUMNS = 8
ROWS_A_SHEET = 8
_STYLE = SheetStyle(cell_px=150, label_px=8)
Report = Mapping[str, object]


def write_physics_files(
    folder: Path, report: Report, objects: Sequence[EvaluatedObject]
) -> list[Path]:
    """Write `report.json`, `objects.csv` and contact sheets with the worst object first.

    Args:
        folder: Where to; it exists.
        report: Figures of the measurement; `objects` holds those of every object by its id.
        objects: The objects, for their pictures; ones without a usable picture are left out.

    Returns:
        The files.
    """
    rows = report["objects"]
    if not isinstance(rows, Mapping):
        raise TypeError("the report's objects must be a table by id")
    paths = [folder / "report.json", folder / "objects.csv"]
    write_text_atomic(paths[0], json.dumps(report, indent=1, allow_nan=False) + "\n")
    _write_table(paths[1], rows)
    known = {item.id: item for item in objects}
    order = sorted(rows, key=lambda name: -float(rows[name]["class_nll"]))
    cells = [_cell(known[name], rows[name]) for name in order if name in known]
    shown = [cell for cell in cells if cell is not None]
    step = COLUMNS * ROWS_A_SHEET
    for number, at in enumerate(range(0, len(shown), step), start=1):
        name = "contact_sheet.png" if number == 1 else f"contact_sheet_{number}.png"
        paths.append(folder / name)
        _write_sheet(folder / name, shown[at : at + step], number)
    return paths


def _write_table(path: Path, rows: Mapping[str, Mapping[str, object]]) -> None:
    columns = list(dict.fromkeys(key for row in rows.values() for key in row))
    with atomic_path(path) as temporary, temporary.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, ["object", *columns], restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows({"object": name, **row} for name, row in rows.items())


def _cell(item: EvaluatedObject, row: Mapping[str, object]) -> SheetCell | None:
    try:
        picture = item.truth.portrait(_STYLE.cell_px)
    except InputError:
        return None
    material = "" if item.label is None else item.label().material_class.label
    hit = float(str(row["top1"]))
    error = row.get("error_log10_e")
    stiffness = "" if error is None else f"\nlog10 E off by {float(str(error)):.1f}"
    caption = f"{item.name[:20]}\n{material}: right {hit:.0%}{stiffness}"
    return SheetCell.of(picture, caption)


def _write_sheet(path: Path, cells: Sequence[SheetCell], number: int) -> None:
    rows = [SheetRow(tuple(cells[at : at + COLUMNS])) for at in range(0, len(cells), COLUMNS)]
    title = f"Materials, lowest class likelihood first, sheet {number}"
    save_sheet(draw_sheet(title, [""] * COLUMNS, rows, _STYLE), path)
