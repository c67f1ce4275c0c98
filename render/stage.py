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
GRADIENT_STEPS = 8193
"""Entries of the table that maps the sine of a ray's elevation to the colour of floor and wall."""
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
    height = float(camera.position[2]) - (look.ground_z_m or 0.0)
    has_floor = look.ground_z_m is not None and height > 0
    table = _gradient(look, has_floor=has_floor)
    step = np.rint((upward + 1) * ((GRADIENT_STEPS - 1) / 2)).astype(np.int32)
    picture: FloatArray = np.take(table, step, axis=0)
    if shadow is not None and has_floor:
        part = _picture_of(shadow, camera, look.ground_z_m or 0.0)
        down = np.minimum(upward[part], -SHALLOWEST)
        light = 1 - shadow.sample(
            camera.position[0] - x[part] * (height / down),
            camera.position[1] - y[part] * (height / down),
        )
        light[upward[part] >= 0] = 1
        picture[part] *= light[:, :, None]
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


def _picture_of(shadow: GroundShadow, camera: Camera, ground_z_m: float) -> tuple[slice, slice]:
    """Rows and columns of the picture that the shadow's square can touch."""
    square = shadow.half_side_m * np.array([[-1, -1], [-1, 1], [1, -1], [1, 1]])
    square += np.array(shadow.center_m)
    corners = np.column_stack([square, np.full(4, ground_z_m), np.ones(4)])
    seen = corners @ camera.world_to_camera[:3].T.astype(np.float64)
    if (seen[:, 2] < camera.near_plane).any():
        return slice(None), slice(None)
    pixels = seen[:, :2] / seen[:, 2:] @ camera.K[:2, :2].T + camera.K[:2, 2]
    low = np.clip(np.floor(pixels.min(axis=0)), 0, (camera.width, camera.height)).astype(int)
    high = np.clip(np.ceil(pixels.max(axis=0)), 0, (camera.width, camera.height)).astype(int)
    return slice(low[1], high[1]), slice(low[0], high[0])


def _ray_directions(camera: Camera) -> tuple[FloatArray, FloatArray, FloatArray]:
    """World x, y and z of the unit viewing direction of every pixel, each of shape [H, W]."""
    x = (np.arange(camera.width, dtype=np.float32) + 0.5 - camera.K[0, 2]) / camera.K[0, 0]
    y = (np.arange(camera.height, dtype=np.float32) + 0.5 - camera.K[1, 2]) / camera.K[1, 1]
    R = camera.world_to_camera[:3, :3]  # noqa: N806 - rotation, as in the papers
    inverse_length = 1 / np.sqrt(x[None, :] ** 2 + y[:, None] ** 2 + 1)
    rows = [x[None, :] * R[0, i] + (y[:, None] * R[1, i] + R[2, i]) for i in range(3)]
    return (rows[0] * inverse_length, rows[1] * inverse_length, rows[2] * inverse_length)
