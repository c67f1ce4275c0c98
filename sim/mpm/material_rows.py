"""Materials as rows of numbers, as the kernels of every device read them.

A row holds what the law functions take as constants: `MU`, `LAM` and `KAPPA` for every law, then
columns of the law's own. Parameters are numbers in a row, so changing one never recompiles.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.constitutive import drucker_prager, liquid, snow, von_mises
from sim.materials import (
    ConstitutiveLaw,
    MaterialParams,
    bulk_modulus,
    lame_parameters,
    p_wave_modulus,
)

ROW_FLOATS = 16
"""Numbers a material; those that no column names are 0."""

LAW_IDS: Mapping[ConstitutiveLaw, int] = {
    ConstitutiveLaw.JELLY: 0,
    ConstitutiveLaw.METAL: 1,
    ConstitutiveLaw.SAND: 2,
    ConstitutiveLaw.FOAM: 3,
    ConstitutiveLaw.SNOW: 4,
    ConstitutiveLaw.PLASTICINE: 5,
    ConstitutiveLaw.LIQUID: 6,
    ConstitutiveLaw.NEO_HOOKEAN: 7,
    ConstitutiveLaw.HENCKY: 8,
    ConstitutiveLaw.RIGID: 9,
}
"""Number of each law in kernels; 0 to 5 are PhysGaussian's material numbers."""

MU, LAM, KAPPA = 0, 1, 2
"""Shear modulus, first Lamé parameter, bulk modulus [Pa]: every law."""
YIELD_STRESS, RADIUS_PER_PA, FLOW, HARDENING = 3, 4, 5, 6
"""Metal and plasticine: arguments of `von_mises.return_mapping` in this order."""
YIELD_RADIUS, PLASTIC_VISCOSITY = 3, 4
"""Foam: `radius` and `viscosity` [Pa s] of `viscoplastic.return_mapping`."""
CONE_SLOPE, CONE_RADIUS, CONE_TIP, SAND_GAP = 3, 4, 5, 6
"""Sand: `slope`, `radius`, `tip` and `largest_gap` of `drucker_prager.return_mapping`."""
SMALLEST_STRETCH, LARGEST_STRETCH, SMALLEST_RATIO, LARGEST_RATIO = 3, 4, 5, 6
"""Snow: arguments of `snow.return_mapping` in this order."""
HARDENING_EXPONENT = 7
"""Snow: ξ of `snow.hardened_moduli`."""
PRESSURE_EXPONENT, VISCOSITY = 3, 4
"""Liquid: γ, and the shear viscosity [Pa s] of `liquid.viscous_stress`."""
SMALLEST_LOG_VOLUME, LIQUID_GAP, SMALLEST_VOLUME = 5, 6, 7
"""Liquid: arguments of `liquid.return_mapping` in this order."""

LARGEST_SAND_GAP = math.log(1.25)
"""ln of the largest volume ratio that sand remembers: densest over loosest packing, 0.65 / 0.52."""
LARGEST_LIQUID_GAP = math.log(1.1)
"""ln of the largest volume ratio that a liquid remembers."""

Row = npt.NDArray[np.float64]


def material_rows(
    materials: Sequence[MaterialParams], dtype: npt.DTypeLike = np.float32
) -> npt.NDArray[Any]:
    """Rows of materials.

    Args:
        materials: M materials.
        dtype: float32 or float64.

    Returns:
        Shape [M, 16].
    """
    return np.array([_row(params) for params in materials], np.float64).astype(dtype)


def initial_history(law: ConstitutiveLaw) -> tuple[float, float]:
    """History (h0, h1) of a particle at rest.

    h0 is the law's own state: change of the yield stress [Pa] for metal and plasticine, plastic
    volume ratio Jp for snow, volume gap for sand and liquid, 0 for the others. h1 is the
    accumulated equivalent plastic strain.
    """
    return (1.0 if law is ConstitutiveLaw.SNOW else 0.0), 0.0


