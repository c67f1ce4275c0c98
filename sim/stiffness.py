"""From the predicted stiffness to one that an explicit solver can step (design section 4).

`real` keeps every modulus up to E_max; above it stiff classes become rigid and other bodies are
clamped, their stresses in proportion. `expressive` moves a whole set by one affine map of log10 E,
so that its members differ visibly. Predicted and simulated parameters are both returned, nothing is
scaled silently.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from render.errors import InputError
from sim.material_table import material_table
from sim.materials import ConstitutiveLaw, MaterialParams, p_wave_modulus
from sim.mpm.material_rows import wave_modulus
from sim.quality import STIFF_CFL, QualityPreset

EXPRESSIVE_DECADES = 1.5
"""Decades below E_max into which `expressive` lays a set's 5th to 95th percentile."""
OUTLIER_DECADES = 0.5
"""Decades above E_max at which members beyond the 95th percentile are clamped."""


class StiffnessMode(StrEnum):
    """How predicted moduli become simulated ones."""

    REAL = "real"
    EXPRESSIVE = "expressive"

    @staticmethod
    def from_name(name: str) -> StiffnessMode:
        """Mode of a name, any case."""
        try:
            return StiffnessMode(name.strip().lower())
        except ValueError:
            raise InputError(f"unknown stiffness {name!r}; use real or expressive") from None


@dataclass(frozen=True, slots=True)
class SimulatedMaterial:
    """A material as predicted and as simulated."""

    simulated: MaterialParams
    """Parameters that the solver runs."""
    predicted: MaterialParams
    """Parameters before the stiffness map."""
    substitution: str | None
    """What was changed, in words, or None."""

    @property
    def softening(self) -> float:
        """Predicted over simulated Young's modulus."""
        return self.predicted.youngs_modulus_pa / self.simulated.youngs_modulus_pa


def largest_youngs_modulus(
    params: MaterialParams, *, dx_m: float, frame_dt_s: float, quality: QualityPreset
) -> float:
    """E_max [Pa]: the stiffest modulus that the preset's substeps can step at `STIFF_CFL`.

    The modulus whose wave speed c = √(M / rho) gives c dt / dx = CFL, dt = frame_dt / substeps; M
    is the law's own, that of snow packed as hard as it gets and the bulk modulus of a liquid, see
    `wave_modulus`. For elastic laws E_max = rho (CFL dx / dt)² (1 + nu)(1 - 2 nu) / (1 - nu).

    Args:
        params: Law, density [kg/m³], Poisson's ratio and the exponents of snow and liquid are read.
        dx_m: Cell side [m].
        frame_dt_s: Time between two frames [s].
        quality: Its substep count is read.
    """
    return steppable_modulus(params, fastest_wave(dx_m, frame_dt_s, quality))


def fastest_wave(dx_m: float, frame_dt_s: float, quality: QualityPreset) -> float:
    """Speed [m/s] of the fastest elastic wave that the preset's substeps can follow.

    Args:
        dx_m: Cell side [m].
        frame_dt_s: Time between two frames [s].
        quality: Its substep count is read.
    """
    dt_s = frame_dt_s / quality.max_substeps
    if quality.fixed_dt_s is not None:
        dt_s = min(dt_s, quality.fixed_dt_s)
    return STIFF_CFL * dx_m / dt_s


def steppable_modulus(params: MaterialParams, wave_m_s: float) -> float:
    """E_max [Pa]: Young's modulus whose waves run at `wave_m_s`, see `largest_youngs_modulus`."""
    limit_pa = params.density_kg_m3 * wave_m_s**2
    if params.law is ConstitutiveLaw.RIGID:  # nothing waves, but what it stands for would
        return limit_pa / p_wave_modulus(1.0, params.poisson_ratio)
    return limit_pa * params.youngs_modulus_pa / wave_modulus(params)


def map_stiffness(
    params: Sequence[MaterialParams], mode: str, e_max: float | Sequence[float]
) -> tuple[SimulatedMaterial, ...]:
    """Simulated materials of a set of predicted ones.

    Args:
        params: Predicted materials; for `expressive` the whole set that is compared.
        mode: "real" or "expressive".
        e_max: Stiffest simulated modulus [Pa], one for all or one a material.

    Raises:
        InputError: If the mode is unknown or a limit is not a positive number.
    """
    limits = [float(e_max)] * len(params) if isinstance(e_max, int | float) else list(e_max)
    if len(limits) != len(params) or not all(np.isfinite(x) and x > 0 for x in limits):
        raise InputError(f"E_max must be one positive number [Pa] a material, got {e_max}")
    if StiffnessMode.from_name(mode) is StiffnessMode.REAL:
        return tuple(map(real_material, params, limits))
    return _expressive(params, limits)


