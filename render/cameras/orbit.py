"""`CameraOrbit`: a camera that stands still, swings or turns about a fixed point, analytically."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from render.camera import Camera
from render.cameras.motion import RIG_ELEVATION_DEG, RIG_FOV_DEG, CameraMotion
from render.errors import InputError

SWING_DEG = 20.0
"""How far the default video camera swings to either side [degrees]."""


class OrbitSweep(StrEnum):
    """How an orbit's azimuth moves; the value is what files hold."""

    TURNTABLE = "turntable"
    SWING = "swing"
    STILL = "still"


@dataclass(frozen=True, slots=True)
class CameraOrbit(CameraMotion):
    """A camera at constant distance that goes round, or to and fro about, a fixed target."""

    target_m: tuple[float, float, float]
    """Point in the middle of the picture [m]."""
    radius_m: float
    """Distance to the target [m]."""
    azimuth_deg: float = 0.0
    """Azimuth at the start, from +x towards +y [degrees]."""
    elevation_deg: float = RIG_ELEVATION_DEG
    """Elevation [degrees]."""
    vertical_fov_deg: float = RIG_FOV_DEG
    """Vertical field of view [degrees]."""
    sweep: OrbitSweep = OrbitSweep.SWING
    """How the azimuth moves."""
    sweep_deg: float = SWING_DEG
    """Full angle of a turntable (negative turns the other way), half that of a swing [degrees]."""

    def __post_init__(self) -> None:
        check_orbit(self.radius_m, self.elevation_deg, self.vertical_fov_deg)
        if not np.isfinite([*self.target_m, self.azimuth_deg, self.sweep_deg]).all():
            raise InputError("target and angles of an orbit must be finite numbers")

    @property
    def is_loop(self) -> bool:
        """Every sweep ends where it started, except a turntable of no full turns."""
        return self.sweep is not OrbitSweep.TURNTABLE or self.sweep_deg % 360 == 0

    def azimuth_at(self, fraction: float) -> float:
        """Azimuth [degrees] at a fraction of the clip."""
        if self.sweep is OrbitSweep.TURNTABLE:
            return self.azimuth_deg + self.sweep_deg * fraction
        if self.sweep is OrbitSweep.SWING:
            return self.azimuth_deg + self.sweep_deg * float(np.sin(2 * np.pi * fraction))
        return self.azimuth_deg

    def camera(self, fraction: float, width: int, height: int) -> Camera:
        """View at a fraction of the clip; see `CameraMotion.camera`."""
        return Camera.orbit(
            self.target_m,
            radius=self.radius_m,
            azimuth_deg=self.azimuth_at(fraction),
            elevation_deg=self.elevation_deg,
            width=width,
            height=height,
            vertical_fov_deg=self.vertical_fov_deg,
        )


def check_orbit(radius_m: float, elevation_deg: float, vertical_fov_deg: float) -> None:
    """Refuse a place on a sphere, or a lens, that cannot be.

    Raises:
        InputError: With the value and its range.
    """
    if not (np.isfinite(radius_m) and radius_m > 0):
        raise InputError(f"orbit radius must be > 0 m, got {radius_m:g}")
    if not -90 <= elevation_deg <= 90:
        raise InputError(f"elevation must lie in -90..90 degrees, got {elevation_deg:g}")
    if not 0 < vertical_fov_deg < 180:
        raise InputError(f"vertical field of view must lie in 0..180 degrees: {vertical_fov_deg:g}")