def wave_modulus(params: MaterialParams) -> float:
    """Modulus M [Pa] that bounds the elastic wave speed √(M / rho) of a law at usual strains.

    Snow: packed as hard as it gets. Liquid: compressed half-way to its limit. Rigid: 0, nothing
    is elastic.
    """
    if params.law is ConstitutiveLaw.RIGID:
        return 0.0
    if params.law is ConstitutiveLaw.LIQUID:
        kappa = bulk_modulus(params.youngs_modulus_pa, params.poisson_ratio)
        return kappa * liquid.stiffening(params.pressure_exponent)
    modulus = p_wave_modulus(params.youngs_modulus_pa, params.poisson_ratio)
    if params.law is ConstitutiveLaw.SNOW:
        return modulus * snow.largest_hardening(params.hardening_exponent)
    return modulus


def _row(params: MaterialParams) -> Row:
    row = np.zeros(ROW_FLOATS, np.float64)
    lam, mu = lame_parameters(params.youngs_modulus_pa, params.poisson_ratio)
    row[MU], row[LAM] = mu, lam
    row[KAPPA] = bulk_modulus(params.youngs_modulus_pa, params.poisson_ratio)
    fill = _FILLS.get(params.law)
    if fill is not None:
        fill(row, params)
    return row


def _fill_von_mises(row: Row, params: MaterialParams) -> None:
    mu = float(row[MU])
    softens = params.law is ConstitutiveLaw.PLASTICINE
    softening = params.softening if softens else 0.0
    modulus = von_mises.hardening_modulus(params.hardening, softening, mu)
    row[YIELD_STRESS] = params.yield_stress_pa
    row[RADIUS_PER_PA] = von_mises.strain_radius(1.0, mu)
    row[FLOW] = von_mises.flow_factor(modulus, mu)
    row[HARDENING] = modulus


def _fill_foam(row: Row, params: MaterialParams) -> None:
    row[YIELD_RADIUS] = von_mises.strain_radius(params.yield_stress_pa, float(row[MU]))
    row[PLASTIC_VISCOSITY] = params.viscosity_pa_s


def _fill_sand(row: Row, params: MaterialParams) -> None:
    mu, lam, angle = float(row[MU]), float(row[LAM]), params.friction_angle_rad
    slope = drucker_prager.expansion_slope(angle, mu, lam)
    radius = drucker_prager.cohesive_radius(angle, params.cohesion_pa, mu)
    row[CONE_SLOPE], row[CONE_RADIUS] = slope, radius
    row[CONE_TIP] = drucker_prager.tip_trace(slope, radius)
    row[SAND_GAP] = LARGEST_SAND_GAP


def _fill_snow(row: Row, params: MaterialParams) -> None:
    row[SMALLEST_STRETCH] = 1 - params.critical_compression
    row[LARGEST_STRETCH] = 1 + params.critical_stretch
    smallest, largest = snow.volume_ratio_limits(params.hardening_exponent)
    row[SMALLEST_RATIO], row[LARGEST_RATIO] = smallest, largest
    row[HARDENING_EXPONENT] = params.hardening_exponent


def _fill_liquid(row: Row, params: MaterialParams) -> None:
    smallest = liquid.smallest_volume(params.pressure_exponent)
    row[PRESSURE_EXPONENT], row[VISCOSITY] = params.pressure_exponent, params.viscosity_pa_s
    row[SMALLEST_LOG_VOLUME], row[LIQUID_GAP] = math.log(smallest), LARGEST_LIQUID_GAP
    row[SMALLEST_VOLUME] = smallest * liquid.SMALLEST_STEP_RATIO


_FILLS: Mapping[ConstitutiveLaw, Callable[[Row, MaterialParams], None]] = {
    ConstitutiveLaw.METAL: _fill_von_mises,
    ConstitutiveLaw.PLASTICINE: _fill_von_mises,
    ConstitutiveLaw.FOAM: _fill_foam,
    ConstitutiveLaw.SAND: _fill_sand,
    ConstitutiveLaw.SNOW: _fill_snow,
    ConstitutiveLaw.LIQUID: _fill_liquid,
}
