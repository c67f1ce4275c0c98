"""`StageLook`: a plain studio stage as a backdrop, a light floor that runs into a wall."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from render.backdrop import Backdrop, Color
from render.camera import Camera

FloatArray = npt.NDArray[np.float32]

WALL_SOFTNESS = 0.12
"""Squared sine of the angle at which the wall is halfway to the zenith's colour."""
GRADIENT_STEPS = 8193
"""Entries of the table that maps the sine of a ray's elevation to the colour of floor and wall."""


@dataclass(frozen=True, slots=True)
class StageLook(Backdrop):
    """Colours of the stage, sRGB 0 to 1, and where its floor lies."""

    ground_z_m: float | None = 0.0
    """Height of the floor [m]; None draws no floor and no shadow."""
    floor: Color = (0.845, 0.85, 0.86)
    """Floor at the camera's feet."""
    horizon: Color = (0.925, 0.93, 0.938)
    """Where floor and wall meet without an edge."""
    zenith: Color = (0.975, 0.978, 0.982)
    """Straight up."""
    fade_distance: float = 3.0
    """Distance at which the floor is halfway to the horizon's colour, in camera heights."""

    @property
    def smooth(self) -> bool:
        """True: floor and wall meet without an edge."""
        return True

    def draw(self, camera: Camera) -> FloatArray:
        """Floor and wall by the elevation of each pixel's ray; from below there is no floor."""
        upward = _sines_of_elevation(camera)
        above = self.ground_z_m is not None and float(camera.position[2]) > self.ground_z_m
        step = np.rint((upward + 1) * ((GRADIENT_STEPS - 1) / 2)).astype(np.int32)
        picture: FloatArray = np.take(_gradient(self, has_floor=above), step, axis=0)
        return picture


def _gradient(look: StageLook, *, has_floor: bool) -> FloatArray:
    """Colours of floor and wall from straight down to straight up, shape [GRADIENT_STEPS, 3]."""
    sine = np.linspace(-1, 1, GRADIENT_STEPS)[:, None]
    up = np.maximum(sine, 0) ** 2
    rise = up / (up + WALL_SOFTNESS)
    squared = (sine * look.fade_distance) ** 2
    nearness = np.where((sine < 0) & has_floor, squared / (squared + 1 - sine**2), 0)
    horizon = np.array(look.horizon)
    colors = horizon + (np.array(look.zenith) - horizon) * rise
    colors += (np.array(look.floor) - horizon) * nearness
    return np.asarray(colors, dtype=np.float32)


def _sines_of_elevation(camera: Camera) -> FloatArray:
    """Upward part of the unit viewing direction of every pixel, -1 to 1, shape [H, W]."""
    right, down, forward = camera.world_to_camera[:3, 2]
    if camera.is_orthographic:
        return np.full((camera.height, camera.width), forward, np.float32)
    x = (np.arange(camera.width, dtype=np.float32) + 0.5 - camera.K[0, 2]) / camera.K[0, 0]
    y = (np.arange(camera.height, dtype=np.float32) + 0.5 - camera.K[1, 2]) / camera.K[1, 1]
    length = np.sqrt(x[None, :] ** 2 + y[:, None] ** 2 + 1)
    upward = (x[None, :] * right + (y[:, None] * down + forward)) / length
    return np.asarray(np.clip(upward, -1, 1), np.float32)
