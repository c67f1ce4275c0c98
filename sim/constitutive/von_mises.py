"""Von Mises return mapping on Hencky strains: `plasticine`, perfectly plastic.

Yields at ‖dev τ‖ = √(2/3) Y with the uniaxial (textbook) yield stress Y; dev τ = 2 mu dev ε.

Source: Simo & Hughes, Computational Inelasticity, 1998, box 3.1 (radial return), on Hencky strains.
Every constant is an argument, so that float32 stays float32 in compiled code.
"""

from __future__ import annotations

from math import sqrt


def strain_radius(yield_stress_pa: float, mu: float) -> float:
    """Largest ‖dev ε‖ that stays elastic, √(2/3) Y / (2 mu)."""
    return sqrt(2 / 3) * yield_stress_pa / (2 * mu)


def return_mapping(
    e0: float, e1: float, e2: float, radius: float, third: float, zero: float, one: float
) -> tuple[float, float, float]:
    """Project principal Hencky strains on the yield cylinder.

    Args:
        e0: First trial strain.
        e1: Second trial strain.
        e2: Third trial strain.
        radius: Largest elastic ‖dev ε‖, see `strain_radius`.
        third: The number 1/3.
        zero: The number 0.
        one: The number 1.

    Returns:
        Principal Hencky strains with ‖dev ε‖ ≤ radius; their trace is unchanged.
    """
    mean = (e0 + e1 + e2) * third
    d0, d1, d2 = e0 - mean, e1 - mean, e2 - mean
    norm = sqrt(d0 * d0 + d1 * d1 + d2 * d2)
    divisor = norm if norm > zero else one
    shrink = radius / divisor if norm > radius else one
    return shrink * d0 + mean, shrink * d1 + mean, shrink * d2 + mean
