"""Where the filming camera stood: the render's silhouette laid over that of the first picture."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from render.camera import Camera
from render.errors import InputError
from render.gaussians import GaussianCloud
from sim.motion.motion import longest_side_px, mask_center
from sim.motion.projection import DRAWN_SPLATS, silhouette
from sim.scene_setup import SceneSetup, place

BoolArray = npt.NDArray[np.bool_]
Float64Array = npt.NDArray[np.float64]

TILTS_DEG = (-24.0, -16.0, -8.0, 0.0, 8.0, 16.0, 24.0)
"""Turns about the view direction that are tried first [degrees]."""
ELEVATION_STEPS_DEG = (-6.0, 0.0, 6.0)
"""Changes of the expected elevation that are tried [degrees]."""
STEPS_DEG = (4.0, 2.0, 1.0)
"""Steps by which the best tilt and elevation are then improved [degrees]."""
ROUNDS = 4
"""Corrections of distance and aim for each direction."""
TRIED_SPLATS = 2_500
"""Splats that are drawn while directions are tried; the best one is drawn again with more."""
LEAST_OVERLAP = 0.5
"""Intersection over union below which what is filmed is not the object."""
ELEVATION_RANGE_DEG = (-10.0, 80.0)


@dataclass(frozen=True, slots=True)
class FilmingCamera:
    """What is known of the camera before the picture is looked at."""

    azimuth_deg: float = 0.0
    """Azimuth in the object's frame, from +x towards +y [degrees]."""
    elevation_deg: float = 8.93
    """Elevation above the horizon; the fit may change it by some degrees [degrees]."""
    vertical_fov_deg: float = 53.13
    """Vertical field of view of the clip [degrees]."""


class FirstView(NamedTuple):
    """How the first picture was taken."""

    camera: Camera
    """Camera that sees the object where the picture shows it; lowest point of the object at z = 0,
    lengths in the unit of the cloud."""
    tilt_deg: float
    """Turn of the object about the view direction [degrees]."""
    elevation_deg: float
    """Elevation of the camera [degrees]."""
    overlap: float
    """Intersection over union of the silhouettes."""


def align_first_view(
    cloud: GaussianCloud, mask: BoolArray, known: FilmingCamera, *, name: str = "the clip"
) -> FirstView:
    """Fit distance, aim, tilt and elevation to the silhouette of the first picture.

    Args:
        cloud: Object in its own frame, Z up [m].
        mask: Silhouette in the first picture, shape [H, W].
        known: What is known of the camera.
        name: Name of the clip, for the message.

    Raises:
        InputError: If the silhouettes are too different.
    """
    best = max(
        (_view(cloud, mask, known, tilt, 0.0) for tilt in TILTS_DEG), key=lambda view: view.overlap
    )
    for change in ELEVATION_STEPS_DEG:
        best = _better(best, cloud, mask, known, best.tilt_deg, change)
    for step in STEPS_DEG:
        for sign in (-step, step):
            change = best.elevation_deg - known.elevation_deg
            best = _better(best, cloud, mask, known, best.tilt_deg + sign, change)
            change = best.elevation_deg - known.elevation_deg
            best = _better(best, cloud, mask, known, best.tilt_deg, change + sign)
    change = best.elevation_deg - known.elevation_deg
    best = _view(cloud, mask, known, best.tilt_deg, change, splats=DRAWN_SPLATS)
    if best.overlap < LEAST_OVERLAP:
        raise InputError(
            f"what moves in {name} does not look like the project's object: their silhouettes "
            f"overlap by {best.overlap:.2f}, at least {LEAST_OVERLAP:g} is needed; make the "
            "project from the clip's first picture, or choose another clip"
        )
    return best


def _better(
    best: FirstView,
    cloud: GaussianCloud,
    mask: BoolArray,
    known: FilmingCamera,
    tilt_deg: float,
    change_deg: float,
) -> FirstView:
    other = _view(cloud, mask, known, tilt_deg, change_deg)
    return other if other.overlap > best.overlap else best


def _view(
    cloud: GaussianCloud,
    mask: BoolArray,
    known: FilmingCamera,
    tilt_deg: float,
    elevation_change_deg: float,
    *,
    splats: int = TRIED_SPLATS,
) -> FirstView:
    """Distance and aim for one tilt and elevation."""
    elevation = float(np.clip(known.elevation_deg + elevation_change_deg, *ELEVATION_RANGE_DEG))
    scene = SceneSetup(
        tilt_deg=tilt_deg, drop_height_over_size=0.0, view_azimuth_deg=known.azimuth_deg
    )
    placed = place(cloud, scene)
    low, high = placed.means.min(axis=0), placed.means.max(axis=0)
    middle = ((low + high) / 2).astype(np.float64)
    height, width = mask.shape
    camera = Camera.orbit(
        middle,
        radius=2.5 * float((high - low).max()),
        azimuth_deg=known.azimuth_deg,
        elevation_deg=elevation,
        width=width,
        height=height,
        vertical_fov_deg=known.vertical_fov_deg,
    )
    wanted = mask_center(mask)
    depth = float(camera.project(middle[None])[1][0])
    depth *= float((high - low).max()) * camera.K[1, 1] / depth / longest_side_px(mask)
    aim, overlap = wanted, 0.0
    for _ in range(ROUNDS):
        camera = _standing(camera, middle, aim, depth)
        seen = silhouette(placed, camera, most=splats)
        if not seen.any():
            break
        overlap = float((seen & mask).sum() / (seen | mask).sum())
        best = camera
        depth *= float(np.sqrt(seen.sum() / mask.sum()))
        aim = aim + wanted - mask_center(seen)
    return FirstView(best if overlap else camera, tilt_deg, elevation, overlap)


def _standing(camera: Camera, point: Float64Array, pixel: Float64Array, depth: float) -> Camera:
    """The camera, not turned, from where a point lies at a pixel and a depth."""
    turn = camera.world_to_camera[:3, :3].astype(np.float64)
    lens = camera.K.astype(np.float64)
    ray = np.linalg.inv(lens) @ [pixel[0], pixel[1], 1.0]
    matrix = camera.world_to_camera.copy()
    matrix[:3, 3] = depth * ray - turn @ point
    return replace(camera, world_to_camera=matrix)
