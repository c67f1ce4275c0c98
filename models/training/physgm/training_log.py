"""The log of a training: a CSV file and, where wanted, TensorBoard's."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from render.atomic_file import atomic_path
from render.errors import InputError

CSV_NAME = "physgm-training.csv"
BOARD_FOLDER = "tensorboard"


class TrainingLog:
    """Lines of numbers by step; a continued run replaces what was logged beyond its first step."""

    def __init__(
        self, folder: Path, first_step: int, *, tensorboard: bool, name: str = CSV_NAME
    ) -> None:
        """Open the log.

        Args:
            folder: Folder of the run.
            first_step: Steps that the run had taken before; lines beyond are removed.
            tensorboard: Whether TensorBoard's files are written too.
            name: Name of the CSV file.

        Raises:
            InputError: If tensorboard is not installed.
        """
        self._path = folder / name
        self._columns: list[str] = []
        self._keep_up_to(first_step)
        self._board = _board(folder / BOARD_FOLDER, first_step) if tensorboard else None

    def write(self, step: int, numbers: Mapping[str, float]) -> None:
        """Add a line; every line has the columns of the first."""
        if not self._columns:
            self._columns = ["step", *numbers]
            with self._path.open("w", newline="", encoding="utf-8") as stream:
                csv.writer(stream).writerow(self._columns)
        row = {"step": step, **{name: f"{value:.6g}" for name, value in numbers.items()}}
        with self._path.open("a", newline="", encoding="utf-8") as stream:
            csv.DictWriter(stream, self._columns).writerow(row)
        if self._board is not None:
            for name, value in numbers.items():
                self._board.add_scalar(name, value, step)

    def close(self) -> None:
        """Write what TensorBoard still holds."""
        if self._board is not None:
            self._board.close()

    def _keep_up_to(self, step: int) -> None:
        """Remove lines beyond a step, and a last one that a kill cut off."""
        if not self._path.is_file():
            return
        with self._path.open(newline="", encoding="utf-8") as stream:
            rows = list(csv.reader(stream))
        if not rows or rows[0][:1] != ["step"]:
            raise InputError(f"{self._path} is no log of a training; remove it")
        header = rows[0]
        whole = (row for row in rows[1:] if len(row) == len(header) and row[0].isdigit())
        kept = [row for row in whole if int(row[0]) <= step]
        self._columns = header
        with (
            atomic_path(self._path) as temporary,
            temporary.open("w", newline="", encoding="utf-8") as stream,
        ):
            csv.writer(stream).writerows([header, *kept])


def _board(folder: Path, first_step: int) -> Any:
    """TensorBoard's writer."""
    try:
        from torch.utils.tensorboard import SummaryWriter
    except ImportError:
        raise InputError(
            "tensorboard is missing; pip install 'phys4d-studio[train]', or set "
            "training.tensorboard to false"
        ) from None
    writer: Any = SummaryWriter  # untyped
    return writer(log_dir=str(folder), purge_step=first_step + 1)
