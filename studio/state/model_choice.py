"""`ModelChoice`: which model predicts, and how."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

EMBEDDED_MODEL = "embedded"
"""Name of the shipped model."""
DEVICES = ("cpu", "cuda")
PRECISIONS = ("fp32", "bf16", "fp16")
MVADAPTER = "mvadapter"
VIEW_MAKERS = (EMBEDDED_MODEL, MVADAPTER)
"""What can make the further views of a photo."""


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """Which model predicts, and how; all but the first are for PhysGM."""

    name: str = EMBEDDED_MODEL
    """"embedded", or the path of a model."""
    device: str = "cpu"
    """Torch device."""
    precision: str = "fp32"
    """Precision of the network: fp32, bf16 or fp16."""
    dino: Path | None = None
    """DINOv3's weights where the checkpoint has none."""
    views_from: str = "embedded"
    """What makes the further views of a photo: "embedded" or "mvadapter"."""
    mvadapter_weights: Path | None = None
    """Folder with MV-Adapter's weights."""
    adapter: Path | None = None
    """Preference adapter that changes what the model says of the material; None for none."""

    @property
    def embedded(self) -> bool:
        """Whether it is the shipped model, or a folder in its format."""
        return self.name == EMBEDDED_MODEL or Path(self.name).is_dir()
