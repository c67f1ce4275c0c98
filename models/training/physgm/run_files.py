"""What a training run leaves on disk: state, log, sample sheets, weights."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from pathlib import Path

import torch

from models.physgm.build import build_physgm
from models.physgm.checkpoint import save_physgm
from models.training.physgm.sample_sheet import write_sheet
from models.training.physgm.scene_stream import SceneBatch
from models.training.physgm.settings import TrainingSettings
from models.training.physgm.trainer import PhysGMTrainer, StepReport
from models.training.physgm.training_log import TrainingLog
from models.training.physgm.training_state import STATE_NAME, save_state

WEIGHTS_NAME = "physgm.safetensors"
SHEET_FOLDER = "sheets"
_SHEET_SCENES = 4


class RunFiles:
    """Writes state, log, sheets and weights, in the first process only."""

    def __init__(
        self, out: Path, settings: TrainingSettings, trainer: PhysGMTrainer, run: Mapping[str, int]
    ) -> None:
        """Open the log.

        Args:
            out: Folder of the run.
            settings: What the run was started with.
            trainer: At the step where the run begins or goes on.
            run: Numbers that a continued run must share.
        """
        self._out, self._settings = out, settings
        self._trainer, self._run = trainer, run
        self._started, self._first = time.monotonic(), trainer.step
        self._writes = trainer.processes.is_first
        wanted = settings.training.tensorboard
        self._log = TrainingLog(out, trainer.step, tensorboard=wanted) if self._writes else None
        self.state = out / STATE_NAME
        """File of the state."""

    def after_step(self, report: StepReport, batch: SceneBatch) -> None:
        """Write what is due after a step."""
        step, schedule = self._trainer.step, self._trainer.schedule
        if step % schedule.log_every_steps == 0:
            self._log_step(report)
        if not self._writes:
            return
        if schedule.sheet_every_steps and step % schedule.sheet_every_steps == 0:
            self._sheet(batch)
        if step % schedule.save_every_steps == 0:
            self.save()

    def save(self) -> None:
        """Write the state."""
        if self._writes:
            save_state(self.state, self._trainer, self._settings, self._run)

    def export(self) -> Path:
        """Write state and averaged weights."""
        path = self._out / WEIGHTS_NAME
        self.save()
        if self._writes:
            settings, trainer = self._settings, self._trainer
            with torch.device("meta"):
                averaged = build_physgm(settings.net)
            weights = trainer.averaged.state_of(trainer.net)
            averaged.load_state_dict({k: v.cpu() for k, v in weights.items()}, assign=True)
            save_physgm(path, averaged, settings.net, settings.preset)
        return path

    def close(self) -> None:
        """Close the log."""
        if self._log is not None:
            self._log.close()

    def _log_step(self, report: StepReport) -> None:
        trainer = self._trainer
        names = ["total", *report.terms]
        values = trainer.processes.means([report.total, *report.terms.values()])
        if self._log is None:
            return
        numbers = dict(zip(names, values, strict=True))
        if "rgb" in numbers:
            error = numbers["rgb"]
            numbers["psnr"] = -10 * math.log10(error) if error > 0 else math.inf
        done = (trainer.step - self._first) * self._objects_a_step()
        self._log.write(
            trainer.step,
            {
                **numbers,
                "gradient_norm": report.gradient_norm,
                "learning_rate": report.learning_rate,
                "skipped_steps": trainer.guard.skipped,
                "objects_per_s": done / max(time.monotonic() - self._started, 1e-9),
            },
        )

    def _objects_a_step(self) -> int:
        schedule = self._trainer.schedule
        return schedule.batch_size * schedule.accumulation * self._trainer.processes.world_size

    @torch.no_grad()
    def _sheet(self, batch: SceneBatch) -> None:
        trainer = self._trainer
        scenes = batch.scenes.first(_SHEET_SCENES).to(trainer.processes.device)
        _, gaussians = trainer.loss.predict(trainer.net, scenes)
        drawn = trainer.loss.draw(gaussians, scenes)
        folder = self._out / SHEET_FOLDER
        folder.mkdir(exist_ok=True)
        path = folder / f"{trainer.step:07d}.png"
        write_sheet(path, scenes.pictures, scenes.target_pictures, drawn.color)
