"""`scoring_camera`: the still camera from which takes of one object are compared."""

from __future__ import annotations

import numpy as np

from render.camera import Camera
from render.framing import center_of, fitting_distance, robust_bounds
from sim.scene_setup import SceneSetup
from sim.take import Take

SCORING_PX = 128
"""Side of the pictures in which motions are compared [px]."""
ELEVATION_DEG = 20.0
"""Enough above the floor to see how far matter spreads [degrees]."""
VERTICAL_FOV_DEG = 30.0
"""A long lens: what comes towards the camera grows little [degrees]."""
SPREAD = 1.6
"""Room on the floor for what spreads, in sides of the object at rest."""


def scoring_camera(take: Take, *, side_px: int = SCORING_PX) -> Camera:
    """A still camera that holds the object at rest, its fall, and what spreads on the floor.

    It depends on the rest cloud and the scene alone, so that all takes of a set share it.

    Args:
        take: Any take of the set.
        side_px: Width and height of the picture [px].
    """
    scene = SceneSetup.from_json(take.scene)
    body = take.bodies[0]
    count = body.gaussian_count - body.interior_count
    first = body.first_gaussian
    rest = robust_bounds(take.rest.select(slice(first, first + count)))
    low, high = rest.astype(np.float64)
    floor = low[2] if scene.ground_z_m is None else min(scene.ground_z_m, low[2])
    middle, half = (low + high) / 2, SPREAD * (high - low) / 2
    spread = [[*(middle - half)[:2], floor], [*(middle + half)[:2], floor + high[2] - low[2]]]
    boxes = np.stack([rest, np.array(spread, np.float32)])
    target = center_of(boxes)
    distance = fitting_distance(
        boxes,
        target,
        azimuths_deg=(scene.view_azimuth_deg,),
        elevation_deg=ELEVATION_DEG,
        vertical_fov_deg=VERTICAL_FOV_DEG,
    )
    return Camera.orbit(
        target,
        radius=distance,
        azimuth_deg=scene.view_azimuth_deg,
        elevation_deg=ELEVATION_DEG,
        width=side_px,
        height=side_px,
        vertical_fov_deg=VERTICAL_FOV_DEG,
    )
