"""Yield in strain and hardening by packing: `snow`, elastic as `fixed_corotated`.

Principal stretches are clamped to [1 − θc, 1 + θs]; what is clamped off goes into the plastic
volume ratio Jp (h0, 1 at rest), and both moduli are multiplied by exp(ξ (1 − Jp)). Jp is held where
that factor would leave [0.1, 5]: above, the time step's bound would break; below, loose snow would
be dust without pressure.

Source: Stomakhin et al., A Material Point Method for Snow Simulation, SIGGRAPH 2013, eq. 1, 2 and
section 7; the limits of the factor are those of the public mpm128 example of Taichi.
Every constant is an argument, so that float32 stays float32 in compiled code.
"""

from __future__ import annotations

from math import exp, log, sqrt

LARGEST_HARDENING = 5.0
"""Largest factor of the moduli."""
SMALLEST_HARDENING = 0.1
"""Smallest factor of the moduli."""
UNREACHED_RATIO = 1e3
"""Largest plastic volume ratio of snow that does not harden."""


def volume_ratio_limits(hardening_exponent: float) -> tuple[float, float]:
    """Smallest and largest plastic volume ratio Jp, where hardening reaches its limits.

    Args:
        hardening_exponent: ξ, >= 0.
    """
    if hardening_exponent == 0:
        return 0.0, UNREACHED_RATIO
    smallest = max(1 - log(LARGEST_HARDENING) / hardening_exponent, 0.0)
    return smallest, 1 - log(SMALLEST_HARDENING) / hardening_exponent


def largest_hardening(hardening_exponent: float) -> float:
    """Largest factor of the moduli that is reached, at the smallest plastic volume ratio."""
    smallest, _ = volume_ratio_limits(hardening_exponent)
    return exp(hardening_exponent * (1 - smallest))


def hardened_moduli(
    h0: float, mu: float, lam: float, hardening_exponent: float, one: float
) -> tuple[float, float]:
    """Shear modulus and first Lamé parameter [Pa] of packed snow, for `fixed_corotated`.

    Args:
        h0: Plastic volume ratio Jp.
        mu: Shear modulus of unpacked snow [Pa].
        lam: First Lamé parameter of unpacked snow [Pa].
        hardening_exponent: ξ, dimensionless.
        one: The number 1.
    """
    factor = exp(hardening_exponent * (one - h0))
    return factor * mu, factor * lam


def return_mapping(
    s0: float,
    s1: float,
    s2: float,
    h0: float,
    h1: float,
    smallest_stretch: float,
    largest_stretch: float,
    smallest_ratio: float,
    largest_ratio: float,
    equivalent: float,
) -> tuple[float, float, float, float, float]:
    """Clamp trial stretches and put what is clamped off into the plastic volume ratio.

    Args:
        s0: First trial stretch.
        s1: Second trial stretch.
        s2: Third trial stretch.
        h0: Plastic volume ratio Jp.
        h1: Accumulated equivalent plastic strain.
        smallest_stretch: 1 − θc.
        largest_stretch: 1 + θs.
        smallest_ratio: See `volume_ratio_limits`.
        largest_ratio: See `volume_ratio_limits`.
        equivalent: The number √(2/3): equivalent (uniaxial) strain of a flow of 1.

    Returns:
        Elastic stretches, h0 and h1.
    """
    l0 = s0 if s0 > smallest_stretch else smallest_stretch
    l1 = s1 if s1 > smallest_stretch else smallest_stretch
    l2 = s2 if s2 > smallest_stretch else smallest_stretch
    c0 = l0 if l0 < largest_stretch else largest_stretch
    c1 = l1 if l1 < largest_stretch else largest_stretch
    c2 = l2 if l2 < largest_stretch else largest_stretch
    r0, r1, r2 = s0 / c0, s1 / c1, s2 / c2
    ratio = h0 * r0 * r1 * r2
    above = ratio if ratio > smallest_ratio else smallest_ratio
    held = above if above < largest_ratio else largest_ratio
    p0, p1, p2 = (s0 - c0) / c0, (s1 - c1) / c1, (s2 - c2) / c2
    gamma = sqrt(p0 * p0 + p1 * p1 + p2 * p2)
    return c0, c1, c2, held, h1 + equivalent * gamma
