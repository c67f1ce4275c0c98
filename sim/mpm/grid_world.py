"""`GridWorld`: what an executor must know about the world, in its own coordinates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.mpm.options import TransferBlend

Vector = npt.NDArray[np.float64]

NO_NODE = 1e9
"""A node index beyond any grid: there is no ground, or no wall."""


@dataclass(frozen=True, slots=True, eq=False)
class GridWorld:
    """World of one simulation; nodes are counted from the solver's origin."""

    dx_m: float
    """Cell side [m]."""
    origin_m: Vector
    """The solver's origin in the world [m], shape [3]."""
    gravity_m_s2: Vector
    """Gravity [m/s²], shape [3]."""
    hold_m: float
    """Signed distance [m] at and below which nodes touch an obstacle or a rigid body."""
    ground_node: float
    """Highest node along z that lies in the ground."""
    ground_rest: float
    """Height above that node at which matter comes to rest [cells]."""
    ground_response: tuple[float, float]
    """1 or 0: whether matter may leave the ground, and whether it slides on it."""
    ground_friction: Vector
    """Coulomb coefficient of every velocity field against the ground, shape [fields]."""
    settling: Vector
    """How velocity fields close gaps to surfaces, `settling_rows`, shape [fields, 2]."""
    wall_low: Vector
    """Nodes at or below these are behind the domain's lower walls, shape [3]."""
    wall_high: Vector
    """Nodes at or above these are behind the domain's upper walls, shape [3]."""
    damping_per_s: float
    """Rate at which grid velocities decay [1/s]."""
    blend: TransferBlend
    """Blend of APIC, RPIC and PIC."""
    field_friction: float
    """Coulomb coefficient between bodies of different velocity fields."""