def real_material(params: MaterialParams, e_max: float) -> SimulatedMaterial:
    """What the solver runs under `real` for a predicted material, E_max in Pa."""
    if params.law is ConstitutiveLaw.RIGID or params.youngs_modulus_pa <= e_max:
        return SimulatedMaterial(params, params, None)
    chosen = params.material_class
    if chosen is not None and material_table().entry(chosen).stiff:
        text = (
            f"{chosen.label} with E {params.youngs_modulus_pa:.3g} Pa is too stiff to deform at "
            f"this quality (E_max {e_max:.3g} Pa): simulated as a rigid body"
        )
        return SimulatedMaterial(replace(params, law=ConstitutiveLaw.RIGID), params, text)
    text = (
        f"E {params.youngs_modulus_pa:.3g} Pa is above E_max {e_max:.3g} Pa of this quality: "
        f"{softening_text(params.youngs_modulus_pa / e_max)}"
    )
    return SimulatedMaterial(_with_modulus(params, e_max), params, text)


def _expressive(
    params: Sequence[MaterialParams], limits: Sequence[float]
) -> tuple[SimulatedMaterial, ...]:
    """One affine map of log10 E for the set."""
    return tuple(map(ExpressiveMap.fit(params, limits).simulated, params))


@dataclass(frozen=True, slots=True)
class ExpressiveMap:
    """The affine map of log10 E that all members of a set share (design section 4)."""

    slope: float = 1.0
    """Mapped decades a predicted one, above 0, at most 1."""
    offset_decades: float = 0.0
    """Mapped log10(E / Pa) of a predicted 0."""
    ceiling_log10_pa: float | None = None
    """Largest mapped log10(E / Pa); None where the map changes nothing."""

    @staticmethod
    def fit(params: Sequence[MaterialParams], limits: Sequence[float]) -> ExpressiveMap:
        """Map of a set; the identity where every member can be stepped.

        Args:
            params: Predicted materials; rigid ones are left out.
            limits: Stiffest modulus [Pa] that can be stepped for each.
        """
        soft = [i for i, one in enumerate(params) if one.law is not ConstitutiveLaw.RIGID]
        logs = np.log10([params[i].youngs_modulus_pa for i in soft])
        top = math.log10(min((limits[i] for i in soft), default=1.0))
        if bool((logs <= top).all()):
            return ExpressiveMap()
        low, high = np.percentile(logs, [5, 95])
        slope = float(min(1.0, EXPRESSIVE_DECADES / max(high - low, 1e-12)))
        return ExpressiveMap(slope, top - slope * float(high), top + OUTLIER_DECADES)

    def simulated(self, params: MaterialParams) -> SimulatedMaterial:
        """What the solver runs for a predicted material."""
        if params.law is ConstitutiveLaw.RIGID or self.ceiling_log10_pa is None:
            return SimulatedMaterial(params, params, None)
        log_e = math.log10(params.youngs_modulus_pa)
        mapped = min(self.slope * log_e + self.offset_decades, self.ceiling_log10_pa)
        return _softened(params, 10.0 ** (mapped - log_e))


def clamped(material: SimulatedMaterial, e_max: float) -> SimulatedMaterial:
    """A mapped material whose Young's modulus is at most E_max [Pa]; rigid ones stay."""
    mapped, predicted = material.simulated, material.predicted
    if mapped.law is ConstitutiveLaw.RIGID or mapped.youngs_modulus_pa <= e_max:
        return material
    return _softened(predicted, e_max / predicted.youngs_modulus_pa)


def _softened(params: MaterialParams, factor: float) -> SimulatedMaterial:
    """Young's modulus and every stress of the material times a factor."""
    if abs(factor - 1) < 1e-9:
        return SimulatedMaterial(params, params, None)
    youngs = max(params.youngs_modulus_pa * factor, 1.0)
    text = f"E {params.youngs_modulus_pa:.3g} Pa {softening_text(1 / factor)}"
    return SimulatedMaterial(_with_modulus(params, youngs), params, text)


def _with_modulus(params: MaterialParams, youngs_modulus_pa: float) -> MaterialParams:
    """Another Young's modulus [Pa], and every stress of the material in proportion.

    Yield strains, hardening and the relaxation time of foam stay as they are. The viscosity of a
    liquid stays too: its flow under gravity does not depend on its compressibility.
    """
    factor = youngs_modulus_pa / params.youngs_modulus_pa
    stresses = {
        name: getattr(params, name) * factor
        for name in ("yield_stress_pa", "softening", "cohesion_pa")
    }
    if params.law is ConstitutiveLaw.FOAM:
        stresses["viscosity_pa_s"] = params.viscosity_pa_s * factor
    return replace(params, youngs_modulus_pa=youngs_modulus_pa, **stresses)


def softening_text(factor: float) -> str:
    """Words for predicted over simulated stiffness, e.g. "shown as if 40,000 times softer"."""
    softer = factor >= 1
    ratio = factor if softer else 1 / factor
    digits = max(0, 1 - math.floor(math.log10(ratio)))
    rounded = round(ratio, digits if ratio < 10 else 1 - math.floor(math.log10(ratio)))
    return f"shown as if {rounded:,.{digits}f} times {'softer' if softer else 'stiffer'}"
