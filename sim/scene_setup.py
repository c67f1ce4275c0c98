"""`SceneSetup`: gravity, ground, placement and timing of one simulation."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt

from render.errors import InputError
from render.gaussians import GaussianCloud

FloatArray = npt.NDArray[np.float32]

MIN_VISIBLE_OPACITY = 0.02
"""Gaussians at or below this opacity do not count when a cloud is measured."""

_RANGES = {
    "drop_height_over_size": (0.0, 100.0, "longest sides"),
    "tilt_deg": (-180.0, 180.0, "degrees"),
    "view_azimuth_deg": (-36000.0, 36000.0, "degrees"),
    "frame_dt_s": (1e-4, 1.0, "s"),
}


@dataclass(frozen=True, slots=True)
class SceneSetup:
    """The world around the body; z is up and the ground is unlimited."""

    gravity_m_s2: tuple[float, float, float] = (0.0, 0.0, -9.81)
    """Gravity [m/s²]."""
    ground_z_m: float | None = 0.0
    """Height of the ground [m]; None for no ground."""
    ground_friction: float | None = None
    """Coulomb coefficient against the ground; None takes the material's."""
    drop_height_over_size: float = 0.5
    """Height of the lowest point above the ground at the start, in longest sides."""
    tilt_deg: float = 8.0
    """Turn of the body about the view direction at the start [degrees]."""
    view_azimuth_deg: float = 0.0
    """Azimuth of the photo's camera, from +x towards +y [degrees]."""
    frame_dt_s: float = 0.04
    """Time between two frames [s]."""
    frame_count: int = 50
    """Frames of the take; frame 0 is the placed body at rest."""

    def __post_init__(self) -> None:
        gravity = tuple(float(component) for component in self.gravity_m_s2)
        if len(gravity) != 3 or not np.isfinite(gravity).all() or max(map(abs, gravity)) > 1e3:
            raise InputError(
                f"gravity must be three numbers of at most 1000 m/s², got {self.gravity_m_s2}"
            )
        object.__setattr__(self, "gravity_m_s2", gravity)
        for name, (low, high, unit) in _RANGES.items():
            _check(name, getattr(self, name), low, high, unit)
        if self.ground_z_m is not None:
            _check("ground_z_m", self.ground_z_m, -1e4, 1e4, "m")
        if self.ground_friction is not None:
            _check("ground_friction", self.ground_friction, 0.0, 10.0, "")
        if not (isinstance(self.frame_count, int) and 1 <= self.frame_count <= 100_000):
            raise InputError(f"frame count must be 1 to 100,000, got {self.frame_count}")

    def to_json(self) -> dict[str, Any]:
        """Plain values under the field names, for `from_json`."""
        return asdict(self)

    @staticmethod
    def from_json(values: dict[str, Any]) -> SceneSetup:
        """Scene of `to_json`'s values; missing fields take their defaults.

        Raises:
            InputError: If a field is unknown or out of range.
        """
        known = {field.name for field in fields(SceneSetup)}
        unknown = sorted(set(values) - known)
        if unknown:
            raise InputError(f"unknown scene field {unknown[0]!r}; use: {', '.join(sorted(known))}")
        try:
            return SceneSetup(**values)
        except InputError:
            raise
        except (TypeError, ValueError) as error:
            raise InputError(f"a scene field has the wrong type: {error}") from error


def _check(name: str, value: float, low: float, high: float, unit: str) -> None:
    valid = isinstance(value, int | float) and np.isfinite(value) and low <= value <= high
    if not valid:
        title = name.removesuffix("_s").removesuffix("_m").removesuffix("_deg").replace("_", " ")
        raise InputError(f"{title} must lie in {low:g} to {high:g} {unit}, got {value}".rstrip())


def placement(cloud: GaussianCloud, scene: SceneSetup) -> tuple[FloatArray, FloatArray]:
    """Rigid motion that brings an object into its default place (design section 4).

    The object is turned by `tilt_deg` about the horizontal view direction, its centre is put over
    the origin, and its lowest visible centre `drop_height_over_size` longest sides above ground.

    Args:
        cloud: Object frame, Z up [m].
        scene: Ground height, tilt, azimuth and drop height.

    Returns:
        Rotation [3, 3] and translation [m] [3] of x → R x + t.
    """
    azimuth, tilt = np.radians(scene.view_azimuth_deg), np.radians(scene.tilt_deg)
    axis = np.array([np.cos(azimuth), np.sin(azimuth), 0.0])
    cross = np.array([[0, -axis[2], axis[1]], [axis[2], 0, -axis[0]], [-axis[1], axis[0], 0]])
    turn = np.eye(3) + np.sin(tilt) * cross + (1 - np.cos(tilt)) * cross @ cross
    visible = cloud.opacities > MIN_VISIBLE_OPACITY
    points = cloud.means[visible] if visible.any() else cloud.means
    if not len(points):
        raise InputError("an empty cloud cannot be placed; load or predict an object first")
    longest = float(np.ptp(points, axis=0).max())
    turned = points.astype(np.float64) @ turn.T
    low, high = turned.min(axis=0), turned.max(axis=0)
    ground = scene.ground_z_m if scene.ground_z_m is not None else 0.0
    shift = -(low + high) / 2
    shift[2] = ground + scene.drop_height_over_size * longest - low[2]
    return turn.astype(np.float32), shift.astype(np.float32)


def place(cloud: GaussianCloud, scene: SceneSetup) -> GaussianCloud:
    """The cloud in its default place in the world; see `placement`."""
    return cloud.transformed(*placement(cloud, scene))
