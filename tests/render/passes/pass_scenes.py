"""Scenes whose passes are known in closed form."""

from __future__ import annotations

import numpy as np

from render.camera import Camera
from render.gaussians import GaussianCloud


def plate(
    *, side_m: float = 1.0, per_side: int = 25, opacity: float = 0.95, thickness_m: float = 1e-4
) -> GaussianCloud:
    """A square of flat Gaussians in the plane x = 0 that faces +x."""
    line = np.linspace(-side_m / 2, side_m / 2, per_side)
    y, z = np.meshgrid(line, line)
    count = y.size
    wide = 1.2 * side_m / (per_side - 1)
    return GaussianCloud(
        means=np.column_stack([np.zeros(count), y.ravel(), z.ravel()]),
        quats=np.tile([1.0, 0, 0, 0], (count, 1)),
        scales=np.tile([thickness_m, wide, wide], (count, 1)),
        opacities=np.full(count, opacity),
        sh_coeffs=np.zeros((count, 1, 3)),
    )


def moved(cloud: GaussianCloud, x: float, y: float, z: float) -> GaussianCloud:
    return cloud.transformed(np.eye(3, dtype=np.float32), np.array([x, y, z], np.float32))


def front_camera(width: int = 72, height: int = 56, distance: float = 2.0) -> Camera:
    """Looks along -x at the middle of the plate."""
    return Camera.look_at(
        (distance, 0, 0), (0, 0, 0), width=width, height=height, vertical_fov_deg=24
    )
