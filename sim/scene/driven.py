"""`DrivenRegion`: particles that move exactly as told, until they are released."""

from __future__ import annotations

from dataclasses import dataclass, field

from render.errors import InputError
from sim.scene.checks import (
    Vec3,
    check_kind,
    check_window,
    checked_count,
    checked_direction,
    checked_number,
    checked_vector,
)
from sim.scene.shapes import Selection


@dataclass(frozen=True, slots=True)
class DriveMotion:
    """Steady translation and turning about an axis that travels along."""

    velocity_m_s: Vec3 = (0.0, 0.0, 0.0)
    """Translation [m/s]."""
    turn_rad_s: float = 0.0
    """Turning about the axis [rad/s], right-handed."""
    axis: Vec3 = (0.0, 0.0, 1.0)
    """Direction of the axis; any length."""
    axis_point_m: Vec3 | None = None
    """A point of the axis at the start [m]; None for the centre of the selection."""

    def __post_init__(self) -> None:
        velocity = checked_vector(
            "velocity of a driven region", self.velocity_m_s, largest=1e3, unit="m/s"
        )
        object.__setattr__(self, "velocity_m_s", velocity)
        checked_number("turning of a driven region", self.turn_rad_s, -1e4, 1e4, unit="rad/s")
        object.__setattr__(self, "axis", checked_direction("axis of a driven region", self.axis))
        if self.axis_point_m is not None:
            point = checked_vector("axis point of a driven region", self.axis_point_m)
            object.__setattr__(self, "axis_point_m", point)


@dataclass(frozen=True, slots=True)
class LayerRelease:
    """Release one layer after the other, from the end time of the region on."""

    direction: Vec3 = (0.0, 0.0, 1.0)
    """Layers are released along this direction; any length."""
    layers: int = 10
    """Number of layers of equal thickness."""
    duration_s: float = 1.0
    """Time until the last layer is free [s]."""

    def __post_init__(self) -> None:
        direction = checked_direction("direction of a release", self.direction)
        object.__setattr__(self, "direction", direction)
        checked_count("number of layers of a release", self.layers, 10_000)
        checked_number("duration of a release", self.duration_s, 0.0, 1e6, unit="s", above=True)


@dataclass(frozen=True, slots=True)
class DrivenRegion:
    """The particles that lie in a selection at the start time."""

    selection: Selection
    """Where in the world."""
    motion: DriveMotion = field(default_factory=DriveMotion)
    """How they move; the default holds them in place."""
    start_s: float = 0.0
    """When it begins [s]."""
    end_s: float | None = None
    """When the particles are released with the velocity they have [s]; None for never."""
    release: LayerRelease | None = None
    """Release by layers from the end time on; None for all at once."""

    def __post_init__(self) -> None:
        check_kind("selection of a driven region", self.selection, Selection)
        check_kind("motion of a driven region", self.motion, DriveMotion)
        check_kind("release of a driven region", self.release, LayerRelease | None)
        check_window("a driven region", self.start_s, self.end_s)
        if self.release is not None and self.end_s is None:
            raise InputError("a release by layers needs the end time at which it begins")

    @property
    def last_s(self) -> float | None:
        """Time at which no particle is driven any more [s]; None for never."""
        if self.end_s is None or self.release is None:
            return self.end_s
        return self.end_s + self.release.duration_s
