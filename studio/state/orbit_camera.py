"""`OrbitCamera`: the viewport's camera as a person turns it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from render.camera import Camera, FloatArray, Projection

ELEVATION_LIMIT_DEG = 90.0
DISTANCE_RANGE_M = (1e-3, 1e3)
FRAME_MARGIN = 1.15
"""Free space left round a framed object, as a factor on its radius."""
STAND_BACK_M = 200.0
"""How far behind its place an orthographic camera stands, so that nothing lies behind it [m]."""


@dataclass(frozen=True, slots=True)
class OrbitCamera:
    """A camera on a sphere about its target, Z up."""

    target: tuple[float, float, float] = (0.0, 0.0, 0.25)
    """Point looked at [m]."""
    distance_m: float = 1.2
    """Distance from the target [m]."""
    azimuth_deg: float = 0.0
    """Direction the camera stands in, from +x towards +y [degrees]."""
    elevation_deg: float = 15.0
    """Height of the camera above the horizon [degrees], -90 to 90."""
    vertical_fov_deg: float = 53.13
    """Vertical field of view [degrees]; orthographic views show what it shows at the target."""
    projection: Projection = Projection.PERSPECTIVE
    """How space becomes a picture."""

    def orbited(self, azimuth_deg: float, elevation_deg: float) -> OrbitCamera:
        """Turned about the target by two angles [degrees]."""
        elevation = min(
            max(self.elevation_deg + elevation_deg, -ELEVATION_LIMIT_DEG), ELEVATION_LIMIT_DEG
        )
        return replace(
            self, azimuth_deg=(self.azimuth_deg + azimuth_deg) % 360, elevation_deg=elevation
        )

    def panned(self, right: float, up: float) -> OrbitCamera:
        """Moved in the picture plane by shares of the picture's height at the target's depth."""
        span_m = 2 * self.distance_m * math.tan(math.radians(self.vertical_fov_deg) / 2)
        rows = self.camera(16, 16).world_to_camera[:3, :3].astype(np.float64)
        shift = span_m * (right * rows[0] - up * rows[1])
        x, y, z = np.asarray(self.target, np.float64) + shift
        return replace(self, target=(float(x), float(y), float(z)))

    def dollied(self, factor: float) -> OrbitCamera:
        """Moved so that the distance is multiplied by `factor`."""
        low, high = DISTANCE_RANGE_M
        return replace(self, distance_m=min(max(self.distance_m * factor, low), high))

    def projected(self, projection: Projection) -> OrbitCamera:
        """With another projection; what lies at the target keeps its size."""
        return replace(self, projection=projection)

    def framed(self, bounds: FloatArray, aspect: float) -> OrbitCamera:
        """Same direction, target and distance chosen so that a box fills the picture.

        It does so from every direction: orbiting does not lead out of the picture.

        Args:
            bounds: Lower and upper corner [m], shape [2, 3].
            aspect: Picture width over height.
        """
        centre = bounds.mean(axis=0)
        radius = max(float(np.linalg.norm(bounds[1] - bounds[0])) / 2, 1e-3)
        half_fov = math.radians(self.vertical_fov_deg) / 2
        narrow = min(half_fov, math.atan(math.tan(half_fov) * aspect))
        flat = self.projection is Projection.ORTHOGRAPHIC
        distance = radius * FRAME_MARGIN / (math.tan(narrow) if flat else math.sin(narrow))
        x, y, z = (float(value) for value in centre)
        return replace(self, target=(x, y, z), distance_m=distance)

    def camera(self, width: int, height: int) -> Camera:
        """Camera of this view for a picture of `width` x `height` px."""
        flat = self.projection is Projection.ORTHOGRAPHIC
        view = Camera.orbit(
            self.target,
            radius=self.distance_m + (STAND_BACK_M if flat else 0.0),
            azimuth_deg=self.azimuth_deg,
            elevation_deg=self.elevation_deg,
            width=width,
            height=height,
            vertical_fov_deg=self.vertical_fov_deg,
        )
        if flat:
            return view.orthographic(self.distance_m)
        return replace(view, near_plane=self.distance_m / 100)
