"""Log, sample sheets and interruptions."""

from __future__ import annotations

import csv
import math
import os
import signal
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from models.training.physgm.interruption import deferred_interruption
from models.training.physgm.sample_sheet import write_sheet
from models.training.physgm.training_log import BOARD_FOLDER, CSV_NAME, TrainingLog
from render.errors import InputError


def rows(folder: Path) -> list[list[str]]:
    with (folder / CSV_NAME).open(newline="") as stream:
        return list(csv.reader(stream))


def test_log_has_a_line_for_every_call(tmp_path: Path) -> None:
    log = TrainingLog(tmp_path, 0, tensorboard=False)
    log.write(1, {"total": 0.5, "rgb": 1 / 3})
    log.write(2, {"total": math.nan, "rgb": 2.0})
    log.close()
    assert rows(tmp_path) == [["step", "total", "rgb"], ["1", "0.5", "0.333333"], ["2", "nan", "2"]]


def test_continued_log_replaces_what_lies_beyond_its_first_step(tmp_path: Path) -> None:
    log = TrainingLog(tmp_path, 0, tensorboard=False)
    for step in (1, 2, 3):
        log.write(step, {"total": float(step)})
    with (tmp_path / CSV_NAME).open("a") as stream:
        stream.write("4")  # a kill in the midst of a line
    log = TrainingLog(tmp_path, 2, tensorboard=False)
    log.write(3, {"total": 30.0})
    assert rows(tmp_path) == [["step", "total"], ["1", "1"], ["2", "2"], ["3", "30"]]


def test_another_file_in_the_log_s_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / CSV_NAME).write_text("name,age\n")
    with pytest.raises(InputError, match="no log of a training"):
        TrainingLog(tmp_path, 0, tensorboard=False)


def test_tensorboard_gets_the_same_numbers(tmp_path: Path) -> None:
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    log = TrainingLog(tmp_path, 0, tensorboard=True)
    for step in (1, 2):
        log.write(step, {"total": step / 2})
    log.close()
    events = EventAccumulator(str(tmp_path / BOARD_FOLDER))
    events.Reload()
    assert [(event.step, event.value) for event in events.Scalars("total")] == [(1, 0.5), (2, 1.0)]


def test_missing_tensorboard_names_the_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "torch.utils.tensorboard", None)
    with pytest.raises(InputError, match=r"pip install 'phys4d-studio\[train\]'"):
        TrainingLog(tmp_path, 0, tensorboard=True)


def test_sheet_shows_inputs_targets_and_predictions(tmp_path: Path) -> None:
    def plain(count: int, value: float) -> torch.Tensor:
        return torch.full((2, count, 3, 8, 8), value)

    path = tmp_path / "sheet.png"
    write_sheet(path, plain(1, 0.2), plain(3, 0.4), plain(3, 1.7))
    sheet = np.asarray(Image.open(path))
    assert sheet.shape == (6 * 12 + 4, 3 * 12 + 4, 3)
    expected = [[51, 200, 200], [102] * 3, [255] * 3] * 2
    for row, values in enumerate(expected):
        for column, value in enumerate(values):
            assert sheet[4 + 12 * row + 4, 4 + 12 * column + 4].tolist() == [value] * 3


def test_first_signal_is_noted_and_the_second_ctrl_c_raises() -> None:
    before = signal.getsignal(signal.SIGINT)
    with deferred_interruption() as interruption:
        assert not interruption.requested
        os.kill(os.getpid(), signal.SIGINT)
        assert interruption.requested
        os.kill(os.getpid(), signal.SIGTERM)  # what torchrun sends after a Ctrl-C
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before


def test_threads_leave_the_signals_alone() -> None:
    before, seen = signal.getsignal(signal.SIGINT), []

    def work() -> None:
        with deferred_interruption() as interruption:
            seen.append((interruption.requested, signal.getsignal(signal.SIGINT)))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [(False, before)]
