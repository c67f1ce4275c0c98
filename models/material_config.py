"""Settings of the material stage: pictures, head and training, read from a committed file."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from models.json_settings import with_values
from render.errors import InputError

_OWN_FILE = "material.json"
_LEAST = {
    **dict.fromkeys(("views", "view_size_px", "components", "hidden", "value_hidden"), 1),
    **dict.fromkeys(
        ("members", "inner_members", "steps", "procedural_views", "procedural_batch"), 1
    ),
    **dict.fromkeys(("inner_folds", "procedural_count"), 0),
}
"""Smallest value of each count."""


@dataclass(frozen=True, slots=True)
class MaterialConfig:
    """Recipe of the material head; the defaults are the shipped one."""

    seed: int = 0
    """Seed of pictures, initial weights and noise."""
    views: int = 16
    """Training pictures an object."""
    view_size_px: int = 256
    """Side of a training picture [px]."""
    components: int = 64
    """Principal components kept of the features, and again of the ImageNet log-probabilities."""
    hidden: int = 48
    """Width of the first hidden layer."""
    value_hidden: int = 24
    """Width of the layer that decodes values given a class."""
    members: int = 8
    """Networks in the ensemble."""
    inner_folds: int = 5
    """Folds of families whose held-out objects fit temperature, shares and scales; 0 for none."""
    inner_members: int = 2
    """Networks of the helper of each inner fold."""
    steps: int = 300
    """Optimiser steps, each over all pictures."""
    learning_rate: float = 0.01
    """Peak learning rate of AdamW."""
    weight_decay: float = 0.3
    """Weight decay of AdamW."""
    dropout: float = 0.3
    """Dropout of the hidden layers."""
    input_noise: float = 0.5
    """Standard deviation of the noise on the whitened components while training."""
    value_weight: float = 0.5
    """Weight of the value loss beside the class loss."""
    label_doubt: float = 0.0
    """How far the classes to learn follow the labels' confidence and alternative, 0 to 1."""
    value_doubt: float = 0.0
    """How far the values to learn follow the labels' standard deviations, 0 to 1."""
    procedural_share: float = 0.15
    """Share of the procedural objects in the weight of all."""
    procedural_count: int = 12
    """Procedural training objects of each class; 0 for none."""
    procedural_views: int = 2
    """Training pictures of a procedural object."""
    procedural_batch: int = 56
    """Procedural objects in a step; the real ones are in every step."""
    family_exponent: float = 0.5
    """An object of a family of n counts n^-exponent: 1 counts each family once."""
    logistic_decay: float = 0.03
    """Quadratic penalty of the logistic regression."""
    prior_strength: float = 1.5
    """How many families the published priors of a class weigh."""
    decision_exponent: float = 0.3
    """Of nearly equal classes that with the largest p / share^exponent is decided for."""

    def __post_init__(self) -> None:
        for name, least in _LEAST.items():
            if getattr(self, name) < least:
                raise InputError(f"{name} must be at least {least}, got {getattr(self, name)}")
        if self.inner_folds == 1:
            raise InputError("inner_folds must be 0 or at least 2, got 1")
        if not self.learning_rate > 0:
            raise InputError(f"learning_rate must be > 0, got {self.learning_rate}")
        for name in ("dropout", "label_doubt", "value_doubt", "procedural_share"):
            if not 0 <= getattr(self, name) <= 1:
                raise InputError(f"{name} must lie in 0..1, got {getattr(self, name)}")
        if self.dropout == 1 or self.procedural_share == 1:
            raise InputError("dropout and procedural_share must be less than 1")

    @staticmethod
    def load(path: Path) -> MaterialConfig:
        """Read the `material` section of a training config.

        A config without that section uses `material.json` in its own folder.

        Raises:
            InputError: If a file cannot be read, or a key or value is wrong.
        """
        data = _section(path)
        if data is None:
            data = _section(path.with_name(_OWN_FILE)) or {}
        try:
            return with_values(MaterialConfig(), data)
        except InputError as error:
            raise InputError(f"section material of {path}: {error}") from None

    def to_json(self) -> dict[str, object]:
        """All fields as plain numbers."""
        return asdict(self)


def _section(path: Path) -> dict[str, Any] | None:
    """The `material` section of a JSON file, None where it has none."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"cannot read the training config {path}: {error}") from error
    section = document.get("material") if isinstance(document, dict) else None
    if section is not None and not isinstance(section, dict):
        raise InputError(f"material in {path} must be an object, got {section!r}")
    return section
