"""Forces at a distance: wind, attractors and impulses."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from render.errors import InputError
from sim.scene.checks import Vec3, check_kind, check_window, checked_number, checked_vector
from sim.scene.shapes import Selection

_GUST_OVERTONES = ((1.0, 1.0, 0.0), (0.5, 2.3, 1.1), (0.25, 5.7, 2.6))
"""Amplitude, frequency in periods and phase [rad] of the parts of a gust."""


@dataclass(frozen=True, slots=True)
class Wind:
    """Air that drags every particle along: dv/dt = drag (wind − v).

    It acts on the whole volume, as in a porous body: what stands in the lee is dragged as well.
    """

    velocity_m_s: Vec3
    """Velocity of the air [m/s]."""
    drag_per_s: float = 1.0
    """Rate at which matter takes on the wind's velocity [1/s], 0 to 10,000."""
    gust: float = 0.0
    """Largest relative change of the wind's speed, 0 to 1."""
    gust_period_s: float = 1.0
    """Time between two gusts [s]."""
    start_s: float = 0.0
    """When it begins [s]."""
    end_s: float | None = None
    """When it ends [s]; None for never."""

    def __post_init__(self) -> None:
        velocity = checked_vector(
            "velocity of the wind", self.velocity_m_s, largest=1e3, unit="m/s"
        )
        object.__setattr__(self, "velocity_m_s", velocity)
        checked_number("drag of the wind", self.drag_per_s, 0.0, 1e4, unit="1/s")
        checked_number("gust of the wind", self.gust, 0.0, 1.0)
        checked_number("period of gusts", self.gust_period_s, 1e-3, 1e4, unit="s")
        check_window("the wind", self.start_s, self.end_s)

    def velocity_at(self, time_s: float) -> npt.NDArray[np.float64]:
        """Velocity of the air [m/s] at a time [s], gust included, shape [3]."""
        turn = 2 * math.pi * (time_s - self.start_s) / self.gust_period_s
        total = sum(amplitude for amplitude, _, _ in _GUST_OVERTONES)
        wave = sum(a * math.sin(f * turn + phase) for a, f, phase in _GUST_OVERTONES) / total
        return np.array(self.velocity_m_s) * (1 + self.gust * wave)


@dataclass(frozen=True, slots=True)
class Attractor:
    """A point that pulls with the softened inverse square law of Plummer.

    With u = distance / radius the acceleration is strength · 2^1.5 · u / (1 + u²)^1.5.
    """

    point_m: Vec3
    """Where it pulls to [m]."""
    strength_m_s2: float
    """Acceleration one radius away [m/s²]; negative pushes away."""
    radius_m: float = 0.25
    """Distance inside which the pull weakens towards the point [m]."""
    start_s: float = 0.0
    """When it begins [s]."""
    end_s: float | None = None
    """When it ends [s]; None for never."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "point_m", checked_vector("point of an attractor", self.point_m))
        checked_number("strength of an attractor", self.strength_m_s2, -1e5, 1e5, unit="m/s²")
        checked_number("radius of an attractor", self.radius_m, 1e-6, 1e4, unit="m")
        check_window("an attractor", self.start_s, self.end_s)

    @property
    def parameter_m3_s2(self) -> float:
        """The mu of mu · r / (r² + radius²)^1.5 [m³/s²]; −mu / √(r² + radius²) is the potential."""
        return self.strength_m_s2 * math.sqrt(8.0) * self.radius_m * self.radius_m


@dataclass(frozen=True, slots=True)
class Impulse:
    """A push on the particles that lie in a region when it begins."""

    region: Selection | None = None
    """Where in the world; None for everywhere."""
    velocity_change_m_s: Vec3 | None = None
    """Change of every particle's velocity by the end [m/s]; or name a force."""
    force_n: Vec3 | None = None
    """Total force on the region [N], shared in proportion to mass; or name a velocity change."""
    start_s: float = 0.0
    """When it begins [s]."""
    duration_s: float = 0.0
    """How long it lasts [s]; 0 gives a velocity change at once, within one substep."""

    def __post_init__(self) -> None:
        check_kind("region of an impulse", self.region, Selection | None)
        if (self.velocity_change_m_s is None) == (self.force_n is None):
            raise InputError(
                "an impulse needs either a velocity change or a force, not both and not neither"
            )
        if self.velocity_change_m_s is not None:
            change = checked_vector(
                "velocity change of an impulse", self.velocity_change_m_s, largest=1e4, unit="m/s"
            )
            object.__setattr__(self, "velocity_change_m_s", change)
        if self.force_n is not None:
            force = checked_vector("force of an impulse", self.force_n, largest=1e12, unit="N")
            object.__setattr__(self, "force_n", force)
        checked_number("duration of an impulse", self.duration_s, 0.0, 1e6, unit="s")
        checked_number("start of an impulse", self.start_s, 0.0, 1e6, unit="s")
        if self.force_n is not None and self.duration_s <= 0:
            raise InputError("a force needs a duration above 0 s; or give a velocity change")

    def share(self, time_s: float, dt_s: float) -> float:
        """Share of the whole impulse that falls in a substep."""
        if self.duration_s == 0:
            return 1.0 if time_s <= self.start_s < time_s + dt_s else 0.0
        overlap = min(time_s + dt_s, self.start_s + self.duration_s) - max(time_s, self.start_s)
        return float(max(overlap, 0.0) / self.duration_s)


Force = Wind | Attractor | Impulse
