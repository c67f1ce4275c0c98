"""`SceneSetup`: gravity, ground, obstacles, forces, placement and timing of one simulation.

As JSON, for example a ball that sweeps over a sticky ground for a second, in a gusty wind:

```json
{"ground_surface": "sticky",
 "obstacles": [{"shape": {"type": "sphere", "radius_m": 0.2},
   "motion": {"times_s": [0, 1], "positions_m": [[-1, 0, 0.3], [1, 0, 0.3]],
              "quats": [[1, 0, 0, 0], [1, 0, 0, 0]]}, "end_s": 1.0}],
 "forces": [{"type": "wind", "velocity_m_s": [3, 0, 0], "drag_per_s": 0.5, "gust": 0.4}]}
```
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np
import numpy.typing as npt

from render.errors import InputError
from render.gaussians import GaussianCloud
from sim.mpm.options import TransferBlend
from sim.scene.checks import checked_count, checked_number, checked_vector
from sim.scene.consistency import check_consistency
from sim.scene.driven import DrivenRegion
from sim.scene.forces import Attractor, Force, Impulse, Wind
from sim.scene.json_values import plain_value, read_value
from sim.scene.obstacles import Obstacle, Surface
from sim.scene.shapes import Box
from sim.scene.stepping import SubstepPolicy

FloatArray = npt.NDArray[np.float32]

MIN_VISIBLE_OPACITY = 0.02
"""Gaussians at or below this opacity do not count when a cloud is measured."""

_RANGES = {
    "drop_height_over_size": (0.0, 100.0, "longest sides"),
    "tilt_deg": (-180.0, 180.0, "degrees"),
    "view_azimuth_deg": (-36000.0, 36000.0, "degrees"),
    "frame_dt_s": (1e-4, 1.0, "s"),
    "grid_damping_per_s": (0.0, 1e6, "1/s"),
}
_LISTS: dict[str, tuple[type, ...]] = {
    "obstacles": (Obstacle,),
    "forces": (Wind, Attractor, Impulse),
    "regions_driven": (DrivenRegion,),
}
_PARTS: dict[str, type | tuple[type, ...]] = {
    "domain": (Box, type(None)),
    "substep": SubstepPolicy,
    "transfer": TransferBlend,
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

    ground_surface: Surface = Surface.SEPARATE
    """What the ground does to matter that touches it."""
    obstacles: tuple[Obstacle, ...] = ()
    """Solids beside the ground."""
    forces: tuple[Force, ...] = ()
    """Wind, attractors and impulses."""
    regions_driven: tuple[DrivenRegion, ...] = ()
    """Particles that move as told."""
    domain: Box | None = None
    """Walls around the scene, axes along x, y, z; only imported scenes have them."""
    substep: SubstepPolicy = field(default_factory=SubstepPolicy)
    """Adaptive or fixed substeps."""
    transfer: TransferBlend = field(default_factory=TransferBlend)
    """Blend of APIC, RPIC and PIC."""
    grid_damping_per_s: float = 0.0
    """Rate at which all motion decays [1/s]."""

    def __post_init__(self) -> None:
        gravity = checked_vector("gravity", self.gravity_m_s2, largest=1e3, unit="m/s²")
        object.__setattr__(self, "gravity_m_s2", gravity)
        object.__setattr__(self, "ground_surface", Surface.from_name(self.ground_surface))
        for name, (low, high, unit) in _RANGES.items():
            _check(name, getattr(self, name), low, high, unit)
        if self.ground_z_m is not None:
            _check("ground_z_m", self.ground_z_m, -1e4, 1e4, "m")
        if self.ground_friction is not None:
            _check("ground_friction", self.ground_friction, 0.0, 10.0, "")
        checked_count("frame count", self.frame_count, 100_000)
        for name, kinds in _LISTS.items():
            object.__setattr__(self, name, _checked_list(name, getattr(self, name), kinds))
        for name, kind in _PARTS.items():
            if not isinstance(getattr(self, name), kind):
                raise InputError(f"{name} of a scene has the wrong type: {getattr(self, name)!r}")
        check_consistency(
            ground_z_m=self.ground_z_m,
            obstacles=self.obstacles,
            regions=self.regions_driven,
            domain=self.domain,
        )

    def to_json(self) -> dict[str, Any]:
        """Plain values under the field names, for `from_json`."""
        return {item.name: plain_value(getattr(self, item.name)) for item in fields(self)}

    @staticmethod
    def from_json(values: dict[str, Any]) -> SceneSetup:
        """Scene of `to_json`'s values; missing fields take their defaults.

        Raises:
            InputError: If a field is unknown or out of range.
        """
        known = {item.name for item in fields(SceneSetup)}
        unknown = sorted(set(values) - known)
        if unknown:
            raise InputError(f"unknown scene field {unknown[0]!r}; use: {', '.join(sorted(known))}")
        try:
            return SceneSetup(**{name: read_value(value, name) for name, value in values.items()})
        except InputError:
            raise
        except (TypeError, ValueError) as error:
            raise InputError(f"a scene field has the wrong type: {error}") from error


def _check(name: str, value: float, low: float, high: float, unit: str) -> None:
    title = name.removesuffix("_s").removesuffix("_m").removesuffix("_deg").removesuffix("_per")
    checked_number(title.replace("_", " "), value, low, high, unit=unit)


def _checked_list(name: str, values: object, kinds: tuple[type, ...]) -> tuple[Any, ...]:
    title = name.replace("_", " ")
    if not isinstance(values, tuple | list):
        raise InputError(f"{title} of a scene are a list, got {values!r}")
    for value in values:
        if not isinstance(value, kinds):
            known = ", ".join(kind.__name__ for kind in kinds)
            raise InputError(f"{title} of a scene hold {known}, got {value!r}")
    return tuple(values)


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
