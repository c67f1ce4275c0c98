"""Settings of a PhysGM training, read from the `physgm` section of a committed JSON file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from models.json_settings import with_section, with_values
from models.physgm.config import PhysGMConfig, PhysGMPreset
from models.physgm.precision import Precision
from render.errors import InputError

PHYSGM_SECTION = "physgm"
"""Section of a training config that this training reads."""
OWN_PRESET = PhysGMPreset(
    scale_bias=-5.0, opacity_bias=-0.2, rgb_into_sh=False, straight_resize=False
)
"""Biases of the public training; colours converted and pictures resized as our own models do."""

_CHOICES = ("random", "spread")
_PRECISIONS = (Precision.FP32, Precision.BF16)


@dataclass(frozen=True, slots=True)
class ViewChoice:
    """Which pictures of an object a step takes; the preset says how many go in."""

    targets: int = 8
    """Pictures that the loss compares, the inputs among them, 1 to 64."""
    choice: str = "random"
    """Input pictures: "random", or "spread", each as far as possible from those before it."""

    def __post_init__(self) -> None:
        _check_ranges("views", self, {"targets": (1, 64)})
        if self.choice not in _CHOICES:
            raise InputError(f"views.choice {self.choice!r} must be {' or '.join(_CHOICES)}")


@dataclass(frozen=True, slots=True)
class LossWeights:
    """Factor of each term of the loss; 0 leaves a term out."""

    rgb: float = 1.0
    """Squared error of colours on white."""
    alpha: float = 0.1
    """Squared error of coverage."""
    lpips: float = 0.0
    """Perceptual distance of colours on white."""
    material: float = 0.1
    """Binary cross-entropy of the classes."""
    youngs_modulus: float = 0.01
    """Likelihood and squared error of standardised log10 E."""
    poisson_ratio: float = 0.01
    """The same of standardised nu."""
    density: float = 0.01
    """The same of standardised log10 density, for networks that predict it."""
    lpips_px: int = 256
    """Side to which larger pictures are reduced before the perceptual distance [px]."""

    def __post_init__(self) -> None:
        weights = {f.name: (0.0, 1e3) for f in fields(self) if f.name != "lpips_px"}
        _check_ranges("losses", self, {**weights, "lpips_px": (32, 1024)})
        if not any(getattr(self, name) for name in weights):
            raise InputError("losses must hold one weight above 0")


@dataclass(frozen=True, slots=True)
class Schedule:
    """Optimizer, steps and what is written when; defaults are those of the public training."""

    seed: int = 0
    """Seed of initialisation, order and choice of pictures."""
    step_count: int = 100_000
    """Optimizer steps."""
    batch_size: int = 8
    """Objects a process takes at a time."""
    accumulation: int = 1
    """Batches of a step; their gradients are averaged."""
    learning_rate: float = 2e-4
    """Peak of the cosine."""
    warmup_steps: int = 5000
    """Steps of linear warm-up."""
    beta1: float = 0.9
    """AdamW's decay of the mean gradient."""
    beta2: float = 0.95
    """AdamW's decay of the mean squared gradient."""
    weight_decay: float = 0.05
    """Decoupled decay of matrices and kernels; vectors and biases have none."""
    clip_norm: float = 30.0
    """Largest norm of a step's gradient."""
    ema_decay: float = 0.999
    """Decay of the averaged weights, which are those that are written out."""
    precision: str = "bf16"
    """Of the network's matrices: bf16 or fp32; rays, losses and pictures stay fp32."""
    recompute: bool = False
    """Compute activations anew in the backward pass, which saves memory."""
    faulty_steps: int = 10
    """Steps in a row without a finite gradient after which the training stops."""
    save_every_steps: int = 1000
    """Steps between training states."""
    sheet_every_steps: int = 1000
    """Steps between sample sheets; 0 makes none."""
    log_every_steps: int = 10
    """Steps between lines of the log."""
    tensorboard: bool = True
    """Whether TensorBoard's files are written beside the CSV."""

    def __post_init__(self) -> None:
        _check_ranges(
            "training",
            self,
            {
                "seed": (0, 2**31 - 1), "step_count": (1, 10**8), "batch_size": (1, 4096),
                "accumulation": (1, 4096), "learning_rate": (1e-9, 1.0),
                "warmup_steps": (0, 10**8), "beta1": (0.0, 0.9999), "beta2": (0.0, 0.999999),
                "weight_decay": (0.0, 10.0), "clip_norm": (1e-6, 1e9),
                "ema_decay": (0.0, 0.999999), "faulty_steps": (1, 10**6),
                "save_every_steps": (1, 10**8), "sheet_every_steps": (0, 10**8),
                "log_every_steps": (1, 10**8),
            },
        )  # fmt: skip
        if self.precision not in _PRECISIONS:
            raise InputError(
                f"training.precision {self.precision!r} must be {' or '.join(_PRECISIONS)}; fp16 "
                "overflows in training"
            )


