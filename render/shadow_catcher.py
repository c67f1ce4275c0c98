"""Where a shadow on the ground shows in a picture, and how dark it is there."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from render.camera import Camera
from render.ground_shadow import GroundShadow

FloatArray = npt.NDArray[np.float32]

SHALLOWEST = 1e-6
"""Slope of the flattest ray that is taken to meet the ground."""


class SeenShadow(NamedTuple):
    """A shadow in the part of a picture that it can touch."""

    part: tuple[slice, slice]
    """Rows and columns."""
    darkness: FloatArray
    """Share of light taken away, 0 to 1, shape [rows, columns]."""


def seen_shadow(camera: Camera, shadow: GroundShadow, ground_z_m: float) -> SeenShadow:
    """Project a shadow into a picture.

    Args:
        camera: View with picture size.
        shadow: Darkness on the ground.
        ground_z_m: Height of the ground [m]; from below it there is no shadow.
    """
    part = _touched(shadow, camera, ground_z_m)
    x, y, meets = _ground_points(camera, ground_z_m, part)
    darkness = shadow.sample(x, y)
    darkness[~meets] = 0
    return SeenShadow(part, darkness)


def _touched(shadow: GroundShadow, camera: Camera, ground_z_m: float) -> tuple[slice, slice]:
    """Rows and columns of the picture that the shadow's square can touch."""
    square = shadow.half_side_m * np.array([[-1, -1], [-1, 1], [1, -1], [1, 1]])
    corners = np.column_stack([square + np.array(shadow.center_m), np.full(4, ground_z_m)])
    pixels, depths = camera.project(corners)
    if not camera.is_orthographic and (depths < camera.near_plane).any():
        return slice(None), slice(None)
    size = (camera.width, camera.height)
    low = np.clip(np.floor(pixels.min(axis=0)), 0, size).astype(int)
    high = np.clip(np.ceil(pixels.max(axis=0)), 0, size).astype(int)
    return slice(low[1], high[1]), slice(low[0], high[0])


def _ground_points(
    camera: Camera, ground_z_m: float, part: tuple[slice, slice]
) -> tuple[FloatArray, FloatArray, npt.NDArray[np.bool_]]:
    """World x and y [m] where the rays of pixels meet the ground, and whether they do."""
    columns = np.arange(camera.width, dtype=np.float32)[part[1]] + 0.5
    rows = np.arange(camera.height, dtype=np.float32)[part[0]] + 0.5
    across = ((columns - camera.K[0, 2]) / camera.K[0, 0])[None, :]
    along = ((rows - camera.K[1, 2]) / camera.K[1, 1])[:, None]
    right, down, forward = camera.world_to_camera[:3, :3]
    sideways = [across * right[i] + along * down[i] for i in range(3)]
    if camera.is_orthographic:
        start = [camera.position[i] + sideways[i] for i in range(3)]
        heading = [np.full_like(sideways[0], forward[i]) for i in range(3)]
    else:
        start = [np.full_like(sideways[0], camera.position[i]) for i in range(3)]
        heading = [sideways[i] + forward[i] for i in range(3)]
    drop = ground_z_m - start[2]
    meets = (heading[2] < -SHALLOWEST) & (drop < 0)
    distance = drop / np.minimum(heading[2], -SHALLOWEST)
    return start[0] + distance * heading[0], start[1] + distance * heading[1], meets
