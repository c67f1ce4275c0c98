"""`step_log`: every step of learning as a line of CSV and, where wanted, for TensorBoard."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from models.preference.fit import LearningStep, Report, ignore_step
from models.training.physgm.training_log import TrainingLog

LOG_NAME = "dpo-training.csv"


@contextmanager
def step_log(folder: Path | None, *, tensorboard: bool) -> Iterator[Report]:
    """What writes down each step that it is told of; an earlier log is replaced.

    Args:
        folder: Folder of the log; None for no log.
        tensorboard: Whether TensorBoard's files are written too.

    Raises:
        InputError: If tensorboard is not installed.
    """
    if folder is None:
        yield ignore_step
        return
    with closing(TrainingLog(folder, -1, tensorboard=tensorboard, name=LOG_NAME)) as log:

        def write(step: LearningStep) -> None:
            log.write(step.step, step.numbers)

        yield write
