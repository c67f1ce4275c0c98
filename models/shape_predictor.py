"""`ShapePredictor`: one view to Gaussians of the whole object."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from models.gaussian_composer import FRONT_PX, compose
from models.preprocess import ObjectView
from models.square_crop import SquareCrop
from models.surface_estimator import KnownRig, SurfaceEstimator
from render.camera import Camera
from render.gaussians import GaussianCloud

FloatArray = npt.NDArray[np.float32]

_TRAINED_ELEVATION_DEG = (-5.0, 60.0)


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """Gaussians of the object and the camera that took the photo."""

    cloud: GaussianCloud
    """Object frame: Z up, metres, the photo's camera at azimuth 0 (on the +x side)."""
    camera: Camera
    """The photo's camera in that frame; it draws the cloud as the view shows the object."""
    elevation_deg: float
    """Elevation of the camera [degrees]."""


class ShapePredictor:
    """View to Gaussians."""

    def __init__(self, estimator: SurfaceEstimator) -> None:
        self._estimator = estimator

    def place_by_rig(self, view: ObjectView, *, elevation_deg: float, size_m: float) -> Shape:
        """Gaussians where a known camera saw them: no centring, no rescaling.

        Args:
            view: Picture with the camera's intrinsics and distance.
            elevation_deg: Elevation of the camera [degrees].
            size_m: Longest side of the object [m].
        """
        return self._shape(view, elevation_deg=elevation_deg, scaled=True, size_m=size_m)

    def predict(self, view: ObjectView, *, size_m: float, elevation_deg: float | None) -> Shape:
        """Gaussians of a photo's object, centred, with a longest side of `size_m`."""
        shape = self._shape(view, elevation_deg=elevation_deg, scaled=False, size_m=1.0)
        low, high = shape.cloud.bounds()
        factor = size_m / float((high - low).max())
        shift = -(low + high) / 2 * factor
        cloud = shape.cloud.scaled(factor).transformed(np.eye(3, dtype=np.float32), shift)
        return Shape(cloud, _moved(shape.camera, factor, shift), shape.elevation_deg)

    def _shape(
        self, view: ObjectView, *, elevation_deg: float | None, scaled: bool, size_m: float
    ) -> Shape:
        crop = SquareCrop.about(view.rgba[..., 3])
        distance = view.distance_over_size
        frame_width = crop.side / float(view.camera_K[0, 0]) * distance
        known = KnownRig(frame_width if scaled else None, elevation_deg)
        maps, predicted_deg = self._estimator.estimate(
            view.rgba, crop, known=known, distance=distance, frame_width=frame_width
        )
        if elevation_deg is None:
            elevation_deg = float(np.clip(predicted_deg, *_TRAINED_ELEVATION_DEG))
        pixels = crop.resampled(view.rgba, FRONT_PX)
        seen = compose(pixels, maps, crop.intrinsics(view.camera_K, FRONT_PX)).scaled(size_m)
        camera = _rig_camera(view, elevation_deg, distance * size_m)
        to_world = camera.world_to_camera[:3, :3].T
        return Shape(seen.transformed(to_world, camera.position), camera, elevation_deg)


def _rig_camera(view: ObjectView, elevation_deg: float, radius_m: float) -> Camera:
    """The view's camera on the +x side of the object, looking at the origin."""
    orbit = Camera.orbit(
        (0, 0, 0),
        radius=radius_m,
        azimuth_deg=0,
        elevation_deg=elevation_deg,
        width=view.size_px,
        height=view.size_px,
    )
    return replace(orbit, K=view.camera_K)


def _moved(camera: Camera, factor: float, shift: FloatArray) -> Camera:
    """The camera after the world was scaled about the origin and shifted."""
    matrix = camera.world_to_camera.copy()
    turn = matrix[:3, :3]
    matrix[:3, 3] = -turn @ (camera.position * factor + shift)
    return replace(camera, world_to_camera=matrix)
