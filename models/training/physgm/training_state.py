"""The state file of a training: everything that makes a continued run the same run."""

from __future__ import annotations

import logging
import pickle
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from models.state_faults import state_faults
from models.training.physgm.settings import TrainingSettings
from models.training.physgm.trainer import PhysGMTrainer
from render.atomic_file import atomic_path
from render.errors import InputError

_log = logging.getLogger(__name__)

STATE_NAME = "physgm-training.pt"
_VERSION = 1
_FREE = frozenset(
    {"save_every_steps", "sheet_every_steps", "log_every_steps", "tensorboard", "faulty_steps"}
)
"""Settings of the schedule that a continued run may change."""


def save_state(
    path: Path, trainer: PhysGMTrainer, settings: TrainingSettings, run: Mapping[str, int]
) -> None:
    """Write the state, all or nothing; frozen weights are left out.

    Args:
        path: State file.
        trainer: Between two steps.
        settings: What the run was started with.
        run: Numbers that a continued run must share, such as the count of objects.
    """
    state = {
        "version": _VERSION,
        "step": trainer.step,
        "skipped": trainer.guard.skipped,
        "net": trained_weights(trainer),
        "averaged": trainer.averaged.weights,
        "optimizer": trainer.optimizer.state_dict(),
        "settings": _binding(settings),
        "run": dict(run),
    }
    with atomic_path(path) as temporary:
        torch.save(state, temporary)


def restore_state(
    path: Path, trainer: PhysGMTrainer, settings: TrainingSettings, run: Mapping[str, int]
) -> None:
    """Continue from a state of the same settings and data.

    Raises:
        InputError: If the file is damaged or of another run; the first difference is named.
    """
    state = _read(path, trainer.processes.device)
    difference = _first_difference(settings, run, state)
    if difference is not None:
        name, here, there = difference
        raise InputError(
            f"{path} was written with {name} {there}, not {here}; continue with that or choose "
            "another output folder"
        )
    try:
        for name in ("net", "averaged"):
            faults = state_faults(_shapes(trained_weights(trainer)), _shapes(state[name]))
            if faults:
                break
        else:
            _fill(trainer, state)
    except (KeyError, ValueError, TypeError, AttributeError, RuntimeError) as error:
        raise InputError(f"{path} is damaged ({error}); remove it to begin anew") from None
    if faults:
        raise InputError(f"{path} is of another network: {'; '.join(faults)}")
    _log.info("continuing at step %d", trainer.step)


def trained_weights(trainer: PhysGMTrainer) -> dict[str, Tensor]:
    """The trainable parameters by name."""
    named = trainer.net.named_parameters()
    return {name: value.detach() for name, value in named if value.requires_grad}


def _fill(trainer: PhysGMTrainer, state: Mapping[str, Any]) -> None:
    trainer.net.load_state_dict(state["net"], strict=False)
    averaged: Mapping[str, Tensor] = state["averaged"]
    trainer.averaged.weights = {name: averaged[name] for name in trainer.averaged.weights}
    trainer.optimizer.load_state_dict(state["optimizer"])
    trainer.step = int(state["step"])
    trainer.guard.skipped = int(state["skipped"])


def _shapes(weights: Mapping[str, Tensor]) -> dict[str, tuple[int, ...]]:
    return {name: tuple(value.shape) for name, value in weights.items()}


def _read(path: Path, device: torch.device) -> dict[str, Any]:
    try:
        state = torch.load(path, map_location=device, weights_only=True)
        version = state["version"]
    except (OSError, RuntimeError, EOFError, pickle.UnpicklingError, KeyError, TypeError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise InputError(f"{path} is damaged ({reason}); remove it to begin anew") from None
    if version != _VERSION:
        raise InputError(f"{path}: version {version} is not {_VERSION}; remove it to begin anew")
    return dict(state)


def _binding(settings: TrainingSettings) -> dict[str, str]:
    """Settings that a continued run must share, as text by dotted name."""
    flat: dict[str, str] = {}
    for section, values in settings.to_json().items():
        if section != "dino":
            named = ((name, value) for name, value in values.items() if name not in _FREE)
            flat |= {f"{section}.{name}": repr(value) for name, value in named}
    return flat


def _first_difference(
    settings: TrainingSettings, run: Mapping[str, int], state: Mapping[str, Any]
) -> tuple[str, object, object] | None:
    """The first name with another value in the file: name, value here, value there."""
    here: dict[str, object] = {**_binding(settings), **run}
    there: dict[str, object] = {**state.get("settings", {}), **state.get("run", {})}
    names = [*here, *(name for name in there if name not in here)]
    pairs = ((name, here.get(name, "none"), there.get(name, "none")) for name in names)
    return next((each for each in pairs if each[1] != each[2]), None)
