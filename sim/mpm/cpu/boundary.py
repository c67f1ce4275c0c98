"""Velocities of grid nodes inside an obstacle."""

from __future__ import annotations

from math import sqrt

from sim.mpm.cpu.jit import f32, inline

_ZERO = f32(0.0)
_ONE = f32(1.0)
_TINY = f32(1e-20)


@inline
def past_ground(v0: float, v1: float, v2: float, friction: float) -> tuple[float, float, float]:
    """Velocity [m/s] after contact with the ground, whose normal is +z.

    Separating nodes move freely; approaching ones lose the normal part and, by Coulomb's law,
    v_t · max(0, 1 + friction · v_n / ‖v_t‖) remains of the tangential one.
    """
    tangential = sqrt(v0 * v0 + v1 * v1)
    approaching = v2 < _ZERO
    kept = max(_ZERO, _ONE + friction * v2 / max(tangential, _TINY))
    factor = kept if approaching else _ONE
    return v0 * factor, v1 * factor, max(v2, _ZERO)


@inline
def past_wall(velocity: float, node: float, low: float, high: float) -> float:
    """Velocity component [m/s] of a node without its part into the walls at `low` and `high`."""
    inward = max(velocity, _ZERO) if node <= low else velocity
    return min(inward, _ZERO) if node >= high else inward
