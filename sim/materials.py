"""Material classes, constitutive laws and the parameters of one material, SI units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from enum import IntEnum, StrEnum
from typing import Any

import numpy as np

from render.errors import InputError, damage_of

POISSON_MAX = 0.49
"""Upper clamp of Poisson's ratio: above it lambda explodes (design section 4)."""


class MaterialClass(IntEnum):
    """PhysGM's 14 classes in its order (PhysGM, CVPR 2026, section 3)."""

    WOOD = 0
    METAL = 1
    PLASTIC = 2
    GLASS = 3
    FABRIC = 4
    LEATHER = 5
    CERAMIC = 6
    STONE = 7
    RUBBER = 8
    PAPER = 9
    SAND = 10
    SNOW = 11
    PLASTICINE = 12
    FOAM = 13

    @property
    def label(self) -> str:
        """Name as shown to people, for example "Wood"."""
        return self.name.capitalize()

    @staticmethod
    def from_label(label: str) -> MaterialClass:
        """Class of a name such as "Wood", any case."""
        try:
            return MaterialClass[label.strip().upper()]
        except KeyError:
            known = [member.label for member in MaterialClass]
            near = get_close_matches(label.strip().capitalize(), known, n=1)
            hint = f"did you mean {near[0]}? " if near else ""
            listed = ", ".join(known)
            raise InputError(
                f"unknown material class {label!r}; {hint}use one of: {listed}"
            ) from None


class ConstitutiveLaw(StrEnum):
    """Laws under the names people use; the value is what commands and takes write."""

    JELLY = "jelly"
    """Fixed corotated elasticity."""
    METAL = "metal"
    """Von Mises plasticity with hardening."""
    PLASTICINE = "plasticine"
    """Von Mises plasticity with optional damage."""
    SNOW = "snow"
    """Yields in strain, hardens when packed (Stomakhin 2013)."""
    SAND = "sand"
    """Drucker–Prager friction with cohesion and volume correction."""
    FOAM = "foam"
    """Viscoplastic (Bingham) flow."""
    LIQUID = "liquid"
    """Weakly compressible liquid with viscosity."""
    NEO_HOOKEAN = "neo-hookean"
    """Neo-Hookean elasticity, split in shape and volume."""
    HENCKY = "hencky"
    """Logarithmic (StVK-Hencky) elasticity."""
    RIGID = "rigid"
    """Shape kept; impulses with restitution and friction."""

    @property
    def label(self) -> str:
        """Name as shown to people, for example "Neo-Hookean"."""
        return self.value.title()

    @staticmethod
    def from_name(name: str) -> ConstitutiveLaw:
        """Law of a name such as "jelly", any case."""
        try:
            return ConstitutiveLaw(name.strip().lower())
        except ValueError:
            known = ", ".join(law.value for law in ConstitutiveLaw)
            raise InputError(f"unknown law {name!r}; use one of: {known}") from None


_RANGES: Mapping[str, tuple[float, float, str]] = {
    "youngs_modulus_pa": (1.0, 1e13, "Pa"),
    "poisson_ratio": (0.0, POISSON_MAX, ""),
    "density_kg_m3": (1.0, 3e4, "kg/m³"),
    "yield_stress_pa": (0.0, 1e12, "Pa"),
    "friction_angle_rad": (0.0, 1.2, "rad"),
    "restitution": (0.0, 1.0, ""),
    "friction": (0.0, 10.0, ""),
    "hardening": (0.0, 100.0, ""),
    "softening": (0.0, 1e13, "Pa"),
    "viscosity_pa_s": (0.0, 1e9, "Pa s"),
    "cohesion_pa": (0.0, 1e12, "Pa"),
    "critical_compression": (1e-6, 0.5, ""),
    "critical_stretch": (0.0, 0.5, ""),
    "hardening_exponent": (0.0, 50.0, ""),
    "pressure_exponent": (1.05, 20.0, ""),
}
"""Smallest and largest value of each number, and its unit."""
_REMEDIES: Mapping[str, str] = {
    "poisson_ratio": (
        f"no explicit step can follow an incompressible body: use at most {POISSON_MAX:g}"
    ),
    "density_kg_m3": "use a density such as 1000 kg/m³ (water)",
}
_POSITIVE: Mapping[ConstitutiveLaw, Mapping[str, str]] = {
    ConstitutiveLaw.METAL: {"yield_stress_pa": "2.5e8"},
    ConstitutiveLaw.PLASTICINE: {"yield_stress_pa": "2000"},
    ConstitutiveLaw.FOAM: {"yield_stress_pa": "2000", "viscosity_pa_s": "10"},
}
"""What plastic laws cannot do without, with an example; zeros would be dust or a fluid."""
_TITLES: Mapping[str, tuple[str, str]] = {
    "yield_stress_pa": ("yield stress", "Pa"),
    "viscosity_pa_s": ("plastic viscosity", "Pa s"),
}


