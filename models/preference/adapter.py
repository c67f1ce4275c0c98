"""`Adapter`: what learning from comparisons changes of a model's predictions; a small file."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from models.checkpoint import CheckpointError, read_metadata, read_tensors, save_weights
from render.errors import InputError
from sim.physics_distribution import CLASS_COUNT, PARAMETERS, PhysicsDistribution
from sim.physics_sample import PARAMETER_RANGES

DoubleArray = npt.NDArray[np.float64]

ADAPTER_FORMAT = "phys4d adapter"
ADAPTER_VERSION = 1
LEAST_STD = 1e-3
"""Smallest standard deviation that an adapter leaves, in the value's own scale."""
_SHAPES = {
    "class_bias": (CLASS_COUNT,),
    "mean_shift": (CLASS_COUNT, len(PARAMETERS)),
    "log_scale": (len(PARAMETERS),),
}
_DIGEST_DIGITS = 8


@dataclass(frozen=True, slots=True, eq=False)
class Adapter:
    """Deltas on what the physics heads of one checkpoint say; the checkpoint stays as it is.

    All zero is the model itself. A distribution is changed by adding to the logarithms of its class
    probabilities and by moving the values of each class.
    """

    checkpoint: str
    """SHA-256 of the weights that it belongs to, as `Prediction.checkpoint`."""
    name: str
    """What the user calls it."""
    class_bias: DoubleArray
    """Added to the logarithm of each class's probability, shape [14]."""
    mean_shift: DoubleArray
    """Added to the means of log10 E [decades], nu, log10 rho [decades] of each class, [14, 3]."""
    log_scale: DoubleArray
    """Logarithm of the factor of the standard deviations of the three values, shape [3]."""
    about: dict[str, Any] = field(default_factory=dict)
    """What it was learned from and how, as plain values."""

    def __post_init__(self) -> None:
        for name, shape in _SHAPES.items():
            array = np.array(getattr(self, name), np.float64)
            if array.shape != shape or not np.isfinite(array).all():
                raise InputError(
                    f"{name} of an adapter must be finite numbers of shape {list(shape)}, "
                    f"got {list(array.shape)}; learn it anew"
                )
            array.flags.writeable = False
            object.__setattr__(self, name, array)

    @property
    def label(self) -> str:
        """Name with the first digits of its own hash, for reports and projects."""
        return f"{self.name} ({self.digest[:_DIGEST_DIGITS]})"

    @property
    def digest(self) -> str:
        """SHA-256 of its numbers in hexadecimal digits."""
        numbers = hashlib.sha256(self.checkpoint.encode())
        for name in _SHAPES:
            numbers.update(getattr(self, name).tobytes())
        return numbers.hexdigest()

    def check_checkpoint(self, checkpoint: str) -> None:
        """Refuse another model.

        Args:
            checkpoint: SHA-256 of the model's weights.

        Raises:
            CheckpointError: If the adapter belongs to other weights.
        """
        if checkpoint != self.checkpoint:
            raise CheckpointError(
                f"adapter {self.label} belongs to the weights {_short(self.checkpoint)}, the model "
                f"has {_short(checkpoint)}; load the model it was learned with, or learn it anew"
            )

    def applied(self, physics: PhysicsDistribution) -> PhysicsDistribution:
        """A model's distribution as the adapter changes it; the argument stays as it is.

        Values that are known exactly or not predicted are left alone. The class of the point
        estimate is the model's choice as long as the most probable class is the same.
        """
        changes: dict[str, Any] = {}
        for column, name in enumerate(PARAMETERS):
            if name not in physics.predicted or name in physics.known:
                continue
            mean, std = (moment.astype(np.float64) for moment in physics.moments(name))
            moved = np.clip(mean + self.mean_shift[:, column], *PARAMETER_RANGES[name])
            scaled = np.maximum(std * np.exp(self.log_scale[column]), LEAST_STD)
            changes |= physics.moment_fields(name, moved, scaled)
        with np.errstate(divide="ignore"):
            logs = np.log(physics.probabilities) + self.class_bias
        weights = np.exp(logs - logs.max())
        same_best = int(weights.argmax()) == int(physics.probabilities.argmax())
        point_class = physics.point_class if same_best else None
        return replace(
            physics,
            class_probabilities=weights / weights.sum(),
            point_class=point_class,
            **changes,
        )

    def save(self, path: Path) -> Path:
        """Write the adapter, all or nothing; returns the path."""
        state = {name: torch.tensor(getattr(self, name)) for name in _SHAPES}
        metadata = {
            "format": ADAPTER_FORMAT,
            "version": ADAPTER_VERSION,
            "checkpoint": self.checkpoint,
            "name": self.name,
            "about": self.about,
        }
        save_weights(path, state, metadata, half=False)
        return path

    @staticmethod
    def load(path: Path) -> Adapter:
        """Read an adapter.

        Raises:
            CheckpointError: If the file is missing, damaged, of another kind or of a newer version.
        """
        known = read_metadata(path)
        if known.get("format") != ADAPTER_FORMAT:
            raise CheckpointError(f"{path} is no adapter; `train dpo` and votes make them")
        if known.get("version", 0) > ADAPTER_VERSION:
            raise CheckpointError(
                f"{path} is an adapter of version {known['version']}, this program reads up to "
                f"{ADAPTER_VERSION}; update phys4d-studio"
            )
        tensors = read_tensors(path)
        if set(tensors) != set(_SHAPES):
            raise CheckpointError(f"{path} lacks numbers of the adapter; learn it anew")
        arrays = {name: tensor.double().numpy() for name, tensor in tensors.items()}
        return Adapter(str(known["checkpoint"]), str(known["name"]), **arrays, about=known["about"])

    @staticmethod
    def neutral(checkpoint: str, name: str) -> Adapter:
        """The adapter that changes nothing."""
        zeros: dict[str, Any] = {key: np.zeros(shape) for key, shape in _SHAPES.items()}
        return Adapter(checkpoint, name, **zeros)


def _short(checkpoint: str) -> str:
    return checkpoint[:_DIGEST_DIGITS] or "of no known model"
