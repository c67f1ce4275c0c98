"""`objects.csv`: one row for every object, input and view of a measurement."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator
from pathlib import Path

from models.evaluation.groups import trained_on
from models.evaluation.reconstruction_baselines import BEST_BASELINE
from models.evaluation.reconstruction_protocol import INPUT_NAME
from models.evaluation.reconstruction_report import ReconstructionReport
from models.evaluation.scores import InputScore, ObjectScore
from render.atomic_file import atomic_path

COLUMNS = (
    "object",
    "collection",
    "family",
    "category",
    "split",
    "trained_on",
    "input_azimuth_deg",
    "view",
    "psnr",
    "ssim",
    "lpips",
    "silhouette_iou",
    "baseline",
    "baseline_psnr",
    "baseline_ssim",
    "baseline_lpips",
    "baseline_silhouette_iou",
    "gaussian_count",
    "seconds",
    "peak_memory_mb",
)

Row = dict[str, object]


def write_object_table(path: Path, report: ReconstructionReport) -> None:
    """Write scores of the model and of the best baseline, view by view.

    `view` is `input`, `top` or the azimuth offset in degrees; what was not measured is empty.
    """
    with atomic_path(path) as temporary, temporary.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        pairs = zip(report.model, report.baselines[BEST_BASELINE], strict=True)
        writer.writerows(row for model, other in pairs for row in _rows(model, other))


def _rows(model: ObjectScore, other: ObjectScore) -> Iterator[Row]:
    item = model.item
    for own, theirs in zip(model.inputs, other.inputs, strict=True):
        shared: Row = {
            "object": item.id,
            "collection": item.collection,
            "family": item.family,
            "category": item.category,
            "split": item.split,
            "trained_on": int(trained_on(item)),
            "input_azimuth_deg": f"{own.input_azimuth_deg:g}",
            "baseline": BEST_BASELINE,
            "gaussian_count": own.gaussian_count,
            "seconds": _text(own.seconds),
            "peak_memory_mb": _text(own.peak_memory_mb),
        }
        yield {**shared, "view": INPUT_NAME, **_input_columns(own, theirs)}
        for name, score in own.novel.items():
            pairs = zip(score._asdict().items(), theirs.novel[name], strict=True)
            columns: Row = {}
            for (metric, value), reference in pairs:
                column = "silhouette_iou" if metric == "iou" else metric
                columns |= {column: _text(value), f"baseline_{column}": _text(reference)}
            yield {**shared, "view": name, **columns}


def _input_columns(own: InputScore, other: InputScore) -> Row:
    return {
        "psnr": _text(own.own.psnr),
        "silhouette_iou": _text(own.own.iou),
        "baseline_psnr": _text(other.own.psnr),
        "baseline_silhouette_iou": _text(other.own.iou),
    }


def _text(value: float) -> str:
    return "" if math.isnan(value) else f"{value:.4f}"