@dataclass(frozen=True, slots=True)
class MaterialParams:
    """One material as the simulator takes it."""

    law: ConstitutiveLaw
    """Constitutive law."""
    youngs_modulus_pa: float
    """Young's modulus [Pa], 1 to 1e13."""
    poisson_ratio: float
    """Poisson's ratio, 0 to 0.49."""
    density_kg_m3: float
    """Density [kg/m³], 1 to 30,000."""
    yield_stress_pa: float = 0.0
    """Uniaxial (textbook) yield stress Y [Pa]; above 0 for metal, plasticine and foam."""
    friction_angle_rad: float = float(np.radians(30.0))
    """Internal friction angle [rad], 0 to 1.2; used by sand."""
    restitution: float = 0.3
    """Ratio of normal speeds after and before an impact, 0 to 1; used by rigid."""
    friction: float = 0.5
    """Coulomb coefficient against the ground, 0 to 10, where the scene names none."""
    material_class: MaterialClass | None = None
    """Class it was sampled from, None when the user named a law."""
    hardening: float = 0.0
    """xi, 0 to 100: flow dgamma of metal or plasticine raises Y by 2 mu xi dgamma."""
    softening: float = 0.0
    """Yield stress that plasticine loses a unit of flow [Pa]; it is dust when Y is used up."""
    viscosity_pa_s: float = 0.0
    """Shear viscosity of a liquid, plastic viscosity (above 0) of foam [Pa s]."""
    cohesion_pa: float = 0.0
    """Mohr–Coulomb cohesion of sand [Pa]."""
    critical_compression: float = 0.025
    """Compression θc at which snow yields, above 0, below 0.5."""
    critical_stretch: float = 0.0075
    """Stretch θs at which snow yields, 0 to 0.5."""
    hardening_exponent: float = 10.0
    """ξ of snow, 0 to 50: packing multiplies its moduli by exp(ξ (1 − Jp))."""
    pressure_exponent: float = 7.0
    """γ of a liquid's pressure (kappa/γ) (J^(−γ) − 1), 1.05 to 20."""

    def __post_init__(self) -> None:
        for name, (low, high, unit) in _RANGES.items():
            value = getattr(self, name)
            if not (np.isfinite(value) and low <= value <= high):
                title = name.split("_pa")[0].replace("_kg_m3", "").replace("_rad", "")
                remedy = _REMEDIES.get(name, "choose a value in that range")
                raise InputError(
                    f"{title.replace('_', ' ')} {value:g} {unit} is outside "
                    f"{low:g} to {high:g} {unit}; {remedy}".replace("  ", " ").replace(" ;", ";")
                )
        needs = _POSITIVE.get(self.law, {})
        for name, example in needs.items():
            if getattr(self, name) <= 0:
                title, unit = _TITLES[name]
                raise InputError(
                    f"{self.law.value} needs a {title} above 0 {unit}; choose one, e.g. {example}"
                )

    def to_json(self) -> dict[str, Any]:
        """Plain values under the field names, for `from_json`."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        chosen = self.material_class
        return values | {
            "law": self.law.value,
            "material_class": None if chosen is None else chosen.label,
        }

    @staticmethod
    def from_json(values: dict[str, Any]) -> MaterialParams:
        """Parameters of `to_json`'s values.

        Raises:
            InputError: If a field is unknown, missing or out of range.
        """
        chosen = values.get("material_class")
        try:
            return MaterialParams(
                **values
                | {
                    "law": ConstitutiveLaw.from_name(values["law"]),
                    "material_class": None if chosen is None else MaterialClass.from_label(chosen),
                }
            )
        except (KeyError, TypeError, AttributeError) as error:
            raise InputError(f"material parameters cannot be read: {damage_of(error)}") from error


def lame_parameters(youngs_modulus_pa: float, poisson_ratio: float) -> tuple[float, float]:
    """Lamé parameters (lambda, mu) [Pa] of an isotropic solid."""
    mu = youngs_modulus_pa / (2 * (1 + poisson_ratio))
    lam = youngs_modulus_pa * poisson_ratio / ((1 + poisson_ratio) * (1 - 2 * poisson_ratio))
    return lam, mu


def bulk_modulus(youngs_modulus_pa: float, poisson_ratio: float) -> float:
    """Bulk modulus kappa = E / (3 (1 − 2 nu)) [Pa]."""
    return youngs_modulus_pa / (3 * (1 - 2 * poisson_ratio))


def p_wave_modulus(youngs_modulus_pa: float, poisson_ratio: float) -> float:
    """Confined stiffness M = lambda + 2 mu [Pa], which sets the elastic wave speed √(M/rho)."""
    lam, mu = lame_parameters(youngs_modulus_pa, poisson_ratio)
    return lam + 2 * mu
