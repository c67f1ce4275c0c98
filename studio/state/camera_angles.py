"""Camera keys as people turn them: heading, pitch and roll in place of a quaternion."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from render.camera import Projection
from render.cameras.keyframe import CameraKeyframe, Vector
from render.cameras.path import CameraPath
from render.quaternion import quaternion_from_matrix
from studio.state.fly_camera import FlyCamera
from studio.state.navigation import ViewCamera
from studio.state.orbit_camera import ELEVATION_LIMIT_DEG
from studio.state.shot_camera import ShotCamera

SIDE_PX = 1024
"""Side of the picture by which views are taken apart."""


def shot_of(key: CameraKeyframe) -> ShotCamera:
    """The view of a key, roll included."""
    camera = CameraPath((key,)).camera(0.0, SIDE_PX, SIDE_PX)
    away_m = 1.0 if key.target_m is None else math.dist(key.position_m, key.target_m)
    return ShotCamera.of(camera, focus_m=away_m)


def angles_of(key: CameraKeyframe) -> tuple[float, float]:
    """Heading, from +x towards +y, and pitch above the horizon of a key [degrees]."""
    flight = shot_of(key).to_flight(speed_m_s=1.0)
    return flight.heading_deg, flight.pitch_deg


def key_of_view(camera: ViewCamera | ShotCamera, time_s: float) -> CameraKeyframe:
    """A key at a time [s] that shows what a camera shows; orbits become targets."""
    if isinstance(camera, ShotCamera):
        return CameraKeyframe(
            time_s,
            camera.position,
            vertical_fov_deg=camera.vertical_fov_deg,
            rotation=camera.rotation,
        )
    if isinstance(camera, FlyCamera):
        return CameraKeyframe(
            time_s,
            camera.position,
            vertical_fov_deg=camera.vertical_fov_deg,
            rotation=_rotation(camera),
        )
    flight = FlyCamera.from_orbit(replace(camera, projection=Projection.PERSPECTIVE), speed_m_s=1.0)
    if abs(camera.elevation_deg) < ELEVATION_LIMIT_DEG - 1e-3:
        return CameraKeyframe(
            time_s,
            flight.position,
            camera.target,
            vertical_fov_deg=camera.vertical_fov_deg,
        )
    return key_of_view(flight, time_s)


def aimed_by_angles(key: CameraKeyframe, heading_deg: float, pitch_deg: float) -> CameraKeyframe:
    """The key looking in a direction [degrees] instead of at a target; its roll stays."""
    flight = FlyCamera(key.position_m, heading_deg % 360, min(max(pitch_deg, -90.0), 90.0))
    return replace(key, target_m=None, rotation=_rotation(flight))


def aimed_at(key: CameraKeyframe, target_m: Vector) -> CameraKeyframe:
    """The key looking at a point [m] instead of in a direction."""
    return replace(key, target_m=target_m, rotation=None)


def point_ahead(key: CameraKeyframe, away_m: float) -> Vector:
    """The point in the middle of the picture at a distance [m]."""
    x, y, z = np.array(key.position_m) + away_m * shot_of(key).axes()[2]
    return float(x), float(y), float(z)


def _rotation(flight: FlyCamera) -> tuple[float, float, float, float]:
    w, x, y, z = (float(value) for value in quaternion_from_matrix(flight.axes().T))
    return w, x, y, z
