"""Hencky (logarithmic) elasticity, the base of the plastic laws.

ψ = mu Σ εᵢ² + (lam / 2) (Σ εᵢ)², εᵢ = ln σᵢ; principal Kirchhoff stress τᵢ = 2 mu εᵢ + lam Σ ε.

Source: Klár et al., Drucker–Prager Elastoplasticity for Sand Animation, SIGGRAPH 2016, section 6.
Every constant is an argument, so that float32 stays float32 in compiled code.
"""

from __future__ import annotations


def energy(e0: float, e1: float, e2: float, mu: float, lam: float, half: float) -> float:
    """Energy density [J/m³ of rest volume] of principal Hencky strains e0, e1, e2.

    Args:
        e0: First principal Hencky strain.
        e1: Second principal Hencky strain.
        e2: Third principal Hencky strain.
        mu: Shear modulus [Pa].
        lam: First Lamé parameter [Pa].
        half: The number 0.5.
    """
    trace = e0 + e1 + e2
    return mu * (e0 * e0 + e1 * e1 + e2 * e2) + half * lam * trace * trace


def kirchhoff_stress(
    e0: float, e1: float, e2: float, mu: float, lam: float
) -> tuple[float, float, float]:
    """Principal Kirchhoff stresses [Pa] of principal Hencky strains."""
    pressure = lam * (e0 + e1 + e2)
    two_mu = mu + mu
    return two_mu * e0 + pressure, two_mu * e1 + pressure, two_mu * e2 + pressure
