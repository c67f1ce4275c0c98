"""Contact between two velocity fields on one node, as plain functions of scalars.

One source for numba, Taichi and tests: every constant is an argument, so that float32 stays
float32 in compiled code.

Source: Bardenhagen et al., An Improved Contact Algorithm for the Material Point Method, CMES 2001.
The distance is this project's own: nodes of the method above touch as soon as both fields reach
them, up to three cells before the bodies do.
"""

from __future__ import annotations

from math import sqrt

LARGEST_GAP_CELLS = 0.25
"""Bodies touch where their surfaces are nearer than this [cells]."""


def surface_distance(
    mass: float, steepness: float, reach: float, zero: float, one: float, tiny: float
) -> float:
    """Distance [cells] from a node out to the surface of a body that reaches it.

    A flat body scatters the mass m(d) = ∫_d^∞ N to nodes at distance d outside its surface, with N
    the quadratic B-spline. The ratio R of that mass to half its difference across the node knows
    nothing of densities, and d ≈ (3/2)(1 − √R) within 0.11 cells for d from −1/2 to 3/2.

    Args:
        mass: Mass of the field at the node [kg].
        steepness: Half the norm of its differences between the neighbours on either side [kg].
        reach: The number 3/2.
        zero: The number 0.
        one: The number 1.
        tiny: Smallest mass to divide by [kg].
    """
    ratio = mass / max(steepness, tiny)
    return reach * (one - sqrt(max(ratio, zero)))


def relative_change(
    r0: float,
    r1: float,
    r2: float,
    n0: float,
    n1: float,
    n2: float,
    friction: float,
    zero: float,
    one: float,
    tiny: float,
) -> tuple[float, float, float]:
    """What contact takes from the velocity of body a relative to body b [m/s].

    Nothing while they separate; otherwise the normal part and, by Coulomb's law, as much of the
    tangential part as friction times it. Body a loses this times m_b / (m_a + m_b), body b gains it
    times m_a / (m_a + m_b), so that momentum is kept.

    Args:
        r0: Velocity of a minus velocity of b [m/s].
        r1: Second component [m/s].
        r2: Third component [m/s].
        n0: Unit normal from a to b.
        n1: Second component.
        n2: Third component.
        friction: Coulomb coefficient.
        zero: The number 0.
        one: The number 1.
        tiny: Speed below which there is no direction [m/s].
    """
    normal = r0 * n0 + r1 * n1 + r2 * n2
    approach = max(normal, zero)
    t0, t1, t2 = r0 - normal * n0, r1 - normal * n1, r2 - normal * n2
    slip = sqrt(t0 * t0 + t1 * t1 + t2 * t2)
    held = min(one, friction * approach / max(slip, tiny))
    return (
        approach * n0 + held * t0,
        approach * n1 + held * t1,
        approach * n2 + held * t2,
    )
