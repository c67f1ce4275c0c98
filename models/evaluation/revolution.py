"""Surface of revolution: every row of a silhouette turned about its middle."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]


def revolved_depths(
    solid: npt.NDArray[np.bool_],
    K: FloatArray,  # noqa: N803
    distance: float,
) -> tuple[FloatArray, FloatArray]:
    """Depth of the front and back of a solid of revolution with a given silhouette.

    The rays through a row of pixels lie in one plane, which cuts the solid in a circle: it touches
    the rays through both ends of the row, its centre lies at the depth `distance`. A sphere's
    silhouette gives the sphere, up to the tilt of the rows off the axis.

    Args:
        solid: Pixels of the silhouette, shape [H, W]; holes do not narrow a row.
        K: Intrinsics [px], shape [3, 3].
        distance: Depth of the axis.

    Returns:
        Front and back depth along the camera's axis, shape [H, W]; `distance` off the silhouette.
    """
    height, width = solid.shape
    front = np.full((height, width), distance, np.float32)
    back = front.copy()
    columns = np.arange(width) + 0.5
    for row in np.flatnonzero(solid.any(axis=1)):
        own = np.flatnonzero(solid[row])
        slope = np.hypot(1, (row + 0.5 - K[1, 2]) / K[1, 1])  # of the row's plane
        angles = np.arctan2((columns - K[0, 2]) / K[0, 0], slope)
        ends = np.array([own[0], own[-1] + 1.0])
        left, right = np.arctan2((ends - K[0, 2]) / K[0, 0], slope)
        middle, half = (left + right) / 2, (right - left) / 2
        away = distance * slope / np.cos(middle)
        turned = angles[own] - middle
        reach = np.sqrt(np.maximum(np.sin(half) ** 2 - np.sin(turned) ** 2, 0))
        depth_per_length = away * np.cos(angles[own]) / slope
        front[row, own] = (np.cos(turned) - reach) * depth_per_length
        back[row, own] = (np.cos(turned) + reach) * depth_per_length
    return front, back
