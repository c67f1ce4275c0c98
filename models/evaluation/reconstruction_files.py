"""The files of a reconstruction measurement: report, table, contact sheets, worst cases."""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from models.evaluation.contact_sheet import SheetCell, SheetRow, draw_sheet, save_sheet
from models.evaluation.object_tables import write_object_table
from models.evaluation.reconstruction import ShownObject
from models.evaluation.reconstruction_protocol import INPUT_NAME, NOVEL_VIEWS, TOP_NAME
from models.evaluation.reconstruction_report import ReconstructionReport
from models.evaluation.scores import ViewScore
from render.atomic_file import write_text_atomic

OBJECTS_A_SHEET = 8
WORST_COUNT = 8
NAMES = (INPUT_NAME, *(view.name for view in NOVEL_VIEWS))


class ReconstructionFiles:
    """Collects pictures while a measurement runs; sheets are written as they fill."""

    def __init__(self, folder: Path, model_name: str) -> None:
        """Write into `folder`, which exists."""
        self._folder = folder
        self._model = model_name
        self._rows: list[SheetRow] = []
        self._shown: set[str] = set()
        self._sheets: list[Path] = []
        self._worst: list[tuple[float, str, list[SheetRow]]] = []

    def add(self, shown: ShownObject) -> None:
        """Keep the pictures of an object: on a sheet if it is its first input, if bad as such."""
        rows = self._object_rows(shown)
        place = f"{shown.item.id} {shown.truth.input_azimuth_deg:g}"
        psnr = float(np.mean([score.psnr for score in shown.model.score.novel.values()]))
        heapq.heappush(self._worst, (-psnr, place, rows))
        if len(self._worst) > WORST_COUNT:
            heapq.heappop(self._worst)
        if shown.item.id in self._shown:
            return
        self._shown.add(shown.item.id)
        self._rows += rows
        if len(self._rows) == len(rows) * OBJECTS_A_SHEET:
            self._write_sheet()

    def finish(self, report: ReconstructionReport) -> list[Path]:
        """Write what is left.

        Returns:
            All files, `report.json` first.
        """
        if self._rows:
            self._write_sheet()
        paths = [self._folder / name for name in ("report.json", "objects.csv", "worst_cases.png")]
        text = json.dumps(report.to_json(), indent=1, allow_nan=False) + "\n"
        write_text_atomic(paths[0], text)
        write_object_table(paths[1], report)
        worst = [rows for *_, rows in sorted(self._worst, key=lambda entry: -entry[0])]
        title = f"Lowest novel PSNR of {self._model}, worst first"
        self._save(title, [row for rows in worst for row in rows], paths[2])
        return [*paths, *self._sheets]

    def _write_sheet(self) -> None:
        number = len(self._sheets) + 1
        name = "contact_sheet.png" if number == 1 else f"contact_sheet_{number}.png"
        self._save(f"{self._model} on novel views, sheet {number}", self._rows, self._folder / name)
        self._sheets.append(self._folder / name)
        self._rows = []

    def _save(self, title: str, rows: list[SheetRow], path: Path) -> None:
        headings = [_heading(name) for name in NAMES]
        save_sheet(draw_sheet(title, headings, rows), path)

    def _object_rows(self, shown: ShownObject) -> list[SheetRow]:
        """Truth above the model's drawings, with scores."""
        score, other = shown.model.score, shown.baseline.score
        psnr, iou = _means(score.novel.values())
        base_psnr, base_iou = _means(other.novel.values())
        title = (
            f"{shown.item.id}, input at {score.input_azimuth_deg:g}°: {psnr:.1f} dB, IoU {iou:.2f} "
            f"(inflated silhouette {base_psnr:.1f} dB, {base_iou:.2f})"
        )
        captions = {
            name: f"{view.psnr:.1f} dB  {view.iou:.2f}" for name, view in score.novel.items()
        }
        for name, given in score.given.items():
            captions[name] = f"{given.psnr:.1f} dB  {given.iou:.2f}"
        truth = tuple(
            SheetCell.of(shown.truth.on_white(name)) if name in shown.truth.views else None
            for name in NAMES
        )
        drawn = tuple(
            SheetCell.of(shown.model.drawings[name], captions[name])
            if name in shown.model.drawings
            else None
            for name in NAMES
        )
        return [SheetRow(truth, title, "truth"), SheetRow(drawn, "", self._model)]


def _means(scores: Iterable[ViewScore]) -> tuple[float, float]:
    rows = np.array([(score.psnr, score.iou) for score in scores])
    psnr, iou = rows.mean(axis=0)
    return float(psnr), float(iou)


def _heading(name: str) -> str:
    if name == INPUT_NAME:
        return "input view"
    return "from above" if name == TOP_NAME else f"+{name}°"
