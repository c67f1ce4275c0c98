"""Drucker–Prager return mapping on Hencky strains: `sand`, without cohesion.

The cone is ‖dev τ‖ ≤ −alpha (3 lam + 2 mu) tr ε with
alpha = √(2/3) · 2 sin φ / (3 − sin φ). Strains beyond it are projected along the deviator;
strains in expansion (tr ε > 0) lose all stress.

Source: Klár et al., Drucker–Prager Elastoplasticity for Sand Animation, SIGGRAPH 2016, eq. 25-28.
Every constant is an argument, so that float32 stays float32 in compiled code.
"""

from __future__ import annotations

from math import sin, sqrt


def cone_slope(friction_angle_rad: float) -> float:
    """Slope alpha of the cone for an internal friction angle φ [rad]."""
    sine = sin(friction_angle_rad)
    return sqrt(2 / 3) * 2 * sine / (3 - sine)


def return_mapping(
    e0: float,
    e1: float,
    e2: float,
    expansion_slope: float,
    third: float,
    zero: float,
    one: float,
) -> tuple[float, float, float]:
    """Project principal Hencky strains on the cone.

    Args:
        e0: First trial strain.
        e1: Second trial strain.
        e2: Third trial strain.
        expansion_slope: alpha (3 lam + 2 mu) / (2 mu), dimensionless.
        third: The number 1/3.
        zero: The number 0.
        one: The number 1.

    Returns:
        Principal Hencky strains inside or on the cone.
    """
    trace = e0 + e1 + e2
    mean = trace * third
    d0, d1, d2 = e0 - mean, e1 - mean, e2 - mean
    norm = sqrt(d0 * d0 + d1 * d1 + d2 * d2)
    allowed = -expansion_slope * trace
    yields = norm > allowed
    divisor = norm if norm > zero else one
    shrink = allowed / divisor if yields else one
    keep = zero if trace > zero else one
    scale = keep * shrink
    mean = keep * mean
    return scale * d0 + mean, scale * d1 + mean, scale * d2 + mean
