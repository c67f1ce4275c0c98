"""`EmbeddedViews`: the embedded model's own renders stand in for the views nobody took."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from models import SHAPE_WEIGHTS
from models.multiview.view_generator import GeneratedViews, ViewRig
from models.posed_views import PosedViews
from models.preprocess import ObjectView
from models.shape_predictor import ShapePredictor
from models.square_crop import SquareCrop
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
_USUAL_DISTANCE = (0.8, 1.25)
"""Distance of the picture's camera, in radii of the ring, at which it keeps its place."""


class EmbeddedViews:
    """Predicts the object with the embedded model and renders it from the ring.

    The picture keeps its own camera, whose elevation the embedded model predicts; where that stands
    much nearer or farther than the ring, as that of a telephoto lens, it moves to the ring, and the
    picture is framed as if taken from there. The renders have the ring's cameras.
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
        front, camera = _on_ring(view, shape.camera, rig)
        views = PosedViews.of([front, *rendered], [camera, *cameras])
        note = NOTE.format(count=len(cameras), azimuths=", ".join(azimuths))
        return GeneratedViews(views, SOURCE, (note,))


def _on_ring(view: ObjectView, camera: Camera, rig: ViewRig) -> tuple[FloatArray, Camera]:
    """The picture, shape [S, S, 4], and its camera not far from the ring."""
    distance = float(np.linalg.norm(camera.position))
    low, high = _USUAL_DISTANCE
    if low < distance / rig.radius < high:
        return view.rgba, camera
    side = 2 * rig.radius * float(np.tan(np.radians(rig.vertical_fov_deg) / 2))  # longest sides
    side_px = round(side * float(camera.K[0, 0]) / distance)
    turn, shift = camera.world_to_camera[:3, :3], camera.world_to_camera[:3, 3]
    centre = camera.K[:2] @ shift / shift[2]  # where the object's centre is seen [px]
    left, top = np.round(centre - side_px / 2).astype(int)
    picture = SquareCrop(int(left), int(top), side_px).resampled(view.rgba, view.size_px)
    pose = np.eye(4, dtype=np.float32)
    pose[:3, :3], pose[2, 3] = turn, rig.radius
    moved = replace(rig.camera(0, view.size_px), world_to_camera=pose)
    return picture, moved


def _render(cloud: GaussianCloud, camera: Camera) -> FloatArray:
    """Straight colour and coverage, shape [S, S, 4]."""
    shown = open_renderer("cpu_tiles").render(cloud, camera)
    alpha = shown.alpha[..., None]
    colour = (shown.color - (1 - alpha)) / np.maximum(alpha, _LEAST_ALPHA)  # drawn on white
    colour = np.where(alpha > _LEAST_ALPHA, colour.clip(0, 1), 1)
    return np.concatenate([colour, alpha], axis=-1).astype(np.float32)
