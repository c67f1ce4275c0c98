"""Velocities of grid nodes in the ground and behind the walls of a domain."""

from __future__ import annotations

from sim.mpm import obstacle, settling
from sim.mpm.cpu.jit import f32, inline

_ZERO = f32(0.0)
_ONE = f32(1.0)
_TINY = f32(1e-20)
_NO_MASS = f32(1e-30)
_REACH = f32(settling.REACH_CELLS)
_SLOPE = f32(settling.RATIO_SLOPE)
_THREE = f32(3.0)

_response = inline(obstacle.surface_response)
_ground_gap = inline(settling.ground_gap)
_obstacle_gap = inline(settling.obstacle_gap)


@inline
def past_ground(
    velocity: tuple[float, float, float],
    friction: float,
    closing: float,
    leaves: float,
    slides: float,
) -> tuple[float, float, float]:
    """Velocity [m/s] after contact with the ground, whose normal is +z; see `surface_response`."""
    v0, v1, v2 = velocity
    return _response(
        v0, v1, v2, _ZERO, _ZERO, _ONE, friction, closing, leaves, slides, _ZERO, _ONE, _TINY
    )


@inline
def ground_closing(mass: float, above: float, depth: float, rate: float) -> float:
    """Speed [m/s] at which a node may approach the ground; see `sim.mpm.settling`."""
    if rate <= _ZERO:
        return _ZERO  # type: ignore[no-any-return]
    return rate * max(_ground_gap(mass, above, depth, _REACH, _SLOPE, _NO_MASS), _ZERO)  # type: ignore[no-any-return]


@inline
def obstacle_closing(mass: float, fullness: float, depth: float, rate: float) -> float:
    """Speed [m/s] at which a node may approach an obstacle; see `sim.mpm.settling`."""
    if rate <= _ZERO:
        return _ZERO  # type: ignore[no-any-return]
    return rate * max(_obstacle_gap(mass, fullness, depth, _REACH, _THREE, _ONE), _ZERO)  # type: ignore[no-any-return]


@inline
def past_wall(velocity: float, node: float, low: float, high: float) -> float:
    """Velocity component [m/s] of a node without its part into the walls at `low` and `high`."""
    inward = max(velocity, _ZERO) if node <= low else velocity
    return min(inward, _ZERO) if node >= high else inward
