"""What a model says of a view, without the shape that nobody asks for here."""

from __future__ import annotations

from pathlib import Path

from models import EMBEDDED, EMBEDDED_FOLDER, MATERIAL_WEIGHTS, load_predictor
from models.checkpoint import file_digest
from models.physics_estimator import PhysicsEstimator
from models.preference.world import PhysicsSource
from models.preprocess import ObjectView
from sim.physics_distribution import PhysicsDistribution


def open_source(model: str, dino: Path | None = None) -> tuple[PhysicsSource, str]:
    """A model and the SHA-256 of its weights, as its predictions name it.

    Args:
        model: "embedded", a folder with the embedded model's weights, or a PhysGM checkpoint.
        dino: DINOv3's weights where a PhysGM checkpoint has none.

    Raises:
        InputError: If there is no such model or its weights do not fit.
    """
    path = EMBEDDED_FOLDER if model == EMBEDDED else Path(model)
    if path.is_dir() and dino is None:
        estimator = PhysicsEstimator.load(path / MATERIAL_WEIGHTS)
        return estimator.estimate, file_digest(*sorted(path.glob("*.safetensors")))
    predictor = load_predictor(model, dino=dino)

    def physics(view: ObjectView) -> PhysicsDistribution:
        return predictor.predict(view).physics

    return physics, file_digest(path, *([] if dino is None else [dino]))
