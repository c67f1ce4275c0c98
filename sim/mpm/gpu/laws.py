"""The constitutive laws on the device: the plain functions of `sim.constitutive`, rebound.

A law takes the trial F, the history (h0, h1), the rows of all materials and the index of its own,
dt [s] and C [1/s]; it returns F, the history and the Kirchhoff stress [Pa]. There are no second
forms of laws here: every one goes through the eigenvectors of F Fᵀ.
"""

# ruff: noqa: ARG001 - all laws take the same arguments
# No `from __future__ import annotations`: Taichi reads the annotations of kernels as objects.

from collections.abc import Callable, Mapping
from typing import Any

from sim.constitutive import (
    drucker_prager,
    fixed_corotated,
    hencky,
    liquid,
    neo_hookean,
    snow,
    viscoplastic,
    von_mises,
)
from sim.materials import ConstitutiveLaw
from sim.mpm import material_rows as columns
from sim.mpm.gpu.principal import (
    principal_strains,
    principal_stretches,
    restretched,
    strained,
)
from sim.mpm.gpu.taichi_module import Static, function, rebound, ti
from sim.mpm.gpu.tensors import spatial

_corotated_stress = rebound(fixed_corotated.kirchhoff_stress)
_neo_hookean_stress = rebound(neo_hookean.kirchhoff_stress)
_hencky_stress = rebound(hencky.kirchhoff_stress)
_liquid_stress = rebound(liquid.kirchhoff_stress)
_viscous_stress = rebound(liquid.viscous_stress)
_liquid_mapping = rebound(liquid.return_mapping)
_von_mises_mapping = rebound(von_mises.return_mapping)
_viscoplastic_mapping = rebound(viscoplastic.return_mapping)
_drucker_prager_mapping = rebound(drucker_prager.return_mapping)
_snow_mapping = rebound(snow.return_mapping)
_snow_moduli = rebound(snow.hardened_moduli)


@function
def _numbers(rows: Static) -> Any:
    """The numbers 0, 1, 1/3 and √(2/3) in the precision of the rows."""
    zero = rows[0, 0] * 0
    one = zero + 1
    return zero, one, one / 3, ti.sqrt((one + 1) / 3)


@function
def jelly(f: Any, h: Any, rows: Static, m: Any, dt: Any, c: Any) -> Any:
    """Fixed corotated elasticity."""
    s, u = principal_stretches(f)
    _, one, _, _ = _numbers(rows)
    mu, lam = rows[m, columns.MU], rows[m, columns.LAM]
    t0, t1, t2 = _corotated_stress(s[0], s[1], s[2], mu, lam, one)
    return f, h, spatial(u, ti.Vector([t0, t1, t2]))


@function
def neo_hookean_solid(f: Any, h: Any, rows: Static, m: Any, dt: Any, c: Any) -> Any:
    """Split neo-Hookean elasticity; stretches count by their size."""
    s, u = principal_stretches(f)
    s = ti.abs(s)
    _, one, third, _ = _numbers(rows)
    mu, kappa = rows[m, columns.MU], rows[m, columns.KAPPA]
    t0, t1, t2 = _neo_hookean_stress(s[0], s[1], s[2], mu, kappa, third, 0.5 * one, one)
    return f, h, spatial(u, ti.Vector([t0, t1, t2]))


@function
def _stress_of_strains(e: Any, u: Any, rows: Static, m: Any) -> Any:
    mu, lam = rows[m, columns.MU], rows[m, columns.LAM]
    t0, t1, t2 = _hencky_stress(e[0], e[1], e[2], mu, lam)
    return spatial(u, ti.Vector([t0, t1, t2]))


@function
def hencky_solid(f: Any, h: Any, rows: Static, m: Any, dt: Any, c: Any) -> Any:
    """StVK–Hencky elasticity."""
    e, u = principal_strains(f)
    return f, h, _stress_of_strains(e, u, rows, m)


@function
def _mapped(f: Any, e: Any, u: Any, mapped: Any, h: Any, rows: Static, m: Any) -> Any:
    """What a law gives whose return mapping took the Hencky strains e to `mapped`."""
    return strained(f, e, mapped, u), h, _stress_of_strains(mapped, u, rows, m)


@function
def metal(f: Any, h: Any, rows: Static, m: Any, dt: Any, c: Any) -> Any:
    """Von Mises plasticity with hardening or damage, on Hencky strains; also plasticine."""
    e, u = principal_strains(f)
    zero, one, third, equivalent = _numbers(rows)
    y, radius = rows[m, columns.YIELD_STRESS], rows[m, columns.RADIUS_PER_PA]
    flow, hardening = rows[m, columns.FLOW], rows[m, columns.HARDENING]
    e0, e1, e2, h0, h1 = _von_mises_mapping(
        e[0], e[1], e[2], h[0], h[1], y, radius, flow, hardening, third, zero, one, equivalent
    )
    return _mapped(f, e, u, ti.Vector([e0, e1, e2]), ti.Vector([h0, h1]), rows, m)


