"""Moving cameras: analytic orbits and keyframed paths."""

from __future__ import annotations

import itertools
from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from render.camera import Camera
from render.errors import InputError
from render.framing import center_of, fitting_distance

FloatArray = npt.NDArray[np.float32]
Float64Array = npt.NDArray[np.float64]

RIG_FOV_DEG = 53.13
"""Vertical field of view of the rig that photos are taken to be seen with [degrees]."""

RIG_ELEVATION_DEG = 8.93
"""Elevation of that rig [degrees]."""

SWING_DEG = 20.0
"""How far the default video camera swings to either side [degrees]."""


class CameraMotion(ABC):
    """A camera for every moment of a clip."""

    @property
    @abstractmethod
    def is_loop(self) -> bool:
        """Whether fraction 1 is fraction 0 again."""

    @abstractmethod
    def camera(self, fraction: float, width: int, height: int) -> Camera:
        """View at a fraction 0 to 1 of the clip, for a picture of `width` x `height` px."""

    def frame_camera(self, index: int, frame_count: int, width: int, height: int) -> Camera:
        """View of frame `index` of `frame_count`; the frame after a loop's last is its first."""
        steps = frame_count if self.is_loop else max(frame_count - 1, 1)
        return self.camera(index / steps, width, height)


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
        if not (np.isfinite(self.radius_m) and self.radius_m > 0):
            raise InputError(f"orbit radius must be > 0 m, got {self.radius_m:g}")
        if not -90 <= self.elevation_deg <= 90:
            raise InputError(f"elevation must lie in -90..90 degrees, got {self.elevation_deg:g}")

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


def swing(
    boxes: FloatArray,
    *,
    azimuth_deg: float = 0.0,
    elevation_deg: float = RIG_ELEVATION_DEG,
    swing_deg: float = SWING_DEG,
    vertical_fov_deg: float = RIG_FOV_DEG,
    aspect: float = 1.0,
) -> CameraOrbit:
    """The default video camera: to and fro about the photo's azimuth, all frames in the picture.

    Args:
        boxes: Robust bounds of every frame [m], shape [T, 2, 3] (`framing.bounds_of_frames`).
        azimuth_deg: Azimuth of the photo [degrees].
        elevation_deg: Elevation of the camera [degrees].
        swing_deg: Largest deviation from the azimuth [degrees].
        vertical_fov_deg: Vertical field of view [degrees].
        aspect: Width over height of the picture.
    """
    azimuths = azimuth_deg + swing_deg * np.linspace(-1, 1, 9)
    shape = CameraOrbit(
        target_m=(0.0, 0.0, 0.0),
        radius_m=1.0,
        azimuth_deg=azimuth_deg,
        elevation_deg=elevation_deg,
        vertical_fov_deg=vertical_fov_deg,
        sweep=OrbitSweep.SWING,
        sweep_deg=swing_deg,
    )
    return _fitted(boxes, shape, azimuths, aspect)


def turntable(
    boxes: FloatArray,
    *,
    azimuth_deg: float = 0.0,
    elevation_deg: float = RIG_ELEVATION_DEG,
    turns: int = 1,
    vertical_fov_deg: float = RIG_FOV_DEG,
    aspect: float = 1.0,
) -> CameraOrbit:
    """A full turn round the object; the frame after the last is the first.

    Args:
        boxes: Robust bounds of every frame [m], shape [T, 2, 3].
        azimuth_deg: Azimuth of the first frame [degrees].
        elevation_deg: Elevation of the camera [degrees].
        turns: Full turns, negative for the other way.
        vertical_fov_deg: Vertical field of view [degrees].
        aspect: Width over height of the picture.
    """
    shape = CameraOrbit(
        target_m=(0.0, 0.0, 0.0),
        radius_m=1.0,
        azimuth_deg=azimuth_deg,
        elevation_deg=elevation_deg,
        vertical_fov_deg=vertical_fov_deg,
        sweep=OrbitSweep.TURNTABLE,
        sweep_deg=360.0 * turns,
    )
    return _fitted(boxes, shape, np.arange(0, 360, 15.0), aspect)


