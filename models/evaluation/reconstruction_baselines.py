"""Trivial answers that a reconstruction must beat: a card, an inflation, a solid of revolution."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from models.evaluation.reconstruction_protocol import InputViews
from models.evaluation.revolution import revolved_depths
from models.gaussian_composer import FRONT_PX, SurfaceMaps, compose, compose_card
from models.preprocess import ObjectView
from models.square_crop import SquareCrop
from render.camera import Camera
from render.gaussians import GaussianCloud

FloatArray = npt.NDArray[np.float32]
Reconstruct = Callable[[InputViews], GaussianCloud]

INFLATION = 2.8
"""Thickness of the inflated silhouette over the distance to the outline, chosen on val."""
BEST_BASELINE = "inflated"
"""The baseline with the best novel PSNR on val: gains are over this one, at every offset.

`benchmarks/baseline_choice.py` makes the table of both choices.
"""
_MAP_PX = 96
_SOLID = 0.5


def baselines() -> dict[str, Reconstruct]:
    """Reconstructions from the first view by name."""
    return {"card": card, BEST_BASELINE: inflation(INFLATION), "revolution": revolution}


def card(inputs: InputViews) -> GaussianCloud:
    """The photo on a plane through the object's centre."""
    view, camera = inputs.first, inputs.cameras[0]
    crop = SquareCrop.about(view.rgba[..., 3])
    pixels = crop.resampled(view.rgba, FRONT_PX)
    intrinsics = crop.intrinsics(view.camera_K, FRONT_PX)
    return _placed(compose_card(pixels, view.distance_over_size, intrinsics), camera)


def inflation(factor: float) -> Reconstruct:
    """The silhouette inflated to `factor` times the distance to its outline.

    Its middle stands at the object's centre. The rays through the outline of a round body of
    radius r at the distance d touch it r² / d in front of its centre: there the outline lies, with
    r half the thickness. The colour behind is the photo's, mirrored.
    """

    def inflate(inputs: InputViews) -> GaussianCloud:
        view = inputs.first
        crop, small = _map_crop(view)
        distance = view.distance_over_size
        pixel = crop.side / _MAP_PX / float(view.camera_K[0, 0]) * distance
        solid = np.pad(small[..., 3] > _SOLID, 1)
        inside = ndimage.distance_transform_edt(solid)[1:-1, 1:-1]
        half = (0.5 * factor * pixel * inside).astype(np.float32)
        thickest = float(half.max())
        middle = distance - thickest / distance * (thickest - half)
        return _solid(inputs, crop, small, (middle - half, middle + half))

    return inflate


def revolution(inputs: InputViews) -> GaussianCloud:
    """Every row of the silhouette turned about its middle; the colour behind is mirrored."""
    view = inputs.first
    crop, small = _map_crop(view)
    intrinsics = crop.intrinsics(view.camera_K, _MAP_PX)
    depths = revolved_depths(small[..., 3] > _SOLID, intrinsics, view.distance_over_size)
    return _solid(inputs, crop, small, depths)


def _map_crop(view: ObjectView) -> tuple[SquareCrop, FloatArray]:
    """The crop about the object, and its pixels at the size of the depth maps."""
    crop = SquareCrop.about(view.rgba[..., 3])
    return crop, crop.resampled(view.rgba, _MAP_PX)


def _solid(
    inputs: InputViews, crop: SquareCrop, small: FloatArray, depths: tuple[FloatArray, FloatArray]
) -> GaussianCloud:
    """Front and back surface with the photo's colours on both."""
    view = inputs.first
    maps = SurfaceMaps(
        front_depth=depths[0],
        back_depth=depths[1],
        back_color=small[..., :3],
        coverage=small[..., 3],
    )
    pixels = crop.resampled(view.rgba, FRONT_PX)
    cloud = compose(pixels, maps, crop.intrinsics(view.camera_K, FRONT_PX))
    return _placed(cloud, inputs.cameras[0])


def _placed(cloud: GaussianCloud, camera: Camera) -> GaussianCloud:
    """A cloud in camera axes brought to the world in which the camera stands."""
    return cloud.transformed(camera.world_to_camera[:3, :3].T, camera.position)
