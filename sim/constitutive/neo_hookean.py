"""Neo-Hookean elasticity, split in shape and volume: `neo-hookean`.

ψ = (mu/2) (J^(−2/3) Σ σᵢ² − 3) + (kappa/2) ((J² − 1)/2 − ln J), principal Kirchhoff stress
τᵢ = mu J^(−2/3) (σᵢ² − Σ σ²/3) + (kappa/2) (J² − 1), kappa = lam + 2 mu / 3. In tensors:
τ = mu J^(−2/3) dev(F Fᵀ) + (kappa/2) (J² − 1) I, which needs no principal axes.

Source: Simo & Hughes, Computational Inelasticity, 1998, section 9.2.
Every constant is an argument, so that float32 stays float32 in compiled code.
"""

from __future__ import annotations

from math import exp, log


def energy(
    s0: float,
    s1: float,
    s2: float,
    mu: float,
    kappa: float,
    third: float,
    half: float,
    one: float,
) -> float:
    """Energy density [J/m³ of rest volume] of principal stretches s0, s1, s2 > 0.

    Args:
        s0: First principal stretch.
        s1: Second principal stretch.
        s2: Third principal stretch.
        mu: Shear modulus [Pa].
        kappa: Bulk modulus [Pa].
        third: The number 1/3.
        half: The number 0.5.
        one: The number 1.
    """
    volume = s0 * s1 * s2
    log_volume = log(volume)
    isochoric = exp(-(third + third) * log_volume)
    shape = isochoric * (s0 * s0 + s1 * s1 + s2 * s2) - (one + one + one)
    bulk = half * (volume * volume - one) - log_volume
    return half * mu * shape + half * kappa * bulk


def kirchhoff_stress(
    s0: float,
    s1: float,
    s2: float,
    mu: float,
    kappa: float,
    third: float,
    half: float,
    one: float,
) -> tuple[float, float, float]:
    """Principal Kirchhoff stresses [Pa] of principal stretches > 0; arguments as in `energy`."""
    volume = s0 * s1 * s2
    isochoric = mu * exp(-(third + third) * log(volume))
    b0, b1, b2 = s0 * s0, s1 * s1, s2 * s2
    mean = (b0 + b1 + b2) * third
    pressure = half * kappa * (volume * volume - one)
    return (
        isochoric * (b0 - mean) + pressure,
        isochoric * (b1 - mean) + pressure,
        isochoric * (b2 - mean) + pressure,
    )
