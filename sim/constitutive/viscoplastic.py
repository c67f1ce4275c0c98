"""Viscoplastic (Bingham) return mapping on Hencky strains: `foam`.

Beyond the von Mises cylinder ‖s‖ = √(2/3) Y, s = 2 mu dev ε, the excess stress relaxes during a
step by the share 1 / (1 + eta / (2 mû dt)), mû = mu tr(F Fᵀ) / 3: fast flow is resisted, and
the strain comes to lie on the cylinder in a time of eta / (2 mu).

Source: Yue et al., Continuum Foam, ACM TOG 34(5), 2015 (exponent 1); the form of
PhysGaussian's foam (Xie et al., CVPR 2024), on Hencky strains.
Every constant is an argument, so that float32 stays float32 in compiled code.
"""

from __future__ import annotations

from math import exp, sqrt


def return_mapping(
    e0: float,
    e1: float,
    e2: float,
    h0: float,
    h1: float,
    mu: float,
    radius: float,
    viscosity: float,
    dt: float,
    third: float,
    zero: float,
    one: float,
    equivalent: float,
) -> tuple[float, float, float, float, float]:
    """Relax principal Hencky strains towards the yield cylinder during one step.

    Args:
        e0: First trial strain.
        e1: Second trial strain.
        e2: Third trial strain.
        h0: Unused state, returned as it is.
        h1: Accumulated equivalent plastic strain.
        mu: Shear modulus [Pa].
        radius: Largest elastic ‖dev ε‖, see `von_mises.strain_radius`.
        viscosity: Plastic viscosity eta [Pa s], > 0.
        dt: Step [s]; 0 relaxes nothing.
        third: The number 1/3.
        zero: The number 0.
        one: The number 1.
        equivalent: The number √(2/3): equivalent (uniaxial) strain of a flow of 1.

    Returns:
        Principal Hencky strains of the same trace, h0 and h1.
    """
    mean = (e0 + e1 + e2) * third
    d0, d1, d2 = e0 - mean, e1 - mean, e2 - mean
    norm = sqrt(d0 * d0 + d1 * d1 + d2 * d2)
    spread = (exp(e0 + e0) + exp(e1 + e1) + exp(e2 + e2)) * third
    impulse = (mu + mu) * spread * dt
    share = impulse / (impulse + viscosity)
    excess = norm - radius
    gamma = share * excess if excess > zero else zero
    divisor = norm if norm > zero else one
    shrink = (norm - gamma) / divisor if excess > zero else one
    return (
        shrink * d0 + mean,
        shrink * d1 + mean,
        shrink * d2 + mean,
        h0,
        h1 + equivalent * gamma,
    )
