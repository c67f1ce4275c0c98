"""Drucker–Prager return mapping on Hencky strains: `sand`, with cohesion and volume correction.

The cone is ‖dev τ‖ ≤ alpha (3 c cot φ − tr τ), alpha = √(2/3) · 2 sin φ / (3 − sin φ), that is the
Mohr–Coulomb hexagon's outer (compression) edges. Strains beyond it are projected along the
deviator; strains beyond its tip keep the tip's isotropic strain, which is none without cohesion.

What expands beyond the tip loses strain but keeps volume. h0 remembers the gap ln J_true − ln J and
adds it to the next trial strain, so that no pressure returns before the gap has closed; else sand
would gain volume by every shake. Grains that fly apart say little about packing, hence the gap is
limited (the limit is this project's own).

Source: Klár et al., Drucker–Prager Elastoplasticity for Sand Animation, SIGGRAPH 2016, eq. 25-28;
Tampubolon et al., Multi-species Simulation of Porous Sand and Water Mixtures, SIGGRAPH 2017
(cohesion and volume correction).
Every constant is an argument, so that float32 stays float32 in compiled code.
"""

from __future__ import annotations

from math import cos, sin, sqrt

UNREACHED_TRACE = 1e3
"""Tip of a cone without friction: a strain that no particle reaches."""


def cone_slope(friction_angle_rad: float) -> float:
    """Slope alpha of the cone for an internal friction angle φ [rad]."""
    sine = sin(friction_angle_rad)
    return sqrt(2 / 3) * 2 * sine / (3 - sine)


def expansion_slope(friction_angle_rad: float, mu: float, lam: float) -> float:
    """‖dev ε‖ that is allowed a unit of volumetric compression, alpha (3 lam + 2 mu) / (2 mu)."""
    return cone_slope(friction_angle_rad) * (3 * lam + 2 * mu) / (2 * mu)


def cohesive_radius(friction_angle_rad: float, cohesion_pa: float, mu: float) -> float:
    """‖dev ε‖ that is allowed without pressure, alpha 3 c cot φ / (2 mu)."""
    cotangent_slope = sqrt(2 / 3) * 2 * cos(friction_angle_rad) / (3 - sin(friction_angle_rad))
    return cotangent_slope * 3 * cohesion_pa / (2 * mu)


def tip_trace(slope: float, radius: float) -> float:
    """Trace of the strain at the cone's tip, from `expansion_slope` and `cohesive_radius`."""
    if radius <= 0:
        return 0.0
    return min(radius / slope, UNREACHED_TRACE) if slope > 0 else UNREACHED_TRACE


def return_mapping(
    e0: float,
    e1: float,
    e2: float,
    h0: float,
    h1: float,
    slope: float,
    radius: float,
    tip: float,
    largest_gap: float,
    third: float,
    zero: float,
    one: float,
    equivalent: float,
) -> tuple[float, float, float, float, float]:
    """Project principal Hencky strains on the cone.

    Args:
        e0: First trial strain.
        e1: Second trial strain.
        e2: Third trial strain.
        h0: Volume gap ln J_true − ln J, >= 0.
        h1: Accumulated equivalent plastic strain.
        slope: See `expansion_slope`.
        radius: See `cohesive_radius`.
        tip: See `tip_trace`.
        largest_gap: Largest h0 kept.
        third: The number 1/3.
        zero: The number 0.
        one: The number 1.
        equivalent: The number √(2/3): equivalent (uniaxial) strain of a flow of 1.

    Returns:
        Principal Hencky strains inside or on the cone, h0 and h1.
    """
    own = e0 + e1 + e2
    mean = own * third
    d0, d1, d2 = e0 - mean, e1 - mean, e2 - mean
    norm = sqrt(d0 * d0 + d1 * d1 + d2 * d2)
    trace = own + h0
    room = radius - slope * trace
    positive = room if room > zero else zero
    allowed = positive if trace < tip else zero
    left = norm if norm < allowed else allowed
    divisor = norm if norm > zero else one
    shrink = left / divisor
    held = trace if trace < tip else tip
    gap = trace - held
    kept = gap if gap < largest_gap else largest_gap
    mean = held * third
    return (
        shrink * d0 + mean,
        shrink * d1 + mean,
        shrink * d2 + mean,
        kept,
        h1 + equivalent * (norm - left),
    )
