"""Fixed corotated elasticity: `jelly`.

ψ = mu Σ (σᵢ − 1)² + (lam / 2) (J − 1)², principal Kirchhoff stress
τᵢ = ∂ψ/∂σᵢ · σᵢ = 2 mu (σᵢ − 1) σᵢ + lam J (J − 1).

Source: Stomakhin et al., Energetically Consistent Invertible Elasticity, SCA 2012, section 4.
Every constant is an argument, so that float32 stays float32 in compiled code.
"""

from __future__ import annotations


def energy(
    s0: float, s1: float, s2: float, mu: float, lam: float, half: float, one: float
) -> float:
    """Energy density [J/m³ of rest volume] of principal stretches s0, s1, s2.

    Args:
        s0: First principal stretch.
        s1: Second principal stretch.
        s2: Third principal stretch; negative where the body is turned inside out.
        mu: Shear modulus [Pa].
        lam: First Lamé parameter [Pa].
        half: The number 0.5.
        one: The number 1.
    """
    volume = s0 * s1 * s2 - one
    d0, d1, d2 = s0 - one, s1 - one, s2 - one
    return mu * (d0 * d0 + d1 * d1 + d2 * d2) + half * lam * volume * volume


def kirchhoff_stress(
    s0: float, s1: float, s2: float, mu: float, lam: float, one: float
) -> tuple[float, float, float]:
    """Principal Kirchhoff stresses [Pa] of principal stretches; arguments as in `energy`."""
    volume = s0 * s1 * s2
    pressure = lam * volume * (volume - one)
    two_mu = mu + mu
    return (
        two_mu * (s0 - one) * s0 + pressure,
        two_mu * (s1 - one) * s1 + pressure,
        two_mu * (s2 - one) * s2 + pressure,
    )
