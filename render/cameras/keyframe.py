"""`CameraKeyframe`: where a camera is, and how it goes on from there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from render.camera import Camera
from render.cameras.easing import Easing
from render.cameras.motion import RIG_FOV_DEG
from render.errors import InputError
from render.quaternion import quaternion_from_matrix

Float64Array = npt.NDArray[np.float64]
Vector = tuple[float, float, float]

FARTHEST = 1e9
"""Largest number in a keyframe: a place [m], a time [s] or an angle [degrees]."""


@dataclass(frozen=True, slots=True)
class CameraKeyframe:
    """Where the camera is at one time; it looks at a target or has a rotation."""

    time_s: float
    """When the camera arrives, since the start of the path [s]."""
    position_m: Vector
    """Camera centre [m]."""
    target_m: Vector | None = None
    """Point in the middle of the picture [m], Z up; None if `rotation` says where it looks."""
    vertical_fov_deg: float = RIG_FOV_DEG
    """Vertical field of view [degrees]."""
    roll_deg: float = 0.0
    """Turn of the picture about the viewing direction, clockwise [degrees]; may exceed 360."""
    rotation: tuple[float, float, float, float] | None = None
    """Quaternion wxyz from camera axes (OpenCV) to the world, brought to length 1; the roll comes
    on top of it. None if there is a target."""
    easing: Easing = Easing.LINEAR
    """How the way to the next keyframe is travelled."""
    hold_s: float = 0.0
    """How long the camera stays before it goes on [s]."""

    def __post_init__(self) -> None:
        if (self.target_m is None) == (self.rotation is None):
            raise InputError("a keyframe needs either target_m or rotation, and not both")
        aim = self.target_m if self.rotation is None else self.rotation
        numbers = [self.time_s, *self.position_m, *(aim or ()), self.roll_deg, self.hold_s]
        if not np.abs(numbers).max() <= FARTHEST:
            raise InputError(f"keyframes must hold finite numbers up to {FARTHEST:g} only")
        if not 0 < self.vertical_fov_deg < 180:
            raise InputError(
                f"vertical field of view must lie in 0..180 degrees: {self.vertical_fov_deg:g}"
            )
        if self.hold_s < 0:
            raise InputError(f"a keyframe's hold_s must be >= 0 s, got {self.hold_s:g}")
        if self.rotation is not None:
            self._normalize(self.rotation)
        elif self.target_m == self.position_m:
            raise InputError(f"a keyframe's target and position coincide at {self.target_m}")

    def _normalize(self, rotation: tuple[float, float, float, float]) -> None:
        length = float(np.linalg.norm(rotation))
        if length < 1e-9:
            raise InputError("a keyframe's rotation must be a quaternion other than 0")
        if abs(length - 1) > 1e-12:
            w, x, y, z = (value / length for value in rotation)
            object.__setattr__(self, "rotation", (w, x, y, z))

    @property
    def leaves_s(self) -> float:
        """When the camera goes on [s]."""
        return self.time_s + self.hold_s

    def orientation(self) -> Float64Array:
        """Quaternion wxyz from camera axes to the world without the roll, shape [4]."""
        if self.rotation is not None:
            return np.array(self.rotation)
        assert self.target_m is not None
        view = Camera.look_at(self.position_m, self.target_m, width=1, height=1)
        return quaternion_from_matrix(view.world_to_camera[:3, :3].T).astype(np.float64)
