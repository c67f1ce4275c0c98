"""What is known of a model that can be asked, as values."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

ModelKind = Literal["embedded", "physgm", "other"]
Encoder = Literal["inside", "apart", ""]


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """What its files say; nothing was loaded for it."""

    path: Path
    """File or folder."""
    kind: ModelKind
    """Whether it is the shipped model or one in its format, PhysGM, or something else."""
    byte_count: int
    """Size on disk [bytes]."""
    weight_count: int
    """Numbers in its tensors."""
    dtypes: tuple[str, ...]
    """Types of these numbers, for example "F16"."""
    depth: int = 0
    """Blocks of PhysGM's backbone; 0 for other models."""
    width: int = 0
    """Width of its tokens; 0 for other models."""
    sh_degree: int | None = None
    """Degree of its colours; None for other models."""
    density: bool = False
    """Whether PhysGM predicts density, which the public network does not."""
    encoder: Encoder = ""
    """Whether PhysGM's DINOv3 lies inside the file or is needed apart; empty for no DINOv3."""
    title: str = ""
    """First line of its card; empty without one."""
    text: str = ""
    """The rest of its card, or what is stored in the file, as plain text."""
    sha256: str = ""
    """Hash of its files in hexadecimal digits; empty until it was computed."""
