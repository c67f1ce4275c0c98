"""`PhysicsSample`: one material with its values, and the ranges those values can take."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from render.errors import InputError
from sim.materials import POISSON_MAX, MaterialClass

PARAMETERS = ("log10_youngs_modulus", "poisson_ratio", "log10_density")
"""Continuous parameters: log10 of E in Pa, nu, log10 of rho in kg/m³."""
PARAMETER_RANGES: Mapping[str, tuple[float, float]] = {
    "log10_youngs_modulus": (0.0, 13.0),
    "poisson_ratio": (0.0, POISSON_MAX),
    "log10_density": (0.0, math.log10(3e4)),
}
"""Values a parameter can take; those of `MaterialParams`."""


@dataclass(frozen=True, slots=True)
class PhysicsSample:
    """One point of a `PhysicsDistribution`: a material with its values."""

    material_class: MaterialClass
    """Material class."""
    youngs_modulus_pa: float
    """Young's modulus [Pa], 1 to 1e13."""
    poisson_ratio: float
    """Poisson's ratio, 0 to 0.49."""
    density_kg_m3: float
    """Density [kg/m³], 1 to 30,000."""

    def __post_init__(self) -> None:
        for parameter in PARAMETERS:
            low, high = PARAMETER_RANGES[parameter]
            value = self.value_of(parameter)
            if not (math.isfinite(value) and low - 1e-9 <= value <= high + 1e-9):
                raise InputError(
                    f"{parameter} {value:g} is outside {low:g} to {high:g}; "
                    "choose a value in that range"
                )

    def value_of(self, parameter: str) -> float:
        """Value of one of `PARAMETERS`, in that parameter's own scale."""
        if parameter == "poisson_ratio":
            return self.poisson_ratio
        linear = self.youngs_modulus_pa, self.density_kg_m3
        value = linear[0] if parameter == "log10_youngs_modulus" else linear[1]
        return math.log10(value) if value > 0 else -math.inf

    @staticmethod
    def from_values(material_class: MaterialClass, values: Mapping[str, float]) -> PhysicsSample:
        """Sample of a class and its `PARAMETERS`; values are clamped to the allowed ranges."""
        clamped = {
            name: min(max(values[name], PARAMETER_RANGES[name][0]), PARAMETER_RANGES[name][1])
            for name in PARAMETERS
        }
        return PhysicsSample(
            material_class=material_class,
            youngs_modulus_pa=10.0 ** clamped["log10_youngs_modulus"],
            poisson_ratio=clamped["poisson_ratio"],
            density_kg_m3=10.0 ** clamped["log10_density"],
        )
