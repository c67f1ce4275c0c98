"""`AdaptedPredictor`: a model with an adapter, behind the same calls."""

from __future__ import annotations

from dataclasses import replace

from models.posed_views import PosedViews
from models.predictor import Prediction, Predictor
from models.preference.adapter import Adapter
from models.preprocess import ObjectView


class AdaptedPredictor:
    """Shape as the model says, material as the adapter changes it; its name tells both.

    Args:
        predictor: The model.
        adapter: An adapter of its weights; another one is refused at the first prediction.
    """

    def __init__(self, predictor: Predictor, adapter: Adapter) -> None:
        self._predictor, self._adapter = predictor, adapter
        self.name = f"{predictor.name} with adapter {adapter.label}"

    def predict(
        self, view: ObjectView, *, size_m: float = 0.5, elevation_deg: float | None = None
    ) -> Prediction:
        """As `Predictor.predict`."""
        found = self._predictor.predict(view, size_m=size_m, elevation_deg=elevation_deg)
        return self._adapted(found)

    def predict_posed(self, views: PosedViews, *, size_m: float | None = None) -> Prediction:
        """As `Predictor.predict_posed`."""
        return self._adapted(self._predictor.predict_posed(views, size_m=size_m))

    def _adapted(self, found: Prediction) -> Prediction:
        self._adapter.check_checkpoint(found.checkpoint)
        return replace(found, physics=self._adapter.applied(found.physics), model=self.name)
