"""The viewport's camera in numbers, in any of its modes."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from studio.state.fly_camera import SPEED_RANGE_M_S, FlyCamera
from studio.state.language import mark
from studio.state.navigation import LENS_RANGE_DEG, ViewCamera
from studio.state.orbit_camera import DISTANCE_RANGE_M
from studio.state.quantities import ANGLES, LENGTHS, SPEEDS, Quantity

Vec3 = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class ViewNumbers:
    """Where the camera is, where it looks, and through what."""

    flies: bool
    """Whether it flies or walks; else it goes round a target."""
    place_m: Vec3
    """The target, or where a flight is [m]."""
    direction_rad: float
    """Azimuth that an orbit stands in, or heading of a flight, from +x towards +y [rad]."""
    height_rad: float
    """Elevation of an orbit, or pitch of a flight [rad]."""
    reach: float
    """Distance from the target [m], or speed of a flight [m/s]."""
    lens_rad: float
    """Vertical field of view [rad]."""


def _angle(key: str, name: str, low_deg: float, high_deg: float, typical_deg: float) -> Quantity:
    return Quantity(
        key, name, math.radians(low_deg), math.radians(high_deg), ANGLES, ("°",), decimals=1,
        default_unit="°", typical=math.radians(typical_deg),
    )  # fmt: skip


TARGET = Quantity("target", mark("Target"), -1e3, 1e3, LENGTHS, ("m",), decimals=3, typical=0.25)
PLACE = Quantity("place", mark("Position"), -1e3, 1e3, LENGTHS, ("m",), decimals=3, typical=1.2)
DIRECTION = _angle("direction", mark("Direction"), -360, 360, 90)
HEIGHT = _angle("height", mark("Height angle"), -90, 90, 15)
DISTANCE = Quantity("distance", mark("Distance"), *DISTANCE_RANGE_M, LENGTHS, ("m",),
                    logarithmic=True, typical=1.2)  # fmt: skip
SPEED = Quantity("fly_speed", mark("Speed"), *SPEED_RANGE_M_S, SPEEDS, ("m/s",),
                 logarithmic=True, typical=0.5)  # fmt: skip
LENS = _angle("lens", mark("Field of view"), *LENS_RANGE_DEG, 40)


def numbers_of(camera: ViewCamera) -> ViewNumbers:
    """A camera in numbers."""
    lens_rad = math.radians(camera.vertical_fov_deg)
    if isinstance(camera, FlyCamera):
        heading, pitch = math.radians(camera.heading_deg), math.radians(camera.pitch_deg)
        return ViewNumbers(True, camera.position, heading, pitch, camera.speed_m_s, lens_rad)
    azimuth, elevation = math.radians(camera.azimuth_deg), math.radians(camera.elevation_deg)
    return ViewNumbers(False, camera.target, azimuth, elevation, camera.distance_m, lens_rad)


def with_numbers(camera: ViewCamera, numbers: ViewNumbers) -> ViewCamera:
    """A camera of the same mode with other numbers."""
    direction_deg = math.degrees(numbers.direction_rad) % 360
    height_deg = math.degrees(numbers.height_rad)
    lens_deg = math.degrees(numbers.lens_rad)
    if isinstance(camera, FlyCamera):
        return replace(
            camera, position=numbers.place_m, heading_deg=direction_deg, pitch_deg=height_deg,
            speed_m_s=numbers.reach, vertical_fov_deg=lens_deg,
        )  # fmt: skip
    return replace(
        camera, target=numbers.place_m, azimuth_deg=direction_deg, elevation_deg=height_deg,
        distance_m=numbers.reach, vertical_fov_deg=lens_deg,
    )  # fmt: skip
