"""`AnalyticMove`: short camera moves in closed form, each at one end in the same home view."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from render.camera import WORLD_UP, Camera
from render.cameras.easing import Easing
from render.cameras.motion import RIG_ELEVATION_DEG, RIG_FOV_DEG, CameraMotion
from render.cameras.orbit import check_orbit
from render.errors import InputError

Float64Array = npt.NDArray[np.float64]

SPIRAL_TURNS = 2
"""Circles of a spiral in a clip."""

LEVEL_ELEVATION_DEG = 60.0
"""Up to this elevation spirals keep the horizon level; above, circles could pass the pole."""


class MoveKind(StrEnum):
    """What an analytic move does; the value is what files hold."""

    SPIRAL = "spiral"
    """Circles before the object, looking at it, as the spirals of LLFF (Mildenhall et al. 2019)."""
    FORWARD = "forward"
    """Home, then closer."""
    BACKWARD = "backward"
    """From closer back to home."""
    UP = "up"
    """Home, then up on an arc about the target."""
    DOWN = "down"
    """From above down to home."""
    DOLLY = "dolly"
    """Dolly zoom: away from home while the lens narrows, so that the target keeps its size."""


AMOUNTS = {
    MoveKind.SPIRAL: 0.15,
    MoveKind.FORWARD: 0.4,
    MoveKind.BACKWARD: 0.4,
    MoveKind.UP: 40.0,
    MoveKind.DOWN: 40.0,
    MoveKind.DOLLY: 1.5,
}
"""Usual amount of each move, see `AnalyticMove.amount`."""


@dataclass(frozen=True, slots=True)
class AnalyticMove(CameraMotion):
    """A camera that keeps its target in the middle of the picture and moves in closed form."""

    kind: MoveKind
    """What it does."""
    target_m: tuple[float, float, float]
    """Point in the middle of the picture [m]."""
    radius_m: float
    """Distance to the target in the home view [m]."""
    azimuth_deg: float = 0.0
    """Azimuth of the home view, from +x towards +y [degrees]."""
    elevation_deg: float = RIG_ELEVATION_DEG
    """Elevation of the home view [degrees]."""
    vertical_fov_deg: float = RIG_FOV_DEG
    """Vertical field of view in the home view [degrees]."""
    amount: float = 0.4
    """Spiral: radius of the circles over the distance. Forward, backward: share of the distance
    that is travelled, below 1. Up, down: angle [degrees]. Dolly: growth of the distance over it."""
    easing: Easing = Easing.EASE_IN_OUT
    """How the way is travelled; a spiral never rests."""

    def __post_init__(self) -> None:
        check_orbit(self.radius_m, self.elevation_deg, self.vertical_fov_deg)
        if not np.isfinite([*self.target_m, self.azimuth_deg]).all():
            raise InputError("target and azimuth of a camera move must be finite numbers")
        limit = {MoveKind.FORWARD: 0.99, MoveKind.BACKWARD: 0.99, MoveKind.UP: 180.0}
        highest = limit.get(self.kind, 180.0 if self.kind is MoveKind.DOWN else 100.0)
        if not 0 < self.amount <= highest:
            raise InputError(
                f"amount of the move {self.kind} must lie in 0..{highest:g}, got {self.amount:g}"
            )

    @property
    def is_loop(self) -> bool:
        """A spiral comes back, every other move ends elsewhere."""
        return self.kind is MoveKind.SPIRAL

    def camera(self, fraction: float, width: int, height: int) -> Camera:
        """View at a fraction of the clip; see `CameraMotion.camera`."""
        if self.kind is MoveKind.SPIRAL:
            return self._spiral(fraction, width, height)
        share = self.easing.share(fraction)
        if self.kind in (MoveKind.BACKWARD, MoveKind.DOWN):
            share = 1 - share
        distance, elevation, half = self.radius_m, self.elevation_deg, self._half_height
        if self.kind in (MoveKind.FORWARD, MoveKind.BACKWARD):
            distance *= 1 - self.amount * share
        elif self.kind is MoveKind.DOLLY:
            distance *= 1 + self.amount * share
            half *= self.radius_m / distance
        else:
            elevation += min(self.amount, max(90.0 - elevation, 0.0)) * share
        return Camera.orbit(
            self.target_m,
            radius=distance,
            azimuth_deg=self.azimuth_deg,
            elevation_deg=elevation,
            width=width,
            height=height,
            vertical_fov_deg=float(np.degrees(2 * np.arctan(half))),
        )

    @property
    def _half_height(self) -> float:
        """Half the picture's height over the distance."""
        return float(np.tan(np.radians(self.vertical_fov_deg) / 2))

    def _spiral(self, fraction: float, width: int, height: int) -> Camera:
        """Circles that start at home, their lowest point, and draw back a little on the way."""
        home = Camera.orbit(
            self.target_m,
            radius=self.radius_m,
            azimuth_deg=self.azimuth_deg,
            elevation_deg=self.elevation_deg,
            width=width,
            height=height,
            vertical_fov_deg=self.vertical_fov_deg,
        )
        right, down, forward = home.world_to_camera[:3, :3].astype(np.float64)
        angle = 2 * np.pi * SPIRAL_TURNS * fraction
        circle = np.sin(angle) * right - (1 - np.cos(angle)) * down
        back = 0.5 * (1 - np.cos(2 * np.pi * fraction)) * forward
        eye = home.position + self.amount * self.radius_m * (circle - back)
        return Camera.look_at(
            eye,
            self.target_m,
            width=width,
            height=height,
            vertical_fov_deg=self.vertical_fov_deg,
            up=WORLD_UP if abs(self.elevation_deg) <= LEVEL_ELEVATION_DEG else -down,
        )
