"""Where to look and from how far, so that what matters of every frame is in the picture."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from render.camera import Camera
from render.covariance import covariance_from
from render.errors import InputError
from render.gaussians import GaussianCloud

FloatArray = npt.NDArray[np.float32]
Float64Array = npt.NDArray[np.float64]

MIN_OPACITY = 0.1
"""Gaussians at or below this opacity do not count as part of the object."""

PERCENTILE = 1.0
"""Share of the centres that may lie outside at either end of an axis, in percent."""

MARGIN = 1.15
"""Room left round the framed bounds, as a factor of their size in the picture."""

SMALLEST_SIZE_M = 1e-6
"""Bounds are taken to be at least this large [m], so that one Gaussian can be framed."""

POINT_REACH = 3.0
"""Standard deviations that Gaussians with one common centre are taken to reach from it."""


def robust_bounds(cloud: GaussianCloud) -> FloatArray:
    """Corners of the box that holds 98 % of the visible centres on each axis [m], shape [2, 3]."""
    return extent_bounds(cloud, percentile=PERCENTILE, min_opacity=MIN_OPACITY)


def extent_bounds(cloud: GaussianCloud, *, percentile: float, min_opacity: float) -> FloatArray:
    """Bounds of the centres or, where those are one point, of the Gaussians, shape [2, 3].

    Args:
        cloud: At least one Gaussian; the result has its unit.
        percentile: Share cut from either end, in percent.
        min_opacity: Gaussians at or below this opacity are left out when others remain.
    """
    box = cloud.bounds(percentile=percentile, min_opacity=min_opacity)
    if (box[0] < box[1]).any():
        return box
    seen = cloud.opacities > min_opacity
    shown = cloud.select(seen) if seen.any() else cloud
    variances = covariance_from(shown.quats, shown.scales).diagonal(axis1=1, axis2=2)
    reach = POINT_REACH * np.sqrt(variances).max(axis=0)
    return np.stack([box[0] - reach, box[1] + reach]).astype(np.float32)


def bounds_of_frames(clouds: Iterable[GaussianCloud]) -> FloatArray:
    """Robust bounds of every frame [m], shape [T, 2, 3].

    Raises:
        InputError: If there is no frame.
    """
    boxes = [robust_bounds(cloud) for cloud in clouds]
    if not boxes:
        raise InputError("no frame to look at; simulate or load a take first")
    return np.stack(boxes)


def center_of(boxes: FloatArray) -> FloatArray:
    """Middle of the box round all boxes [m], shape [3].

    Args:
        boxes: Lower and upper corners [m], shape [T, 2, 3].
    """
    low, high = boxes[:, 0].min(axis=0), boxes[:, 1].max(axis=0)
    return np.asarray((low + high) / 2, dtype=np.float32)


def fitting_distance(
    boxes: FloatArray,
    target: FloatArray,
    *,
    azimuths_deg: Sequence[float],
    elevation_deg: float,
    vertical_fov_deg: float,
    aspect: float = 1.0,
) -> float:
    """Smallest distance [m] from which all boxes are in the picture, seen from every azimuth.

    Args:
        boxes: Lower and upper corners [m], shape [T, 2, 3].
        target: Point in the middle of the picture [m], shape [3].
        azimuths_deg: Azimuths of the camera about the target [degrees].
        elevation_deg: Elevation of the camera [degrees].
        vertical_fov_deg: Vertical field of view [degrees].
        aspect: Width over height of the picture.
    """
    corners = corners_of(boxes) - np.asarray(target, np.float64)
    half_height = np.tan(np.radians(vertical_fov_deg) / 2) / MARGIN
    half_width = half_height * aspect
    distance = SMALLEST_SIZE_M
    for azimuth_deg in azimuths_deg:
        view = Camera.orbit(
            (0.0, 0.0, 0.0),
            radius=1.0,
            azimuth_deg=azimuth_deg,
            elevation_deg=elevation_deg,
            width=16,
            height=16,
        )
        seen = corners @ view.world_to_camera[:3, :3].astype(np.float64).T
        needed = np.maximum(np.abs(seen[:, 0]) / half_width, np.abs(seen[:, 1]) / half_height)
        distance = max(distance, float((needed - seen[:, 2]).max()))
    return distance


def corners_of(boxes: FloatArray) -> Float64Array:
    """All corners of all boxes [m], shape [8 T, 3].

    Args:
        boxes: Lower and upper corners [m], shape [T, 2, 3].
    """
    pick = np.array([[i, j, k] for i in (0, 1) for j in (0, 1) for k in (0, 1)])
    return np.asarray(boxes, np.float64)[:, pick, np.arange(3)].reshape(-1, 3)
