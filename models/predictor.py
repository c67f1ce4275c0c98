"""`Predictor`: what every model does, and the `Prediction` that it gives."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
import numpy.typing as npt

from models.posed_views import PosedViews
from models.preprocess import ObjectView
from render.camera import Camera
from render.errors import InputError
from render.framing import extent_bounds
from render.gaussians import GaussianCloud
from sim.physics_distribution import PhysicsDistribution
from sim.project_manifest import check_size

FloatArray = npt.NDArray[np.float32]

ELEVATION_RANGE_DEG = (-89.0, 89.0)
ONE_PICTURE = "one picture"
"""`Prediction.view_source` of a model that needs no further views."""

_SEEN_OPACITY, _STRAY_PERCENT = 0.02, 0.1


@dataclass(frozen=True, slots=True, eq=False)
class Prediction:
    """What a model says about one object."""

    cloud: GaussianCloud
    """Z up, metres. Of a photo: centre of the bounding box at the origin, camera towards +x; of
    posed views: in the world of their poses."""
    physics: PhysicsDistribution
    """Material classes with stiffness, Poisson's ratio and density; it marks what is predicted."""
    camera: Camera
    """The photo's, or the first view's, camera; it draws the cloud as the view shows the object."""
    elevation_deg: float
    """Elevation of that camera [degrees], predicted unless it was known."""
    size_m: float
    """Longest side of the bounding box [m]."""
    model: str
    """Name of the model."""
    warnings: tuple[str, ...] = ()
    """Sentences for the user."""
    checkpoint: str = ""
    """SHA-256 of the model's weights files in hexadecimal digits."""
    view_source: str = ONE_PICTURE
    """Which views the model saw and how they were made, in words."""
    novelty: float | None = None
    """How little the picture is like anything that the model learned, 0 to 1; None: not said."""

    def centred(self) -> Prediction:
        """The same with the middle of the object's box at the origin."""
        shift = -_seen_box(self.cloud).mean(axis=0)
        return self._moved(np.eye(3, dtype=np.float32), shift)

    def resized(self, size_m: float) -> Prediction:
        """The same with another longest side [m], scaled about the origin."""
        factor = size_m / self.size_m
        matrix = self.camera.world_to_camera.copy()
        matrix[:3, 3] *= factor
        camera = replace(self.camera, world_to_camera=matrix)
        return replace(self, cloud=self.cloud.scaled(factor), camera=camera, size_m=size_m)

    def seen_from(self, elevation_deg: float) -> Prediction:
        """The same tipped over until its camera stands at an elevation [degrees].

        The object turns about the horizontal axis of the camera through the origin.
        """
        angle = np.radians(elevation_deg - self.elevation_deg)
        axis = self.camera.world_to_camera[0, :3].astype(np.float64)
        cross = np.cross(np.eye(3), axis)
        turn = np.eye(3) - np.sin(angle) * cross + (1 - np.cos(angle)) * cross @ cross
        turned = self._moved(turn.astype(np.float32), np.zeros(3, np.float32))
        return replace(turned, elevation_deg=elevation_deg)

    def _moved(self, turn: FloatArray, shift: FloatArray) -> Prediction:
        """Object and camera after x → turn x + shift."""
        matrix = self.camera.world_to_camera.copy()
        matrix[:3, :3] = matrix[:3, :3] @ turn.T
        matrix[:3, 3] -= matrix[:3, :3] @ shift
        camera = replace(self.camera, world_to_camera=matrix)
        return replace(self, cloud=self.cloud.transformed(turn, shift), camera=camera)


class Predictor(Protocol):
    """A model that turns pictures of an object into Gaussians and a distribution over materials."""

    @property
    def name(self) -> str:
        """What projects and reports call it."""

    def predict(
        self, view: ObjectView, *, size_m: float = 0.5, elevation_deg: float | None = None
    ) -> Prediction:
        """What one photo shows.

        Args:
            view: The object in the middle of a square picture.
            size_m: Longest side of the object [m]; a photo has no scale.
            elevation_deg: Elevation of the camera [degrees]; None takes the predicted one.

        Raises:
            InputError: If size or elevation lie outside their range or the view is empty.
        """

    def predict_posed(self, views: PosedViews, *, size_m: float | None = None) -> Prediction:
        """What one to four posed views show.

        Args:
            views: Pictures with their cameras; the world has Z up.
            size_m: Longest side of the object [m], reached by scaling about the world's origin;
                None keeps the poses' own scale.

        Raises:
            InputError: If views, poses or size cannot be used.
        """


def posed_source(views: PosedViews) -> str:
    """What `Prediction.view_source` says of posed views."""
    return "one posed picture" if views.count == 1 else f"{views.count} posed pictures"


def check_request(size_m: float | None, elevation_deg: float | None = None) -> None:
    """Reject a size [m] or elevation [degrees] that is out of range; None is always allowed."""
    if size_m is not None:
        check_size(size_m)
    low, high = ELEVATION_RANGE_DEG
    if elevation_deg is not None and not low <= elevation_deg <= high:
        raise InputError(
            f"elevation {elevation_deg:g} degrees is outside {low:g} to {high:g}; "
            "give how far the photo's camera looks down"
        )


def longest_side(cloud: GaussianCloud) -> float:
    """Longest side of the box about what is seen of a cloud, in its unit.

    Raises:
        InputError: If it is empty or a point.
    """
    low, high = _seen_box(cloud)
    side = float((high - low).max())
    if not side > 0:
        raise InputError("the predicted object is a point; use other views or another model")
    return side


def elevation_of(camera: Camera, target: npt.ArrayLike) -> float:
    """How far above the horizon of a point a camera stands [degrees]."""
    away = camera.position.astype(np.float64) - np.asarray(target, np.float64)
    return float(np.degrees(np.arctan2(away[2], np.linalg.norm(away[:2]))))


def seen_centre(cloud: GaussianCloud) -> FloatArray:
    """Middle of the box about what is seen of a cloud, shape [3]."""
    return np.asarray(_seen_box(cloud).mean(axis=0), np.float32)


def _seen_box(cloud: GaussianCloud) -> FloatArray:
    """Corners of the box without faint and stray Gaussians, shape [2, 3]."""
    return extent_bounds(cloud, percentile=_STRAY_PERCENT, min_opacity=_SEEN_OPACITY)
