"""`EmbeddedPredictor`: one view to Gaussians of the whole object and its physics."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from models import MATERIAL_WEIGHTS, SHAPE_WEIGHTS
from models.physics_estimator import PhysicsEstimator
from models.preprocess import ObjectView
from models.shape_predictor import ShapePredictor
from models.surface_estimator import SurfaceEstimator
from render.camera import Camera
from render.errors import InputError
from render.gaussians import GaussianCloud
from sim.physics_distribution import PhysicsDistribution

SIZE_RANGE_M = (1e-3, 1e3)
ELEVATION_RANGE_DEG = (-89.0, 89.0)


@dataclass(frozen=True, slots=True, eq=False)
class Prediction:
    """What the model says about one photo."""

    cloud: GaussianCloud
    """Object frame: Z up, metres, centre of the bounding box at the origin, camera towards +x."""
    physics: PhysicsDistribution
    """Material classes with stiffness, Poisson's ratio and density."""
    camera: Camera
    """The photo's camera in the object frame; it draws the cloud as the view shows the object."""
    elevation_deg: float
    """Elevation of the camera [degrees], predicted unless it was given."""
    size_m: float
    """Longest side of the bounding box [m]."""
    model: str
    """Name of the model."""
    warnings: tuple[str, ...] = ()
    """Sentences for the user."""


class EmbeddedPredictor:
    """The shipped model: shape and physics of one view in a few seconds on a CPU."""

    name = "embedded"

    def __init__(self, shape: ShapePredictor, physics: PhysicsEstimator) -> None:
        self.shape = shape
        self._physics = physics

    @staticmethod
    def load(folder: Path) -> EmbeddedPredictor:
        """Open the weights of shape and material of a folder.

        Raises:
            CheckpointError: If a file is missing, damaged or holds another network.
        """
        return EmbeddedPredictor(
            ShapePredictor(SurfaceEstimator.load(folder / SHAPE_WEIGHTS)),
            PhysicsEstimator.load(folder / MATERIAL_WEIGHTS),
        )

    def predict(
        self, view: ObjectView, *, size_m: float = 0.5, elevation_deg: float | None = None
    ) -> Prediction:
        """Gaussians of the whole object and its physics.

        Args:
            view: The object in the middle of a square picture.
            size_m: Longest side of the object [m]; a photo has no scale.
            elevation_deg: Elevation of the camera [degrees]; None takes the predicted one.

        Raises:
            InputError: If size or elevation lie outside their range or the view is empty.
        """
        _check_range("size", size_m, SIZE_RANGE_M, "m")
        if elevation_deg is not None:
            _check_range("elevation", elevation_deg, ELEVATION_RANGE_DEG, "degrees")
        shape = self.shape.predict(view, size_m=size_m, elevation_deg=elevation_deg)
        return Prediction(
            cloud=shape.cloud,
            physics=self._physics.estimate(view),
            camera=shape.camera,
            elevation_deg=shape.elevation_deg,
            size_m=size_m,
            model=self.name,
            warnings=view.warnings,
        )


def _check_range(name: str, value: float, limits: tuple[float, float], unit: str) -> None:
    low, high = limits
    if not low <= value <= high:
        raise InputError(f"{name} must lie in {low:g}..{high:g} {unit}: {value:g}")
