"""From a photo to Gaussians and a distribution over physical materials."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from render.errors import InputError

if TYPE_CHECKING:
    from models.predictor import EmbeddedPredictor

EMBEDDED_FOLDER = Path(__file__).resolve().parents[1] / "resources" / "weights" / "embedded"


def load_predictor(name_or_path: str | Path = "embedded") -> EmbeddedPredictor:
    """Open a model: the embedded one, or a folder with the same files.

    Args:
        name_or_path: "embedded", or a folder with shape.safetensors and material.safetensors.

    Raises:
        InputError: If there is no such model or its weights do not fit.
    """
    folder = EMBEDDED_FOLDER if str(name_or_path) == "embedded" else Path(name_or_path)
    if not folder.is_dir():
        raise InputError(f"no such model: {name_or_path}; use embedded or a folder with weights")
    from models.predictor import EmbeddedPredictor

    return EmbeddedPredictor.load(folder)
