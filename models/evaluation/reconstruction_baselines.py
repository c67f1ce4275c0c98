"""Trivial answers that a reconstruction must beat: nothing, a card and inflated silhouettes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from models.gaussian_composer import FRONT_PX, SurfaceMaps, compose, compose_card
from models.preprocess import ObjectView
from models.square_crop import SquareCrop
from render.camera import Camera
from render.gaussians import GaussianCloud

FloatArray = npt.NDArray[np.float32]
Reconstruct = Callable[[ObjectView, Camera], GaussianCloud]

INFLATIONS = (0.7, 1.0, 1.4, 2.0, 2.8, 4.0)
"""Thicknesses of inflated silhouettes over the distance to the outline."""
_MAP_PX = 96
_SOLID = 0.5


def baselines() -> dict[str, Reconstruct]:
    """Reconstructions by name; each takes a view and its camera about an object of size 1."""
    table: dict[str, Reconstruct] = {"card": _card}
    for factor in INFLATIONS:
        table[f"inflated_{factor:g}"] = _inflation(factor)
    return table


def placed(cloud: GaussianCloud, camera: Camera) -> GaussianCloud:
    """A cloud in camera axes brought to the world in which the camera stands."""
    return cloud.transformed(camera.world_to_camera[:3, :3].T, camera.position)


def _card(view: ObjectView, camera: Camera) -> GaussianCloud:
    """The photo on a plane through the object's centre."""
    crop = SquareCrop.about(view.rgba[..., 3])
    pixels = crop.resampled(view.rgba, FRONT_PX)
    intrinsics = crop.intrinsics(view.camera_K, FRONT_PX)
    return placed(compose_card(pixels, view.distance_over_size, intrinsics), camera)


def _inflation(factor: float) -> Reconstruct:
    def inflate(view: ObjectView, camera: Camera) -> GaussianCloud:
        """Thickness proportional to the distance to the outline, mirrored colour behind."""
        crop = SquareCrop.about(view.rgba[..., 3])
        small = crop.resampled(view.rgba, _MAP_PX)
        pixel = crop.side / _MAP_PX / float(view.camera_K[0, 0]) * view.distance_over_size
        solid = np.pad(small[..., 3] > _SOLID, 1)
        inside = ndimage.distance_transform_edt(solid)[1:-1, 1:-1]
        half = (0.5 * factor * pixel * inside).astype(np.float32)
        maps = SurfaceMaps(
            front_depth=view.distance_over_size - half,
            back_depth=view.distance_over_size + half,
            back_color=small[..., :3],
            coverage=small[..., 3],
        )
        pixels = crop.resampled(view.rgba, FRONT_PX)
        return placed(compose(pixels, maps, crop.intrinsics(view.camera_K, FRONT_PX)), camera)

    return inflate
