"""One HTML file that plays the runs of a sweep in sync, without network or other files."""

from __future__ import annotations

import base64
import html
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from render.atomic_file import write_text_atomic
from render.errors import InputError
from render.os_faults import remedy_for
from sim.sweep.table import EXECUTION_COLUMNS, TableRow
from studio.export.cell_sheet import Caption

JPEG_QUALITY = 82
STRIP_COLUMNS = 8
"""Pictures of a run side by side in its strip."""
PARTS = {"style": "sweep.css", "script": "sweep.js"}

Picture = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class PageRun:
    """A run on the page."""

    row: TableRow
    """The run with its result."""
    caption: Caption
    """Words below its pictures."""
    frames: tuple[Picture, ...]
    """Its pictures in time, each of shape [H, W, 3]."""


def write_page(path: Path, runs: Sequence[PageRun], *, run_count: int, fps: float) -> None:
    """Write the page, all or nothing.

    Args:
        path: File to write.
        runs: Runs that it shows, at least one.
        run_count: Runs of the whole sweep.
        fps: Pictures a second.

    Raises:
        InputError: If it cannot be written.
    """
    shown = f"{len(runs)} of {run_count:,} runs" if len(runs) < run_count else f"{run_count} runs"
    height, width, _ = runs[0].frames[0].shape
    data = {
        "fps": fps,
        "width": width,
        "height": height,
        "columns": STRIP_COLUMNS,
        "frames": max(len(run.frames) for run in runs),
        "runs": [_run_values(run) for run in runs],
    }
    values = {
        "title": html.escape(path.parent.name or "Sweep"),
        "shown": html.escape(shown),
        "data": json.dumps(data, allow_nan=False).replace("<", "\\u003c"),
        **{name: _part(file) for name, file in PARTS.items()},
    }
    first, *others = _part("sweep.html").split("{{")
    pieces = [first]
    for other in others:
        name, _, rest = other.partition("}}")
        pieces += [values[name], rest]
    try:
        write_text_atomic(path, "".join(pieces))
    except OSError as error:
        raise InputError(f"cannot write {path}: {remedy_for(error) or error}") from error


def strip_of(frames: Sequence[Picture]) -> bytes:
    """A run's pictures in one JPEG, row by row of `STRIP_COLUMNS`."""
    from PIL import Image

    height, width, _ = frames[0].shape
    rows = -(-len(frames) // STRIP_COLUMNS)
    strip = np.zeros((rows * height, STRIP_COLUMNS * width, 3), np.uint8)
    for index, frame in enumerate(frames):
        row, column = divmod(index, STRIP_COLUMNS)
        strip[row * height :, column * width :][:height, :width] = frame
    file = io.BytesIO()
    Image.fromarray(strip).save(file, "JPEG", quality=JPEG_QUALITY)
    return file.getvalue()


def _run_values(run: PageRun) -> dict[str, Any]:
    values = run.row.values()
    strip = base64.b64encode(strip_of(run.frames)).decode("ascii")
    return {
        "title": run.caption.title,
        "detail": run.caption.detail,
        "failed": values["status"] == "failed",
        "frames": len(run.frames),
        "strip": f"data:image/jpeg;base64,{strip}",
        "values": {
            name: value
            for name, value in values.items()
            if value not in (None, "") and name not in EXECUTION_COLUMNS
        },
    }


def _part(name: str) -> str:
    return resources.files("resources").joinpath("web").joinpath(name).read_text(encoding="utf-8")
