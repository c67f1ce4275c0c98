"""Surface points with colours to flat Gaussians that leave no gaps."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from models.gaussian_composer import OPACITY
from models.splats import SPREAD
from models.view_fusion.isosurface import SurfacePoints
from render.gaussians import GaussianCloud
from render.quaternion import quaternion_from_matrix
from render.spherical_harmonics import rgb_to_sh0

FloatArray = npt.NDArray[np.float32]

_FLATNESS = 0.3


def surfel_cloud(points: SurfacePoints, colors: FloatArray, *, inset: float) -> GaussianCloud:
    """One flat Gaussian a point.

    Args:
        points: The surface.
        colors: sRGB 0 to 1, shape [N, 3].
        inset: How far centres are drawn in along the normals [m], since what is drawn reaches
            beyond them.
    """
    count = len(points)
    helper = np.zeros((count, 3), np.float32)
    helper[np.arange(count), np.abs(points.normals).argmin(axis=1)] = 1
    first = np.cross(points.normals, helper)
    first /= np.linalg.norm(first, axis=1, keepdims=True)
    axes = np.stack([first, np.cross(points.normals, first), points.normals], axis=-1)
    spread = SPREAD * points.spacing
    scales = np.tile(np.array([spread, spread, _FLATNESS * spread], np.float32), (count, 1))
    return GaussianCloud(
        points.places - np.float32(inset) * points.normals,
        quaternion_from_matrix(axes).astype(np.float32),
        scales,
        np.full(count, OPACITY, np.float32),
        rgb_to_sh0(colors).reshape(count, 1, 3),
    )
