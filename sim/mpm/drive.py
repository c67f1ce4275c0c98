"""Forces on single particles as plain functions of scalars, and the rows that hold them.

One source for numba, Taichi and tests: every constant is an argument, so that float32 stays
float32 in compiled code; `sqrt` from `math` is rebound by the compilers.
"""

from __future__ import annotations

from math import sqrt

FORCE_WIND, FORCE_ATTRACTOR, FORCE_IMPULSE = range(3)
"""Forces in `FORCE_KIND`."""
FORCE_KIND = 0
"""Which force."""
FORCE_MEMBERS = 1
"""Bit of the particles that an impulse acts on; −1 for all."""
FORCE_INTS = 2
"""Integers a force."""
FORCE_VECTOR = 0
"""Wind: its velocity [m/s]; attractor: its point [m]; impulse: velocity change [m/s]; 3 floats."""
FORCE_FACTOR = 3
"""Wind: share of its velocity taken on, 1 − exp(−drag dt); attractor: mu dt [m³/s]."""
FORCE_SOFTENING = 4
"""Attractor: square of its radius [m²]."""
FORCE_FLOATS = 5
"""Floats a force."""

HAND_TARGET = 0
"""Where the hand is [m], 3 floats."""
HAND_VELOCITY = 3
"""Velocity of the hand [m/s], 3 floats."""
HAND_PULL = 6
"""Stiffness · dt [1/s]."""
HAND_DAMP = 7
"""Share of the hand's velocity taken on, 1 − exp(−2 damping √stiffness dt)."""
HAND_FLOATS = 8
"""Floats of the hand; no hand is an empty array."""
GRIP_FLOATS = 4
"""Floats a particle in the hand's grip: place relative to the hand [m], 3 floats, and weight."""

REGION_TURN = 0
"""Rotation since the start, row by row, 9 floats."""
REGION_SHIFT = 9
"""Position is turn · anchor + shift [m], 3 floats."""
REGION_PIVOT = 12
"""A point of the axis [m], 3 floats."""
REGION_VELOCITY = 15
"""Velocity of the pivot [m/s], 3 floats."""
REGION_SPIN = 18
"""Angular velocity [rad/s], 3 floats."""
REGION_DIRECTION = 21
"""Direction in which layers are released, 3 floats."""
REGION_FREE = 24
"""Anchors less far along the direction [m] are free."""
REGION_ACTIVE = 25
"""1 where the region is driven, 0 before and after."""
DRIVEN_WEIGHT = 1024.0
"""Factor on the masses of driven particles on the grid: the nodes they reach move as they do.

Otherwise a driven particle would hand on no more than its own momentum a substep, and stiff
matter would tear off it. A power of two, so that masses return to what they were.
"""
REGION_FLOATS = 26
"""Floats a driven region."""


def attractor_pull(
    x: float, y: float, z: float, factor: float, softening: float, one: float
) -> tuple[float, float, float]:
    """Velocity change [m/s] towards a point, mu dt r / (r² + radius²)^1.5 (Plummer 1911).

    Args:
        x: From the particle to the point [m].
        y: Second component [m].
        z: Third component [m].
        factor: mu dt [m³/s].
        softening: Square of the radius [m²].
        one: The number 1.
    """
    square = x * x + y * y + z * z + softening
    pull = factor * (one / (square * sqrt(square)))
    return pull * x, pull * y, pull * z


def hand_pull(
    velocity: float,
    hand_velocity: float,
    stretch: float,
    weight: float,
    pull: float,
    damp: float,
) -> float:
    """Velocity component [m/s] after the pull of the hand's spring.

    Args:
        velocity: Component before [m/s].
        hand_velocity: Component of the hand's velocity [m/s].
        stretch: From the particle to where the hand wants it [m].
        weight: Share of the spring that acts on the particle, 0 to 1.
        pull: Stiffness · dt [1/s].
        damp: Share of the hand's velocity taken on.
    """
    return velocity + weight * (pull * stretch + damp * (hand_velocity - velocity))