def _fitted(
    boxes: FloatArray, shape: CameraOrbit, azimuths_deg: Float64Array, aspect: float
) -> CameraOrbit:
    """`shape` with the target and radius that hold the boxes."""
    target = center_of(boxes)
    radius = fitting_distance(
        boxes,
        target,
        azimuths_deg=[float(azimuth) for azimuth in azimuths_deg],
        elevation_deg=shape.elevation_deg,
        vertical_fov_deg=shape.vertical_fov_deg,
        aspect=aspect,
    )
    x, y, z = (float(value) for value in target)
    return replace(shape, target_m=(x, y, z), radius_m=radius)


@dataclass(frozen=True, slots=True)
class CameraKeyframe:
    """Where the camera is at one time."""

    time_s: float
    """Time since the start of the path [s]."""
    position_m: tuple[float, float, float]
    """Camera centre [m]."""
    target_m: tuple[float, float, float]
    """Point in the middle of the picture [m]."""
    vertical_fov_deg: float = RIG_FOV_DEG
    """Vertical field of view [degrees]."""
    roll_deg: float = 0.0
    """Turn of the picture about the viewing direction, clockwise [degrees]."""

    def values(self) -> Float64Array:
        """Everything but the time as one row, shape [8]."""
        return np.array(
            [*self.position_m, *self.target_m, self.vertical_fov_deg, self.roll_deg], np.float64
        )


@dataclass(frozen=True, slots=True)
class CameraPath(CameraMotion):
    """A smooth path through keyframes that starts and ends at rest."""

    keyframes: tuple[CameraKeyframe, ...]
    """Keyframes in order of time."""

    def __post_init__(self) -> None:
        if not self.keyframes:
            raise InputError("a camera path needs at least one keyframe")
        times = [keyframe.time_s for keyframe in self.keyframes]
        if any(later <= earlier for earlier, later in itertools.pairwise(times)):
            raise InputError(f"keyframe times must rise from one to the next, got {times} s")
        if not all(np.isfinite([k.time_s, *k.values()]).all() for k in self.keyframes):
            raise InputError("keyframes must hold finite numbers only")

    @property
    def is_loop(self) -> bool:
        """A keyframed path shows its last keyframe in the last frame."""
        return False

    def camera(self, fraction: float, width: int, height: int) -> Camera:
        """View at a fraction of the clip; see `CameraMotion.camera`."""
        values = self._values_at(min(max(fraction, 0.0), 1.0))
        upright = Camera.look_at(
            values[:3], values[3:6], width=width, height=height, vertical_fov_deg=float(values[6])
        )
        roll = np.radians(values[7])
        turn = np.eye(4)
        turn[:2, :2] = [[np.cos(roll), -np.sin(roll)], [np.sin(roll), np.cos(roll)]]
        return replace(upright, world_to_camera=(turn @ upright.world_to_camera).astype(np.float32))

    def _values_at(self, fraction: float) -> Float64Array:
        """Cubic Hermite interpolation with finite-difference tangents, zero at both ends."""
        rows = np.stack([keyframe.values() for keyframe in self.keyframes])
        times = np.array([keyframe.time_s for keyframe in self.keyframes])
        if len(rows) == 1:
            return np.asarray(rows[0])
        tangents = np.zeros_like(rows)
        tangents[1:-1] = (rows[2:] - rows[:-2]) / (times[2:] - times[:-2])[:, None]
        time = times[0] + fraction * (times[-1] - times[0])
        index = int(np.clip(np.searchsorted(times, time, side="right") - 1, 0, len(rows) - 2))
        span = times[index + 1] - times[index]
        s = (time - times[index]) / span
        return np.asarray(
            (2 * s**3 - 3 * s**2 + 1) * rows[index]
            + (s**3 - 2 * s**2 + s) * span * tangents[index]
            + (3 * s**2 - 2 * s**3) * rows[index + 1]
            + (s**3 - s**2) * span * tangents[index + 1]
        )
