"""Cameras of rendered objects: a ring and free ones, 38 as PhysAssets has them."""

from __future__ import annotations

import hashlib

import numpy as np

from models.rig import RIG_DISTANCE, RIG_ELEVATION_DEG, RIG_VERTICAL_FOV_DEG
from render.camera import Camera

RING_COUNT = 24
"""Cameras of the ring, 15 degrees apart, from +x towards +y."""
FREE_COUNT = 14
"""Cameras at free places, which make PhysAssets' 38."""

_FREE_ELEVATION_DEG = (-20.0, 80.0)
_FREE_DISTANCE = (1.5, 2.2)


def object_cameras(object_id: str, *, side_px: int, free_count: int, seed: int) -> list[Camera]:
    """Ring and free cameras about an object of longest side 1 at the origin.

    Free cameras are uniform over the zone of the sphere from -20 to 80 degrees and over distances
    of 1.5 to 2.2 sides, drawn anew for each object.

    Args:
        object_id: Object whose free cameras are drawn.
        side_px: Side of the square pictures [px].
        free_count: Number of free cameras.
        seed: Seed of the free cameras.
    """
    ring = [
        _camera(360 / RING_COUNT * place, RIG_ELEVATION_DEG, RIG_DISTANCE, side_px)
        for place in range(RING_COUNT)
    ]
    digest = hashlib.sha256(object_id.encode()).digest()[:8]
    rng = np.random.default_rng([seed, *digest])
    low, high = np.sin(np.radians(_FREE_ELEVATION_DEG))
    free = [
        _camera(
            rng.uniform(0, 360),
            float(np.degrees(np.arcsin(rng.uniform(low, high)))),
            rng.uniform(*_FREE_DISTANCE),
            side_px,
        )
        for _ in range(free_count)
    ]
    return ring + free


def _camera(azimuth_deg: float, elevation_deg: float, distance: float, side_px: int) -> Camera:
    return Camera.orbit(
        (0, 0, 0),
        radius=distance,
        azimuth_deg=azimuth_deg,
        elevation_deg=elevation_deg,
        width=side_px,
        height=side_px,
        vertical_fov_deg=RIG_VERTICAL_FOV_DEG,
    )
