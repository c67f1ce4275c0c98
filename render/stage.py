"""`StageRenderer`: draws a cloud on a plain studio stage, a light floor with a soft shadow."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from render.base import Renderer, RenderOutput, RenderSettings
from render.camera import Camera
from render.gaussians import GaussianCloud
from render.ground_shadow import GroundShadow, cast_shadow

FloatArray = npt.NDArray[np.float32]

Color = tuple[float, float, float]

BLACK = (0.0, 0.0, 0.0)
WALL_SOFTNESS = 0.12
"""Squared sine of the angle at which the wall is halfway to the zenith's colour."""
SHALLOWEST = 1e-6
"""Sine of the flattest angle at which a ray is taken to meet the floor."""


@dataclass(frozen=True, slots=True)
class StageLook:
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


class StageRenderer(Renderer):
    """Puts the pictures of another renderer on a stage; background settings are not used."""

    def __init__(self, inner: Renderer, look: StageLook | None = None) -> None:
        """Wrap a renderer.

        Args:
            inner: Draws the Gaussians; closed with this one.
            look: Colours and floor; None takes the defaults.
        """
        self.inner = inner
        self.look = look or StageLook()
        self.name = inner.name

    def close(self) -> None:
        """Close the wrapped renderer."""
        self.inner.close()

    def render(
        self, cloud: GaussianCloud, camera: Camera, settings: RenderSettings | None = None
    ) -> RenderOutput:
        """Draw one view; alpha and depth are those of the Gaussians alone."""
        settings = settings or RenderSettings()
        bare = RenderSettings(
            background=BLACK, eps2d=settings.eps2d, max_sh_degree=settings.max_sh_degree
        )
        front = self.inner.render(cloud, camera, bare)
        shadow = None
        if self.look.ground_z_m is not None:
            shadow = cast_shadow(cloud, ground_z_m=self.look.ground_z_m)
        behind = draw_stage(camera, self.look, shadow)
        behind *= (1 - front.alpha)[:, :, None]
        behind += front.color
        return front._replace(color=np.minimum(behind, 1, out=behind))


def draw_stage(camera: Camera, look: StageLook, shadow: GroundShadow | None) -> FloatArray:
    """Picture of the empty stage with a shadow on its floor.

    Args:
        camera: View with picture size.
        look: Colours and floor.
        shadow: Darkness on the floor; None for none.

    Returns:
        sRGB 0 to 1, shape [H, W, 3].
    """
    x, y, upward = _ray_directions(camera)
    up = np.maximum(upward, 0) ** 2
    rise = np.asarray(up / (up + WALL_SOFTNESS), dtype=np.float32)
    height = float(camera.position[2]) - (look.ground_z_m or 0.0)
    if look.ground_z_m is None or height <= 0:
        return _between(look.horizon, look.zenith, rise)
    down = np.minimum(upward, -SHALLOWEST)
    squared = down * down * look.fade_distance**2
    nearness = squared / (squared + 1 - down * down)
    light = np.ones_like(upward)
    if shadow is not None:
        distance = height / -down
        light -= shadow.sample(camera.position[0] + x * distance, camera.position[1] + y * distance)
    on_floor = upward < 0
    picture = np.empty((camera.height, camera.width, 3), np.float32)
    for channel in range(3):
        horizon = look.horizon[channel]
        floor = horizon + (look.floor[channel] - horizon) * nearness
        wall = horizon + (look.zenith[channel] - horizon) * rise
        picture[:, :, channel] = np.where(on_floor, floor * light, wall)
    return picture


def _ray_directions(camera: Camera) -> tuple[FloatArray, FloatArray, FloatArray]:
    """World x, y and z of the unit viewing direction of every pixel, each of shape [H, W]."""
    x = (np.arange(camera.width, dtype=np.float32) + 0.5 - camera.K[0, 2]) / camera.K[0, 0]
    y = (np.arange(camera.height, dtype=np.float32) + 0.5 - camera.K[1, 2]) / camera.K[1, 1]
    R = camera.world_to_camera[:3, :3]  # noqa: N806 - rotation, as in the papers
    inverse_length = 1 / np.sqrt(x[None, :] ** 2 + y[:, None] ** 2 + 1)
    rows = [x[None, :] * R[0, i] + (y[:, None] * R[1, i] + R[2, i]) for i in range(3)]
    return (rows[0] * inverse_length, rows[1] * inverse_length, rows[2] * inverse_length)


def _between(first: Color, second: Color, share: FloatArray) -> FloatArray:
    """Colours between two, shape [H, W, 3]; `share` 0 gives the first."""
    start, end = np.array(first, np.float32), np.array(second, np.float32)
    return np.asarray(start + (end - start) * share[:, :, None])
