"""`pinhole_at`: the pinhole camera of a view of the viewport."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from render.camera import Camera, intrinsics_from_fov

Float64Array = npt.NDArray[np.float64]

_NEAR_SHARE = 0.01
"""Distance of the near plane as a share of the distance of what is looked at."""


def pinhole_at(
    position: Sequence[float],
    axes: Float64Array,
    size_px: tuple[int, int],
    *,
    vertical_fov_deg: float,
    focus_m: float,
) -> Camera:
    """Camera that stands somewhere.

    Args:
        position: Camera centre [m].
        axes: Unit vectors to the right, down and forward in the world, shape [3, 3].
        size_px: Width and height of the picture [px].
        vertical_fov_deg: Vertical field of view [degrees].
        focus_m: Distance of what is looked at [m].
    """
    width, height = size_px
    matrix = np.eye(4)
    matrix[:3, :3] = axes
    matrix[:3, 3] = -axes @ np.asarray(position, np.float64)
    return Camera(
        K=intrinsics_from_fov(vertical_fov_deg, width, height),
        world_to_camera=matrix.astype(np.float32),
        width=width,
        height=height,
        near_plane=focus_m * _NEAR_SHARE,
    )
