"""Which surface points each view sees, and how squarely."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from models.view_fusion.isosurface import SurfacePoints
from models.view_fusion.silhouette import Silhouette

FloatArray = npt.NDArray[np.float32]

_CELL_SPACINGS = 1.5
_SLACK_SPACINGS = 2.5
_STEEPEST = 4.0
_RIM_PX = 3.0


def facing(points: SurfacePoints, silhouette: Silhouette) -> FloatArray:
    """How squarely a view sees points, 0 where it does not see them at all.

    Args:
        points: The surface.
        silhouette: The view.

    Returns:
        Cosine between normal and ray, times a ramp near the outline and the frame, shape [N].
    """
    pose = silhouette.pose.astype(np.float32)
    eye = -pose[:3, :3].T @ pose[:3, 3]
    rays = eye - points.places
    cosine = np.einsum("nd,nd->n", rays, points.normals) / np.linalg.norm(rays, axis=1)
    x, y, depth = silhouette.project(points.places)
    limit = _nearest_depth(points, silhouette)
    slope = np.sqrt((1 / np.maximum(cosine, 0.1) ** 2 - 1).clip(0, _STEEPEST**2))
    seen = (
        (cosine > 0)
        & (depth > 0)
        & (depth <= limit + points.spacing * _SLACK_SPACINGS * (1 + slope))
    )
    height, width = silhouette.distance.shape
    seen &= (x > -0.5) & (y > -0.5) & (x < width - 0.5) & (y < height - 0.5)
    inside = ndimage.map_coordinates(
        silhouette.distance, [y, x], order=1, mode="nearest", prefilter=False
    )
    return np.asarray(np.where(seen, cosine * (inside / _RIM_PX).clip(0.02, 1), 0), np.float32)


def _nearest_depth(points: SurfacePoints, silhouette: Silhouette) -> FloatArray:
    """Depth of the nearest point around each point's pixel, on a raster about as coarse as them."""
    ray, (rows, columns), depth = silhouette.rays(points.places, _CELL_SPACINGS * points.spacing)
    nearest = np.full(rows * columns, np.float32(np.inf))
    np.minimum.at(nearest, ray, depth)
    around = ndimage.minimum_filter(nearest.reshape(rows, columns), 3, mode="nearest")
    return np.asarray(around.reshape(-1)[ray], np.float32)
