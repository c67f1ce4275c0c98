"""`train_physgm`: a whole training run, from a config to a checkpoint that `PhysGM.load` opens."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import torch

from models.nets.lpips_vgg import LpipsVggNet
from models.physgm.precision import Precision
from models.training.physgm.interruption import (
    Interruption,
    StopRequested,
    deferred_interruption,
)
from models.training.physgm.network import initial_network
from models.training.physgm.processes import Processes, joined_processes
from models.training.physgm.run_files import RunFiles
from models.training.physgm.scene_loss import SceneLoss
from models.training.physgm.scene_stream import SceneSource
from models.training.physgm.settings import TrainingSettings
from models.training.physgm.splat_pictures import splat_painter
from models.training.physgm.step_guard import FaultyStepsError
from models.training.physgm.trainer import PhysGMTrainer
from models.training.physgm.training_state import STATE_NAME, restore_state
from render.errors import CancelledError, InputError
from render.progress import ProgressCallback, ignore_progress

STAGE = "train physgm"


@dataclass(frozen=True, slots=True)
class RunRequest:
    """What a run is started with."""

    settings: TrainingSettings
    """Network, losses and schedule."""
    data: tuple[Path, ...]
    """Shards or folders of objects."""
    out: Path
    """Folder of the run; an earlier run in it is continued."""
    dino: Path | None = None
    """File of the frozen DINOv3 weights; None takes that of the settings."""
    device: str = "auto"
    """"auto", "cpu" or "cuda"."""


def train_physgm(request: RunRequest, progress: ProgressCallback = ignore_progress) -> Path:
    """Train, continuing where an earlier run in the folder stopped.

    Under `torchrun` every process calls this; the first one alone writes and reports. Ctrl-C and a
    callback that raises end the run after the step at hand, with its state on disk.

    Args:
        request: Config, data and folder.
        progress: Told after each step, in the first process.

    Returns:
        Path of the averaged weights with size and preset.

    Raises:
        InputError: If settings, data, weights or state are unusable, or too many steps in a row had
            no finite gradient.
        StopRequested: If somebody asked to stop.
    """
    settings = request.settings
    with joined_processes(request.device) as processes, deferred_interruption() as interruption:
        if processes.device.type == "cuda":
            torch.set_float32_matmul_precision("high")  # TF32, as the public training has it
        source = SceneSource(
            request.data, settings, rank=processes.rank, world_size=processes.world_size
        )
        trainer = _trainer(request, processes)
        run = {"objects": source.part, "processes": processes.world_size}
        state = request.out / STATE_NAME
        request.out.mkdir(parents=True, exist_ok=True)
        if state.is_file():
            restore_state(state, trainer, settings, run)
        processes.check_same(trainer.step, "the step they continue at")
        files = RunFiles(request.out, settings, trainer, run)
        try:
            _take_steps(trainer, source, files, interruption, progress)
        finally:
            files.close()
        return files.export()


def _trainer(request: RunRequest, processes: Processes) -> PhysGMTrainer:
    """Everything of a process at step 0."""
    settings = request.settings
    net = initial_network(settings, request.dino).to(processes.device)
    loss = SceneLoss(
        settings.preset,
        settings.losses,
        splat_painter(processes.device),
        perceptual=_perceptual(processes.device) if settings.losses.lpips else None,
        precision=Precision(settings.training.precision),
    )
    return PhysGMTrainer(net, loss, settings.training, processes)


def _perceptual(device: torch.device) -> LpipsVggNet:
    from models.evaluation.perceptual_distance import lpips_weights_path, why_lpips_is_missing

    reason = why_lpips_is_missing()
    if reason:
        raise InputError(f"{reason}; or set losses.lpips to 0")
    return LpipsVggNet.load(lpips_weights_path()).to(device)


def _take_steps(
    trainer: PhysGMTrainer,
    source: SceneSource,
    files: RunFiles,
    interruption: Interruption,
    progress: ProgressCallback,
) -> None:
    """Train to the last step; whatever ends it earlier leaves the state on disk."""
    schedule = trainer.schedule
    with closing(source.batches(trainer.step * schedule.accumulation)) as batches:
        while trainer.step < schedule.step_count:
            taken = [next(batches) for _ in range(schedule.accumulation)]
            try:
                files.after_step(trainer.advance(taken), taken[0])
                _pause(trainer, interruption, progress)
            except FaultyStepsError as fault:
                files.save()
                raise InputError(
                    f"{fault}; the last good state is {files.state}; lower training.learning_rate "
                    "or leave those objects out"
                ) from None
            except (StopRequested, CancelledError):
                files.save()
                raise


def _pause(trainer: PhysGMTrainer, interruption: Interruption, progress: ProgressCallback) -> None:
    """Between two steps: report, and stop where somebody asked to."""
    if trainer.processes.any(interruption.requested):
        raise StopRequested(
            f"interrupted after step {trainer.step}; the same command continues there"
        )
    if trainer.processes.is_first:
        progress(STAGE, trainer.step / trainer.schedule.step_count)