@dataclass(frozen=True, slots=True)
class TrainingSettings:
    """Everything that defines a training run."""

    net: PhysGMConfig
    """Size of the network."""
    preset: PhysGMPreset
    """Biases, distances, picture size and number of input views."""
    views: ViewChoice
    """Which pictures a step takes."""
    losses: LossWeights
    """Weights of the loss's terms."""
    training: Schedule
    """Optimizer and schedule."""
    dino: str = ""
    """File of the frozen DINOv3 weights; a relative path starts at the config's folder."""

    def __post_init__(self) -> None:
        if self.preset.picture_px % self.net.patch_px:
            raise InputError(
                f"preset.picture_px {self.preset.picture_px} must be a multiple of net.patch_px "
                f"{self.net.patch_px}"
            )
        if self.views.targets < self.preset.view_count:
            raise InputError(
                f"views.targets {self.views.targets} must be at least preset.view_count "
                f"{self.preset.view_count}: the inputs are targets too"
            )

    @staticmethod
    def load(path: Path) -> TrainingSettings:
        """Read the `physgm` section of a training config.

        Raises:
            InputError: If the file is missing, is not JSON or holds an unknown or invalid value.
        """
        try:
            values = json.loads(path.read_text(encoding="utf-8"))[PHYSGM_SECTION]
        except (OSError, ValueError, KeyError, TypeError) as error:
            reason = f"no section {error}" if isinstance(error, KeyError) else str(error)
            raise InputError(f"{path} is no training config of PhysGM: {reason}") from None
        try:
            settings = TrainingSettings.from_json(values)
        except InputError as error:
            raise InputError(f"{path}: {error}") from None
        if settings.dino:
            return with_values(settings, {"dino": str(path.parent / settings.dino)})
        return settings

    @staticmethod
    def from_json(values: Mapping[str, Any]) -> TrainingSettings:
        """Settings of a JSON object with sections net, preset, views, losses and training.

        Raises:
            InputError: If a section or value is unknown, of a wrong type or out of range.
        """
        known = [field.name for field in fields(TrainingSettings)]
        if not isinstance(values, Mapping):
            raise InputError(f"{PHYSGM_SECTION} must be an object with sections {', '.join(known)}")
        for name in values:
            if name not in known:
                raise InputError(f"unknown section {name}; known: {', '.join(known)}")
        dino = values.get("dino", "")
        if not isinstance(dino, str):
            raise InputError(f"dino must be the path of a file: {dino!r}")
        return TrainingSettings(
            net=with_section(PhysGMConfig(), values, "net"),
            preset=with_section(OWN_PRESET, values, "preset"),
            views=with_section(ViewChoice(), values, "views"),
            losses=with_section(LossWeights(), values, "losses"),
            training=with_section(Schedule(), values, "training"),
            dino=dino,
        )

    def to_json(self) -> dict[str, Any]:
        """The settings as a JSON object."""
        return asdict(self)


def _check_ranges(
    section: str, settings: object, limits: Mapping[str, tuple[float, float]]
) -> None:
    for name, (low, high) in limits.items():
        value = getattr(settings, name)
        if not low <= value <= high:
            raise InputError(f"{section}.{name} {value:g} is outside {low:g}..{high:g}")
