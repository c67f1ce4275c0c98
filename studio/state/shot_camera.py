"""`ShotCamera`: the view of one moment of a camera path, which may roll."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from render.camera import Camera
from render.quaternion import matrix_from_quaternion, quaternion_from_matrix
from studio.state.fly_camera import FlyCamera
from studio.state.pinhole import pinhole_at

Float64Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ShotCamera:
    """A camera anywhere, turned in any way; hashable and comparable."""

    position: tuple[float, float, float]
    """Camera centre [m]."""
    rotation: tuple[float, float, float, float]
    """Quaternion wxyz from camera axes (OpenCV) to the world, roll included."""
    vertical_fov_deg: float
    """Vertical field of view [degrees]."""
    focus_m: float = 1.0
    """Distance of what is looked at [m]."""
    aspect: float | None = None
    """Width over height of the picture that has this field of view: a narrower pane shows all of
    it, with more above and below; None for the pane's own."""

    @staticmethod
    def of(camera: Camera, *, focus_m: float = 1.0) -> ShotCamera:
        """The view of a perspective camera.

        Args:
            camera: Its size is left out.
            focus_m: Distance of what is looked at [m].
        """
        turn = camera.world_to_camera[:3, :3].T.astype(np.float64)
        w, i, j, k = (float(value) for value in quaternion_from_matrix(turn))
        x, y, z = (float(value) for value in camera.position)
        half = camera.height / 2 / float(camera.K[1, 1])
        fov_deg = float(np.degrees(2 * np.arctan(half)))
        return ShotCamera((x, y, z), (w, i, j, k), fov_deg, focus_m)

    def axes(self) -> Float64Array:
        """Unit vectors to the right, down and forward in the world, shape [3, 3]."""
        return np.asarray(matrix_from_quaternion(np.array(self.rotation)), np.float64).T

    def camera(self, width: int, height: int) -> Camera:
        """Pinhole camera of this view for a picture of `width` x `height` px."""
        return pinhole_at(
            self.position, self.axes(), (width, height),
            vertical_fov_deg=self._fitting_fov_deg(width / height), focus_m=self.focus_m,
        )  # fmt: skip

    def _fitting_fov_deg(self, pane_aspect: float) -> float:
        """Vertical field of view [degrees] of a pane that holds the whole picture."""
        if self.aspect is None or pane_aspect >= self.aspect:
            return self.vertical_fov_deg
        half = np.tan(np.radians(self.vertical_fov_deg) / 2) * self.aspect / pane_aspect
        return float(np.degrees(2 * np.arctan(half)))

    def to_flight(self, *, speed_m_s: float) -> FlyCamera:
        """The same view without its roll, ready to fly.

        Args:
            speed_m_s: Speed of movement [m/s].
        """
        _, down, forward = self.axes()
        flat = float(np.hypot(forward[0], forward[1]))
        ahead = forward if flat > 1e-3 else down * np.sign(forward[2])
        heading = float(np.degrees(np.arctan2(ahead[1], ahead[0]))) % 360
        pitch = float(np.degrees(np.arctan2(forward[2], flat)))
        return FlyCamera(
            self.position,
            heading_deg=heading,
            pitch_deg=pitch,
            vertical_fov_deg=self.vertical_fov_deg,
            speed_m_s=speed_m_s,
            focus_m=self.focus_m,
        )
