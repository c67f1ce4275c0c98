"""Material classes, constitutive laws and the parameters of one material, SI units."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import IntEnum, StrEnum
from typing import Any

import numpy as np

from render.errors import InputError

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
            known = ", ".join(member.label for member in MaterialClass)
            raise InputError(f"unknown material class {label!r}; use one of: {known}") from None


class ConstitutiveLaw(StrEnum):
    """Laws under the names people use; the value is what commands and takes write."""

    JELLY = "jelly"
    SAND = "sand"
    PLASTICINE = "plasticine"
    RIGID = "rigid"

    @staticmethod
    def from_name(name: str) -> ConstitutiveLaw:
        """Law of a name such as "jelly", any case."""
        try:
            return ConstitutiveLaw(name.strip().lower())
        except ValueError:
            known = ", ".join(law.value for law in ConstitutiveLaw)
            raise InputError(f"unknown law {name!r}; use one of: {known}") from None


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
    """Uniaxial (textbook) yield stress [Pa], >= 0; used by plasticine."""
    friction_angle_rad: float = float(np.radians(30.0))
    """Internal friction angle [rad], 0 to 1.2; used by sand."""
    restitution: float = 0.3
    """Ratio of normal speeds after and before an impact, 0 to 1; used by rigid."""
    friction: float = 0.5
    """Coulomb coefficient against the ground, 0 to 10, where the scene names none."""
    material_class: MaterialClass | None = None
    """Class it was sampled from, None when the user named a law."""

    def __post_init__(self) -> None:
        ranges = {
            "youngs_modulus_pa": (1.0, 1e13, "Pa"),
            "poisson_ratio": (0.0, POISSON_MAX, ""),
            "density_kg_m3": (1.0, 3e4, "kg/m³"),
            "yield_stress_pa": (0.0, 1e12, "Pa"),
            "friction_angle_rad": (0.0, 1.2, "rad"),
            "restitution": (0.0, 1.0, ""),
            "friction": (0.0, 10.0, ""),
        }
        for name, (low, high, unit) in ranges.items():
            value = getattr(self, name)
            if not (np.isfinite(value) and low <= value <= high):
                title = name.split("_pa")[0].replace("_kg_m3", "").replace("_rad", "")
                raise InputError(
                    f"{title.replace('_', ' ')} {value:g} {unit} is outside "
                    f"{low:g} to {high:g} {unit}; choose a value in that range".replace("  ", " ")
                )
        if self.law is ConstitutiveLaw.PLASTICINE and self.yield_stress_pa <= 0:
            raise InputError("plasticine needs a yield stress above 0 Pa; choose one, e.g. 2000")

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
            raise InputError(f"material parameters cannot be read: {error!r}") from error


def lame_parameters(youngs_modulus_pa: float, poisson_ratio: float) -> tuple[float, float]:
    """Lamé parameters (lambda, mu) [Pa] of an isotropic solid."""
    mu = youngs_modulus_pa / (2 * (1 + poisson_ratio))
    lam = youngs_modulus_pa * poisson_ratio / ((1 + poisson_ratio) * (1 - 2 * poisson_ratio))
    return lam, mu


def p_wave_modulus(youngs_modulus_pa: float, poisson_ratio: float) -> float:
    """Confined stiffness M = lambda + 2 mu [Pa], which sets the elastic wave speed √(M/rho)."""
    lam, mu = lame_parameters(youngs_modulus_pa, poisson_ratio)
    return lam + 2 * mu
