"""`Body`: a placed cloud with its material, as one of the bodies of a scene."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from render.errors import InputError
from render.gaussians import GaussianCloud
from sim.materials import MaterialParams
from sim.regions import Region
from sim.voxel_fill import FillOptions

FASTEST_START_M_S = 1e3
"""Largest velocity component that a body may start with [m/s]."""


@dataclass(frozen=True, slots=True, eq=False)
class Body:
    """One body of a scene at rest or thrown."""

    cloud_world: GaussianCloud
    """Placed rest cloud in the world [m]; see `scene_setup.place`."""
    params: MaterialParams
    """Predicted or chosen material."""
    regions: tuple[Region, ...] = ()
    """Parts with a material of their own; later ones win where they overlap."""
    fill: FillOptions = field(default_factory=FillOptions)
    """What of the cloud is matter, the gap to close and the particles a cell."""
    separate: bool = False
    """Whether others slide on and part from it; otherwise what touches it sticks to it."""
    velocity_m_s: tuple[float, float, float] = (0.0, 0.0, 0.0)
    """Velocity at the start [m/s]."""
    name: str = ""
    """Name for reports, may be empty."""
    still: bool = False
    """Whether it is only seen: it weighs nothing, touches nothing and does not move."""

    def __post_init__(self) -> None:
        if not self.cloud_world.gaussian_count:
            title = f"body {self.name!r}" if self.name else "an empty cloud"
            raise InputError(f"{title} cannot be simulated; load or predict an object first")
        velocity = tuple(float(component) for component in self.velocity_m_s)
        finite = len(velocity) == 3 and bool(np.isfinite(velocity).all())
        if not (finite and max(map(abs, velocity)) <= FASTEST_START_M_S):
            raise InputError(
                f"a body's velocity must be three numbers of at most {FASTEST_START_M_S:g} m/s, "
                f"got {self.velocity_m_s}"
            )
        object.__setattr__(self, "velocity_m_s", velocity)
