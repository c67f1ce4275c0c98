"""Settings of the shape network and its training, read from a committed JSON file."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from models.json_settings import with_section
from render.errors import InputError


@dataclass(frozen=True, slots=True)
class SurfaceNetConfig:
    """Size of `SurfaceNet`."""

    frame_px: int = 96
    """Side of the square input and output [px]."""
    widths: tuple[int, ...] = (48, 96, 160, 192)
    """Channels of each resolution."""
    depths: tuple[int, ...] = (1, 2, 2, 1)
    """Residual blocks of each resolution."""
    head_count: int = 4
    """Attention heads."""
    pretrained: bool = False
    """Whether a frozen pretrained network looks at the picture as well."""
    slant: bool = False
    """Whether a second network judges the slant of the whole object; needs `pretrained`."""

    def __post_init__(self) -> None:
        if len(self.widths) != len(self.depths) or len(self.widths) < 2:
            raise InputError(
                f"widths {self.widths} and depths {self.depths} must pair up, 2 or more"
            )
        if any(width % 8 or width % self.head_count for width in self.widths):
            raise InputError(f"widths must be multiples of 8 and of the heads: {self.widths}")
        if self.pretrained and len(self.widths) != 4:
            raise InputError(f"pretrained features need 4 widths, got {len(self.widths)}")
        if self.slant and not self.pretrained:
            raise InputError("slant needs pretrained features: set pretrained to true")
        step = 2 ** len(self.widths)
        if self.frame_px < step or self.frame_px % step:
            raise InputError(f"frame_px must be a multiple of {step}: {self.frame_px}")


@dataclass(frozen=True, slots=True)
class ViewsConfig:
    """Which training pictures are rendered."""

    seed: int = 7
    """Seed of poses, cameras and procedural objects."""
    views_per_real: int = 64
    """Views of each scanned object (ycb, scans, gso)."""
    views_per_house: int = 28
    """Views of each furniture model."""
    views_per_market: int = 24
    """Views of each low-poly model."""
    procedural_count: int = 420
    """Number of procedural objects."""
    views_per_procedural: int = 8
    """Views of each procedural object."""
    variants_per_real: int = 0
    """Stretched variants of each scanned object, six views each."""
    variants_per_house: int = 0
    """Stretched variants of each furniture model."""
    variants_per_market: int = 0
    """Stretched variants of each low-poly model."""
    variants_per_procedural: int = 0
    """Stretched variants of each procedural object."""
    lying_share: float = 0.2
    """Share of views whose object lies on a side."""


@dataclass(frozen=True, slots=True)
class ShapeTrainingConfig:
    """How the shape network is trained."""

    seed: int = 11
    """Seed of initialisation, order and augmentation."""
    step_count: int = 8000
    """Optimizer steps."""
    batch_size: int = 8
    """Views a step."""
    learning_rate: float = 1e-3
    """Peak of the cosine schedule."""
    warmup_steps: int = 300
    """Steps of linear warm-up."""
    weight_decay: float = 0.02
    """Decoupled weight decay."""
    ema_decay: float = 0.999
    """Decay of the averaged weights, which are those that ship."""
    color_weight: float = 0.25
    """Weight of the loss of the back colour against depth in units of the longest side."""
    refine_steps: int = 0
    """Steps after `step_count` that also compare silhouettes from other sides."""
    refine_learning_rate: float = 4e-4
    """Peak of the cosine schedule of these steps."""
    silhouette_weight: float = 1.0
    """Weight of the silhouettes' loss in these steps."""
    picture_steps: int = 0
    """Last steps, which also compare pictures of the composed object from other sides."""
    picture_learning_rate: float = 5e-4
    """Peak of the cosine schedule of these steps."""
    picture_weight: float = 0.25
    """Weight of the pictures' loss in these steps."""
    checkpoint_every_steps: int = 250
    """Steps between checkpoints."""
    compiled: bool = False
    """Compile the network with TorchInductor, a fifth faster; needs a C++ compiler."""
    synthetic_only: bool = False
    """Train on procedural objects alone; needs no assets."""

    def __post_init__(self) -> None:
        for name in ("step_count", "batch_size", "checkpoint_every_steps"):
            if getattr(self, name) < 1:
                raise InputError(f"{name} must be at least 1: {getattr(self, name)}")
        for name in ("refine_steps", "picture_steps"):
            if getattr(self, name) < 0:
                raise InputError(f"{name} must be at least 0: {getattr(self, name)}")
        for name in ("learning_rate", "refine_learning_rate", "picture_learning_rate"):
            if not 0 < getattr(self, name) < 1:
                raise InputError(f"{name} must lie in 0..1: {getattr(self, name):g}")
        if not 0 <= self.ema_decay < 1:
            raise InputError(f"ema_decay must lie in 0..1: {self.ema_decay:g}")

    @property
    def stage_steps(self) -> tuple[int, int, int]:
        """Steps by depths alone, with silhouettes, and with pictures as well."""
        return self.step_count, self.refine_steps, self.picture_steps

    @property
    def total_steps(self) -> int:
        """Steps of the whole training."""
        return sum(self.stage_steps)

    def stage_at(self, step: int) -> tuple[int, int]:
        """Number of a step's stage, from 0, and the steps of that stage before it."""
        first = 0
        for stage, count in enumerate(self.stage_steps[:-1]):
            if step < first + count:
                return stage, step - first
            first += count
        return len(self.stage_steps) - 1, step - first


@dataclass(frozen=True, slots=True)
class EmbeddedConfig:
    """Everything that defines the shape part of the embedded model."""

    net: SurfaceNetConfig
    views: ViewsConfig
    training: ShapeTrainingConfig

    @staticmethod
    def load(path: Path) -> EmbeddedConfig:
        """Read the `shape` section of a training config.

        Raises:
            InputError: If the file is missing, is not JSON or holds an unknown or invalid value.
        """
        try:
            document = json.loads(path.read_text(encoding="utf-8"))["shape"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            reason = f"no section {error}" if isinstance(error, KeyError) else str(error)
            raise InputError(f"{path} is no training config of the shape: {reason}") from None
        if not isinstance(document, dict):
            raise InputError(f"{path}: shape must be an object, got {document!r}")
        try:
            return EmbeddedConfig.from_json(document)
        except InputError as error:
            raise InputError(f"{path}: {error}") from None

    @staticmethod
    def from_json(document: dict[str, Any]) -> EmbeddedConfig:
        """Build the settings from a JSON object with sections net, views and training."""
        return EmbeddedConfig(
            net=with_section(SurfaceNetConfig(), document, "net"),
            views=with_section(ViewsConfig(), document, "views"),
            training=with_section(ShapeTrainingConfig(), document, "training"),
        )

    def to_json(self) -> dict[str, Any]:
        """The settings as a JSON object."""
        return asdict(self)
