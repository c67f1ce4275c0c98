"""Velocities of grid nodes in the ground and behind the walls of a domain."""

from __future__ import annotations

from sim.mpm import obstacle
from sim.mpm.cpu.jit import f32, inline

_ZERO = f32(0.0)
_ONE = f32(1.0)
_TINY = f32(1e-20)

_response = inline(obstacle.surface_response)


@inline
def past_ground(
    v0: float, v1: float, v2: float, friction: float, leaves: float, slides: float
) -> tuple[float, float, float]:
    """Velocity [m/s] after contact with the ground, whose normal is +z; see `surface_response`."""
    return _response(v0, v1, v2, _ZERO, _ZERO, _ONE, friction, leaves, slides, _ZERO, _ONE, _TINY)


@inline
def past_wall(velocity: float, node: float, low: float, high: float) -> float:
    """Velocity component [m/s] of a node without its part into the walls at `low` and `high`."""
    inward = max(velocity, _ZERO) if node <= low else velocity
    return min(inward, _ZERO) if node >= high else inward
