"""`EmbeddedPredictor`: the shipped model, pictures to Gaussians and physics on a CPU."""

from __future__ import annotations

from pathlib import Path

from models import MATERIAL_WEIGHTS, SHAPE_WEIGHTS
from models.checkpoint import file_digest
from models.physics_estimator import PhysicsEstimator
from models.posed_views import PosedViews
from models.predictor import (
    Prediction,
    check_request,
    elevation_of,
    longest_side,
    posed_source,
    seen_centre,
)
from models.preprocess import ObjectView, view_from_rgba
from models.shape_predictor import ShapePredictor
from models.surface_estimator import SurfaceEstimator


class EmbeddedPredictor:
    """Shape and physics of one view in a few seconds on a CPU; several views are fused."""

    name = "embedded"

    def __init__(
        self, surfaces: SurfaceEstimator, physics: PhysicsEstimator, *, checkpoint: str = ""
    ) -> None:
        self.shape = ShapePredictor(surfaces)
        self._surfaces = surfaces
        self._physics = physics
        self._checkpoint = checkpoint

    @staticmethod
    def load(folder: Path) -> EmbeddedPredictor:
        """Open the weights of shape and material of a folder.

        Raises:
            CheckpointError: If a file is missing, damaged or holds another network.
        """
        files = (folder / SHAPE_WEIGHTS, folder / MATERIAL_WEIGHTS)
        return EmbeddedPredictor(
            SurfaceEstimator.load(files[0]),
            PhysicsEstimator.load(files[1]),
            checkpoint=file_digest(*sorted(folder.glob("*.safetensors"))),
        )

    def predict(
        self, view: ObjectView, *, size_m: float = 0.5, elevation_deg: float | None = None
    ) -> Prediction:
        """As `Predictor.predict`."""
        check_request(size_m, elevation_deg)
        shape = self.shape.predict(view, size_m=size_m, elevation_deg=elevation_deg)
        reading = self._physics.read(view)
        return Prediction(
            cloud=shape.cloud,
            physics=reading.physics,
            camera=shape.camera,
            elevation_deg=shape.elevation_deg,
            size_m=size_m,
            model=self.name,
            warnings=view.warnings + reading.warnings,
            checkpoint=self._checkpoint,
            novelty=reading.novelty,
        )

    def predict_posed(self, views: PosedViews, *, size_m: float | None = None) -> Prediction:
        """As `Predictor.predict_posed`; the physics are those of the first view."""
        from models.view_fusion.fusion import fuse_views

        check_request(size_m)
        squares = views.squares()
        cloud = fuse_views(squares, self._surfaces, longest_side_m=size_m)
        camera = squares.camera(0)
        seen = view_from_rgba(squares.rgba[0], camera.K)
        reading = self._physics.read(seen)
        prediction = Prediction(
            cloud=cloud,
            physics=reading.physics,
            camera=camera,
            elevation_deg=elevation_of(camera, seen_centre(cloud)),
            size_m=longest_side(cloud),
            model=self.name,
            warnings=seen.warnings + reading.warnings,
            checkpoint=self._checkpoint,
            view_source=posed_source(views),
            novelty=reading.novelty,
        )
        return prediction if size_m is None else prediction.resized(size_m)
