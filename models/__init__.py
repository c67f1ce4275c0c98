"""From a photo to Gaussians and a distribution over physical materials."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from render.errors import InputError

if TYPE_CHECKING:
    from models.predictor import EmbeddedPredictor

EMBEDDED_FOLDER = Path(__file__).resolve().parents[1] / "resources" / "weights" / "embedded"
SHAPE_WEIGHTS = "shape.safetensors"
MATERIAL_WEIGHTS = "material.safetensors"


def load_predictor(name_or_path: str | Path = "embedded") -> EmbeddedPredictor:
    """Open a model: the embedded one, or a folder with the same files.

    Args:
        name_or_path: "embedded", or a folder with its two weights files.

    Raises:
        InputError: If there is no such model or its weights do not fit.
    """
    folder = EMBEDDED_FOLDER if str(name_or_path) == "embedded" else Path(name_or_path)
    for name in (SHAPE_WEIGHTS, MATERIAL_WEIGHTS):
        if not (folder / name).is_file():
            raise InputError(
                f"model {name_or_path} has no {name}; use embedded or a folder with both weights"
            )
    from models.predictor import EmbeddedPredictor

    return EmbeddedPredictor.load(folder)
