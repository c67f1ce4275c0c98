"""How far a springy body is from a surface that its nodes already touch, and how fast it may close.

A quadratic kernel feels a node from 1.5 cells away. Were the node held from then on, a stiff body
would come to rest on the stress of its outermost particles, up to a cell above the surface. So a
node may go on towards the surface at a speed that falls with the gap that is left: a fast impact is
met from afar, as before, and what has come to rest sinks until no gap is left. Contact only ever
takes speed away. Plain functions of scalars for numba, Taichi and tests: every constant is an
argument, so that float32 stays float32 in compiled code.

Rate and rest height are this project's own; `benchmarks.validate.resting` measures them.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

import numpy as np
import numpy.typing as npt

from sim.materials import ConstitutiveLaw, MaterialParams
from sim.mpm.particle_state import MpmParticles

FULLNESS = 0
"""Column: 6 / mass of a full cell [1/kg]."""
RATE = 1
"""Column: speed at which a gap of one cell may close [m/s]; 0 where nodes are held at once."""
REACH_CELLS = 1.5
"""Half the width of a quadratic kernel."""
RATIO_SLOPE = 2.15
"""See `ground_gap`."""
REST_CELLS = 0.1
"""Gap [cells] at which stiff bodies rest, so that soft ones, which nodes indent, do not sink in as
far."""
_SPRINGY_LAWS = (ConstitutiveLaw.JELLY, ConstitutiveLaw.NEO_HOOKEAN, ConstitutiveLaw.HENCKY)
_RATE = 1 / 3
"""Of the speed √(g dx): a gap shrinks to a third in 3 √(dx/g), 0.15 s for cells of 25 mm."""


def ground_gap(
    mass: float, above: float, depth: float, reach: float, slope: float, tiny: float
) -> float:
    """Gap [cells] between a flat body and the ground, seen from a node in the ground.

    The masses of a node d cells outside a flat body and of the node above it know d, for bodies of
    any density and at their edges too: d ≈ 1.5 − 2.15 √(mass / above) within 0.06 cells from 0 to
    1.3. The gap is what d exceeds the node's own depth by.

    Args:
        mass: Mass at the node [kg].
        above: Mass at the node above [kg].
        depth: Depth of the node under the height of rest [cells].
        reach: `REACH_CELLS`.
        slope: `RATIO_SLOPE`.
        tiny: Smallest mass to divide by [kg].
    """
    return reach - slope * sqrt(mass / max(above, tiny)) - depth


def obstacle_gap(
    mass: float, fullness: float, depth: float, reach: float, three: float, one: float
) -> float:
    """Gap [cells] between a flat body and an obstacle, seen from a node in the obstacle.

    A node d cells outside a flat body holds the share (3/2 − d)³/6 of a full cell's mass, for d
    from 1/2 to 3/2, and within 0.06 cells of it from 0 on. The edges of a body, which give nodes
    less, sink in up to 0.15 cells further.

    Args:
        mass: Mass at the node [kg].
        fullness: 6 / mass of a full cell [1/kg].
        depth: Depth of the node under the height of rest [cells].
        reach: `REACH_CELLS`.
        three: The number 3.
        one: The number 1.
    """
    return reach - (mass * fullness) ** (one / three) - depth  # type: ignore[no-any-return]


def settling_rows(
    particles: MpmParticles,
    materials: Sequence[MaterialParams],
    *,
    gravity_m_s2: Sequence[float],
    dx_m: float,
) -> npt.NDArray[np.float64]:
    """`FULLNESS` and `RATE` of every velocity field, shape [fields, 2].

    Fields with a material that flows, and all fields without gravity, have rate 0. Of several
    materials the lightest counts: nodes of the others are held a little earlier.
    """
    rows = np.zeros((int(particles.field.max()) + 1, 2))
    speed = (float(np.linalg.norm(gravity_m_s2)) * dx_m) ** 0.5
    for field in np.unique(particles.field):
        members = np.unique(particles.material[particles.field == field])
        own = [materials[index] for index in members]
        rows[field, FULLNESS] = 6 / (min(one.density_kg_m3 for one in own) * dx_m**3)
        rows[field, RATE] = _RATE * speed * all(one.law in _SPRINGY_LAWS for one in own)
    return rows
