"""`FlyCamera`: the viewport's camera as a person flies or walks it through a scene."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from render.camera import Camera
from studio.state.orbit_camera import DISTANCE_RANGE_M, OrbitCamera
from studio.state.pinhole import pinhole_at

Float64Array = npt.NDArray[np.float64]

PITCH_LIMIT_DEG = 90.0
SPEED_RANGE_M_S = (1e-3, 1e3)


@dataclass(frozen=True, slots=True)
class FlyCamera:
    """A camera that stands somewhere and looks somewhere; it never rolls.

    Heading and pitch give the axes directly, so that straight up and down are views as any other.
    """

    position: tuple[float, float, float]
    """Camera centre [m]."""
    heading_deg: float
    """Direction looked in, from +x towards +y [degrees], 0 to 360."""
    pitch_deg: float = 0.0
    """Angle above the horizon [degrees], -90 to 90."""
    vertical_fov_deg: float = 53.13
    """Vertical field of view [degrees]."""
    speed_m_s: float = 1.0
    """Speed of movement [m/s]."""
    walks: bool = False
    """Whether movement keeps the height, as on foot; else it goes where the camera looks."""
    focus_m: float = 1.0
    """Distance of what an orbit goes round when the flight ends [m]."""

    @staticmethod
    def from_orbit(camera: OrbitCamera, *, speed_m_s: float) -> FlyCamera:
        """The same view, ready to fly.

        Args:
            camera: View of an orbit.
            speed_m_s: Speed of movement [m/s].
        """
        x, y, z = (float(value) for value in camera.camera(1, 1).position)
        return FlyCamera(
            (x, y, z),
            heading_deg=(camera.azimuth_deg + 180) % 360,
            pitch_deg=-camera.elevation_deg,
            vertical_fov_deg=camera.vertical_fov_deg,
            speed_m_s=speed_m_s,
            focus_m=camera.distance_m,
        )

    def to_orbit(self) -> OrbitCamera:
        """The same view, round a point `focus_m` ahead."""
        x, y, z = np.array(self.position) + self.focus_m * self.axes()[2]
        low, high = DISTANCE_RANGE_M
        return OrbitCamera(
            target=(float(x), float(y), float(z)),
            distance_m=min(max(self.focus_m, low), high),
            azimuth_deg=(self.heading_deg + 180) % 360,
            elevation_deg=-self.pitch_deg,
            vertical_fov_deg=self.vertical_fov_deg,
        )

    def axes(self) -> Float64Array:
        """Unit vectors to the right, down and forward in the world, shape [3, 3]."""
        heading, pitch = math.radians(self.heading_deg), math.radians(self.pitch_deg)
        east, north = math.cos(heading), math.sin(heading)
        right = np.array([north, -east, 0.0])
        flat = math.cos(pitch)
        forward = np.array([flat * east, flat * north, math.sin(pitch)])
        return np.stack([right, np.cross(forward, right), forward])

    def turned(self, right_deg: float, up_deg: float) -> FlyCamera:
        """Looking farther to the right and up by two angles [degrees]."""
        pitch = min(max(self.pitch_deg + up_deg, -PITCH_LIMIT_DEG), PITCH_LIMIT_DEG)
        return replace(self, heading_deg=(self.heading_deg - right_deg) % 360, pitch_deg=pitch)

    def moved(self, *, right: float, up: float, forward: float, seconds: float) -> FlyCamera:
        """Moved for a time at the camera's speed.

        Args:
            right: -1 to 1.
            up: -1 to 1, along the vertical; nothing for one who walks.
            forward: -1 to 1, where the camera looks, or its heading for one who walks.
            seconds: How long [s].
        """
        axes = self.axes()
        ahead = np.array([-axes[0, 1], axes[0, 0], 0.0]) if self.walks else axes[2]
        rise = 0.0 if self.walks else up
        direction = right * axes[0] + forward * ahead + np.array([0.0, 0.0, rise])
        length = max(float(np.linalg.norm(direction)), 1.0)  # diagonals are no faster
        x, y, z = np.array(self.position) + self.speed_m_s * seconds / length * direction
        return replace(self, position=(float(x), float(y), float(z)))

    def faster(self, factor: float) -> FlyCamera:
        """With the speed multiplied by `factor`."""
        low, high = SPEED_RANGE_M_S
        return replace(self, speed_m_s=min(max(self.speed_m_s * factor, low), high))

    def camera(self, width: int, height: int) -> Camera:
        """Pinhole camera of this view for a picture of `width` x `height` px."""
        return pinhole_at(
            self.position, self.axes(), (width, height),
            vertical_fov_deg=self.vertical_fov_deg, focus_m=self.focus_m,
        )  # fmt: skip
