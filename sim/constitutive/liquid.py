"""Weakly compressible liquid: `liquid`.

ψ = (kappa/γ) (J + J^(1−γ)/(γ−1) − γ/(γ−1)), mean Kirchhoff stress τ = −J p with
p = (kappa/γ) (J^(−γ) − 1), kappa the bulk modulus. Shape carries no stress, so that F is reset to
J^(1/3) I. Viscosity adds J · 2 eta sym(C).

A liquid holds no tension and a time step holds no unlimited stiffness, so the elastic J stays
between a smallest value and 1; h0 remembers what the true volume has beyond that, ln J_true − ln J,
and pressure returns when the gap has closed. Drops fly apart and their velocity gradient says
little about volume, hence the gap is limited (the limits are this project's own).

Source: Monaghan, Simulating Free Surface Flows with SPH, J. Comput. Phys. 110, 1994;
Tampubolon et al., Multi-species Simulation of Porous Sand and Water Mixtures, SIGGRAPH 2017 (in
MPM; the volume memory is its correction for sand).
Only the product of the stretches counts: kernels may pass J, 1, 1 for s0, s1, s2.
Every constant is an argument, so that float32 stays float32 in compiled code.
"""

from __future__ import annotations

from math import exp, log

LARGEST_STIFFENING = 4.0
"""Tangent modulus at the smallest elastic J, over that at rest."""
SMALLEST_ELASTIC_VOLUME = 0.1
"""Smallest elastic J of liquids that hardly stiffen."""
SMALLEST_STEP_RATIO = 0.1
"""Smallest trial J that is read, over the smallest elastic one."""


def smallest_volume(pressure_exponent: float) -> float:
    """Smallest elastic J: there the modulus kappa J^(1 − γ) has stiffened by the largest factor.

    Args:
        pressure_exponent: γ > 1, dimensionless.
    """
    bound: float = LARGEST_STIFFENING ** (-1 / (pressure_exponent - 1))
    return max(bound, SMALLEST_ELASTIC_VOLUME)


def stiffening(pressure_exponent: float) -> float:
    """Tangent modulus over kappa, half-way (in logarithm) to the smallest elastic volume.

    Args:
        pressure_exponent: γ > 1, dimensionless.
    """
    factor: float = smallest_volume(pressure_exponent) ** (0.5 * (1 - pressure_exponent))
    return factor


def energy(
    s0: float, s1: float, s2: float, kappa: float, pressure_exponent: float, one: float
) -> float:
    """Energy density [J/m³ of rest volume] of principal stretches with s0 s1 s2 > 0.

    Args:
        s0: First principal stretch.
        s1: Second principal stretch.
        s2: Third principal stretch.
        kappa: Bulk modulus [Pa].
        pressure_exponent: γ > 1, dimensionless.
        one: The number 1.
    """
    volume = s0 * s1 * s2
    excess = pressure_exponent - one
    power = exp(-excess * log(volume))
    return kappa / pressure_exponent * (volume - one + (power - one) / excess)


def kirchhoff_stress(
    s0: float, s1: float, s2: float, kappa: float, pressure_exponent: float, one: float
) -> tuple[float, float, float]:
    """Principal Kirchhoff stresses −J p [Pa], all equal; arguments as in `energy`."""
    volume = s0 * s1 * s2
    power = exp(-pressure_exponent * log(volume))
    stress = volume * (kappa / pressure_exponent) * (one - power)
    return stress, stress, stress


def return_mapping(
    s0: float,
    s1: float,
    s2: float,
    h0: float,
    h1: float,
    smallest_log_volume: float,
    largest_gap: float,
    smallest_volume: float,
    third: float,
    zero: float,
) -> tuple[float, float, float, float, float]:
    """Forget the shape, and keep the elastic volume between its limits.

    Args:
        s0: First trial stretch.
        s1: Second trial stretch.
        s2: Third trial stretch.
        h0: ln of true over elastic volume.
        h1: Accumulated plastic strain, unchanged: the flow of a liquid is not counted.
        smallest_log_volume: ln of the smallest elastic J, below 0.
        largest_gap: Largest h0 kept.
        smallest_volume: Smallest trial J read, > 0; guards the logarithm.
        third: The number 1/3.
        zero: The number 0.

    Returns:
        Three equal stretches J^(1/3), h0 and h1.
    """
    trial = s0 * s1 * s2
    volume = trial if trial > smallest_volume else smallest_volume
    total = log(volume) + h0
    below = total if total < zero else zero
    elastic = below if below > smallest_log_volume else smallest_log_volume
    gap = total - elastic
    kept = gap if gap < largest_gap else largest_gap
    stretch = exp(elastic * third)
    return stretch, stretch, stretch, kept, h1


def viscous_stress(
    c00: float,
    c01: float,
    c02: float,
    c10: float,
    c11: float,
    c12: float,
    c20: float,
    c21: float,
    c22: float,
    volume: float,
    viscosity: float,
) -> tuple[float, float, float, float, float, float]:
    """Viscous Kirchhoff stress J · 2 eta sym(C) [Pa], xx xy xz yy yz zz.

    Args:
        c00: Velocity gradient C [1/s], row by row.
        c01: See c00.
        c02: See c00.
        c10: See c00.
        c11: See c00.
        c12: See c00.
        c20: See c00.
        c21: See c00.
        c22: See c00.
        volume: J.
        viscosity: Dynamic viscosity eta [Pa s].
    """
    factor = volume * viscosity
    return (
        factor * (c00 + c00),
        factor * (c01 + c10),
        factor * (c02 + c20),
        factor * (c11 + c11),
        factor * (c12 + c21),
        factor * (c22 + c22),
    )
