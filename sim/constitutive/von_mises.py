"""Von Mises return mapping on Hencky strains: `metal`, and `plasticine` with optional damage.

Yields at ‖dev τ‖ = √(2/3) Y with the uniaxial (textbook) yield stress Y; dev τ = 2 mu dev ε.
Plastic flow dγ = ‖Δ dev ε‖ changes Y by (2 mu xi − softening) dγ, solved for the end of the step,
so that the mapped strain lies on the changed surface. Where Y reaches 0 the material has turned to
dust: it keeps no strain and so no stress, for good.

Source: Simo & Hughes, Computational Inelasticity, 1998, box 3.1 (radial return), on Hencky strains;
damage as PhysGaussian's plasticine (Xie et al., CVPR 2024).
Every constant is an argument, so that float32 stays float32 in compiled code.
"""

from __future__ import annotations

from math import sqrt

STEEPEST_FLOW = 1e6
"""`flow_factor` of material that breaks as soon as it yields."""


def strain_radius(yield_stress_pa: float, mu: float) -> float:
    """Largest ‖dev ε‖ that stays elastic, √(2/3) Y / (2 mu)."""
    return sqrt(2 / 3) * yield_stress_pa / (2 * mu)


def hardening_modulus(hardening: float, softening: float, mu: float) -> float:
    """Change of the yield stress a unit of dγ [Pa], 2 mu xi − softening."""
    return 2 * mu * hardening - softening


def flow_factor(modulus_pa: float, mu: float) -> float:
    """Plastic flow over the excess of ‖dev ε‖, 1 / (1 + √(2/3) modulus / (2 mu)).

    Softening so steep that no state on the shrinking surface exists breaks the material at once.

    Args:
        modulus_pa: Change of the yield stress a unit of dγ [Pa], see `hardening_modulus`.
        mu: Shear modulus [Pa].
    """
    slope = 1 + strain_radius(modulus_pa, mu)
    return 1 / max(slope, 1 / STEEPEST_FLOW)


def return_mapping(
    e0: float,
    e1: float,
    e2: float,
    h0: float,
    h1: float,
    yield_stress: float,
    radius_per_pa: float,
    flow: float,
    hardening: float,
    third: float,
    zero: float,
    one: float,
    equivalent: float,
) -> tuple[float, float, float, float, float]:
    """Project principal Hencky strains on the yield cylinder.

    Args:
        e0: First trial strain.
        e1: Second trial strain.
        e2: Third trial strain.
        h0: Change of the yield stress so far [Pa].
        h1: Accumulated equivalent plastic strain.
        yield_stress: Initial uniaxial yield stress Y [Pa].
        radius_per_pa: ‖dev ε‖ of a yield stress of 1 Pa, √(2/3) / (2 mu) [1/Pa].
        flow: Plastic flow over excess strain, see `flow_factor`.
        hardening: Change of Y a unit of flow [Pa], see `hardening_modulus`.
        third: The number 1/3.
        zero: The number 0.
        one: The number 1.
        equivalent: The number √(2/3): equivalent (uniaxial) strain of a flow of 1.

    Returns:
        Principal Hencky strains with ‖dev ε‖ on or inside the changed cylinder, their trace
        unchanged unless the material broke; h0 and h1.
    """
    mean = (e0 + e1 + e2) * third
    d0, d1, d2 = e0 - mean, e1 - mean, e2 - mean
    norm = sqrt(d0 * d0 + d1 * d1 + d2 * d2)
    present = yield_stress + h0
    radius = radius_per_pa * present
    excess = norm - radius
    wanted = flow * excess
    limited = wanted if wanted < norm else norm
    gamma = limited if excess > zero else zero
    changed = present + hardening * gamma
    strength = changed if changed > zero else zero
    keep = one if strength > zero else zero
    divisor = norm if norm > zero else one
    shrink = (radius + (excess - gamma)) / divisor if excess > zero else one
    scale = keep * shrink
    mean = keep * mean
    return (
        scale * d0 + mean,
        scale * d1 + mean,
        scale * d2 + mean,
        strength - yield_stress,
        h1 + equivalent * gamma,
    )
