"""`EmbeddedViews`: the embedded model's own renders stand in for the views nobody took."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from models import SHAPE_WEIGHTS
from models.multiview.view_generator import GeneratedViews, ViewRig
from models.posed_views import PosedViews
from models.preprocess import ObjectView
from models.shape_predictor import ShapePredictor
from models.surface_estimator import SurfaceEstimator
from render.camera import Camera
from render.gaussians import GaussianCloud
from render.registry import open_renderer

FloatArray = npt.NDArray[np.float32]

SOURCE = "one picture and three renders of the embedded model"
NOTE = (
    "The network was given one real view: the other {count} ({azimuths}) are renders of the "
    "embedded model, so what they show is that model's guess."
)
_LEAST_ALPHA = 1e-3


class EmbeddedViews:
    """Predicts the object with the embedded model and renders it from the ring.

    The picture keeps its own camera, whose elevation the embedded model predicts; the renders have
    the ring's cameras.
    """

    def __init__(self, shape: ShapePredictor) -> None:
        self._shape = shape

    @staticmethod
    def load(folder: Path) -> EmbeddedViews:
        """Open the shape weights of a folder.

        Raises:
            CheckpointError: If the file is missing, damaged or holds another network.
        """
        return EmbeddedViews(ShapePredictor(SurfaceEstimator.load(folder / SHAPE_WEIGHTS)))

    def generate(
        self, view: ObjectView, rig: ViewRig, *, elevation_deg: float | None = None
    ) -> GeneratedViews:
        """As `ViewGenerator.generate`."""
        shape = self._shape.predict(view, size_m=1.0, elevation_deg=elevation_deg)
        cameras = [rig.camera(at, view.size_px) for at in range(1, len(rig.azimuths_deg))]
        rendered = [_render(shape.cloud, camera) for camera in cameras]
        azimuths = [f"{azimuth - rig.azimuths_deg[0]:g}°" for azimuth in rig.azimuths_deg[1:]]
        views = PosedViews.of([view.rgba, *rendered], [shape.camera, *cameras])
        note = NOTE.format(count=len(cameras), azimuths=", ".join(azimuths))
        return GeneratedViews(views, SOURCE, (note,))


def _render(cloud: GaussianCloud, camera: Camera) -> FloatArray:
    """Straight colour and coverage, shape [S, S, 4]."""
    shown = open_renderer("cpu_tiles").render(cloud, camera)
    alpha = shown.alpha[..., None]
    colour = (shown.color - (1 - alpha)) / np.maximum(alpha, _LEAST_ALPHA)  # drawn on white
    colour = np.where(alpha > _LEAST_ALPHA, colour.clip(0, 1), 1)
    return np.concatenate([colour, alpha], axis=-1).astype(np.float32)