@function
def sand(f: Any, h: Any, rows: Static, m: Any, dt: Any, c: Any) -> Any:
    """Drucker–Prager plasticity on Hencky strains."""
    e, u = principal_strains(f)
    zero, one, third, equivalent = _numbers(rows)
    slope, radius = rows[m, columns.CONE_SLOPE], rows[m, columns.CONE_RADIUS]
    tip, gap = rows[m, columns.CONE_TIP], rows[m, columns.SAND_GAP]
    e0, e1, e2, h0, h1 = _drucker_prager_mapping(
        e[0], e[1], e[2], h[0], h[1], slope, radius, tip, gap, third, zero, one, equivalent
    )
    return _mapped(f, e, u, ti.Vector([e0, e1, e2]), ti.Vector([h0, h1]), rows, m)


@function
def foam(f: Any, h: Any, rows: Static, m: Any, dt: Any, c: Any) -> Any:
    """Viscoplasticity on Hencky strains."""
    e, u = principal_strains(f)
    zero, one, third, equivalent = _numbers(rows)
    mu, radius = rows[m, columns.MU], rows[m, columns.YIELD_RADIUS]
    viscosity = rows[m, columns.PLASTIC_VISCOSITY]
    e0, e1, e2, h0, h1 = _viscoplastic_mapping(
        e[0], e[1], e[2], h[0], h[1], mu, radius, viscosity, dt, third, zero, one, equivalent
    )
    return _mapped(f, e, u, ti.Vector([e0, e1, e2]), ti.Vector([h0, h1]), rows, m)


@function
def packed_snow(f: Any, h: Any, rows: Static, m: Any, dt: Any, c: Any) -> Any:
    """Clamped stretches, and fixed corotated elasticity with hardened moduli."""
    s, u = principal_stretches(f)
    _, one, _, equivalent = _numbers(rows)
    shortest, longest = rows[m, columns.SMALLEST_STRETCH], rows[m, columns.LARGEST_STRETCH]
    densest, loosest = rows[m, columns.SMALLEST_RATIO], rows[m, columns.LARGEST_RATIO]
    s0, s1, s2, h0, h1 = _snow_mapping(
        s[0], s[1], s[2], h[0], h[1], shortest, longest, densest, loosest, equivalent
    )
    mu, lam = rows[m, columns.MU], rows[m, columns.LAM]
    mu, lam = _snow_moduli(h0, mu, lam, rows[m, columns.HARDENING_EXPONENT], one)
    t0, t1, t2 = _corotated_stress(s0, s1, s2, mu, lam, one)
    return (
        restretched(f, s, ti.Vector([s0, s1, s2]), u),
        ti.Vector([h0, h1]),
        spatial(u, ti.Vector([t0, t1, t2])),
    )


@function
def weakly_compressible(f: Any, h: Any, rows: Static, m: Any, dt: Any, c: Any) -> Any:
    """Pressure of the volume ratio, and viscous stress of C."""
    zero, one, third, _ = _numbers(rows)
    lowest, gap = rows[m, columns.SMALLEST_LOG_VOLUME], rows[m, columns.LIQUID_GAP]
    smallest = rows[m, columns.SMALLEST_VOLUME]
    s, _, _, h0, h1 = _liquid_mapping(
        f.determinant(), one, one, h[0], h[1], lowest, gap, smallest, third, zero
    )
    volume = s * s * s
    kappa, exponent = rows[m, columns.KAPPA], rows[m, columns.PRESSURE_EXPONENT]
    p, _, _ = _liquid_stress(volume, one, one, kappa, exponent, one)
    xx, xy, xz, yy, yz, zz = _viscous_stress(
        c[0, 0], c[0, 1], c[0, 2], c[1, 0], c[1, 1], c[1, 2], c[2, 0], c[2, 1], c[2, 2],
        volume, rows[m, columns.VISCOSITY],
    )  # fmt: skip
    return (
        ti.Matrix([[s, zero, zero], [zero, s, zero], [zero, zero, s]]),
        ti.Vector([h0, h1]),
        ti.Matrix([[xx + p, xy, xz], [xy, yy + p, yz], [xz, yz, zz + p]]),
    )


LAWS: Mapping[ConstitutiveLaw, Callable[..., Any]] = {
    ConstitutiveLaw.JELLY: jelly,
    ConstitutiveLaw.NEO_HOOKEAN: neo_hookean_solid,
    ConstitutiveLaw.HENCKY: hencky_solid,
    ConstitutiveLaw.METAL: metal,
    ConstitutiveLaw.PLASTICINE: metal,
    ConstitutiveLaw.SAND: sand,
    ConstitutiveLaw.FOAM: foam,
    ConstitutiveLaw.SNOW: packed_snow,
    ConstitutiveLaw.LIQUID: weakly_compressible,
}
"""Every law but `rigid`, whose particles carry no stress."""

FLOWING_LAWS = frozenset(
    {
        ConstitutiveLaw.METAL,
        ConstitutiveLaw.PLASTICINE,
        ConstitutiveLaw.SNOW,
        ConstitutiveLaw.FOAM,
    }
)
"""Laws whose F forgets what has flowed, so that a total deformation is kept beside it."""
