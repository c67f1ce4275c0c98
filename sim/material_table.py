"""The editable table from material class to law and to what the network does not predict."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from render.errors import InputError
from sim.materials import ConstitutiveLaw, MaterialClass, MaterialParams

if TYPE_CHECKING:
    from sim.physics_distribution import PhysicsSample

TABLE_VERSION = 1


@dataclass(frozen=True, slots=True)
class LawEntry:
    """One row of `resources/materials/laws.json`."""

    law: ConstitutiveLaw
    """Constitutive law of a body that deforms."""
    stiff: bool
    """Whether the class runs the rigid law where its modulus is too high to simulate."""
    yield_over_youngs: float
    """Uniaxial yield stress divided by Young's modulus."""
    friction_angle_deg: float
    """Internal friction angle [degrees]."""
    restitution: float
    """Ratio of normal speeds after and before an impact."""
    friction: float
    """Coulomb coefficient against the ground."""
    viscosity_over_youngs_s: float = 0.0
    """Viscosity divided by Young's modulus [s]."""


@dataclass(frozen=True, slots=True)
class MaterialTable:
    """Rows by class and, for laws that a user names, by law."""

    classes: dict[MaterialClass, LawEntry]
    """Row of each of the 14 classes."""
    laws: dict[ConstitutiveLaw, LawEntry]
    """Row of each law."""

    def entry(
        self, material_class: MaterialClass | None, law: ConstitutiveLaw | None = None
    ) -> LawEntry:
        """Row of a law where one is named, otherwise of the class."""
        if law is not None:
            return self.laws[law]
        if material_class is None:
            return self.laws[ConstitutiveLaw.JELLY]
        return self.classes[material_class]


def read_material_table(text: str) -> MaterialTable:
    """Table of the JSON text of `laws.json`.

    Raises:
        InputError: If the text is not such a table; the message names the row.
    """
    try:
        document = json.loads(text)
        if document["version"] != TABLE_VERSION:
            raise InputError(f"material table version {document['version']} is not 1; update it")
        laws = {law: _entry(law, document["laws"][law.value]) for law in ConstitutiveLaw}
        classes = {}
        for member in MaterialClass:
            row = document["classes"][member.label]
            law = ConstitutiveLaw.from_name(row["law"])
            classes[member] = _entry(law, document["laws"][law.value] | row)
    except (KeyError, TypeError, json.JSONDecodeError) as error:
        raise InputError(f"the material table cannot be read: {error!r}") from error
    return MaterialTable(classes, laws)


def _entry(law: ConstitutiveLaw, row: dict[str, Any]) -> LawEntry:
    return LawEntry(
        law=law,
        stiff=bool(row.get("stiff", False)),
        yield_over_youngs=float(row["yield_over_youngs"]),
        friction_angle_deg=float(row["friction_angle_deg"]),
        restitution=float(row["restitution"]),
        friction=float(row["friction"]),
        viscosity_over_youngs_s=float(row.get("viscosity_over_youngs_s", 0.0)),
    )


@cache
def material_table() -> MaterialTable:
    """The table shipped in `resources/materials/laws.json`."""
    folder = resources.files("resources")
    return read_material_table(
        Path(str(folder / "materials" / "laws.json")).read_text(encoding="utf-8")
    )


def params_for(sample: PhysicsSample, *, law: ConstitutiveLaw | None = None) -> MaterialParams:
    """Parameters of a sample, completed from the table.

    Args:
        sample: Class, Young's modulus [Pa], Poisson's ratio and density [kg/m³].
        law: Law named by the user; it replaces the law of the class.

    Returns:
        Parameters as predicted, before any stiffness map; `material_class` is None when the user
        named the law, so that the named law is kept whatever the stiffness.
    """
    entry = material_table().entry(sample.material_class, law)
    return MaterialParams(
        law=entry.law,
        youngs_modulus_pa=sample.youngs_modulus_pa,
        poisson_ratio=sample.poisson_ratio,
        density_kg_m3=sample.density_kg_m3,
        yield_stress_pa=entry.yield_over_youngs * sample.youngs_modulus_pa,
        friction_angle_rad=math.radians(entry.friction_angle_deg),
        restitution=entry.restitution,
        friction=entry.friction,
        viscosity_pa_s=entry.viscosity_over_youngs_s * sample.youngs_modulus_pa,
        material_class=None if law is not None else sample.material_class,
    )


def material(
    law: ConstitutiveLaw,
    *,
    youngs_modulus_pa: float,
    poisson_ratio: float = 0.3,
    density_kg_m3: float = 1000.0,
) -> MaterialParams:
    """Parameters of a law with the table's values for everything that is not named."""
    entry = material_table().laws[law]
    return MaterialParams(
        law=law,
        youngs_modulus_pa=youngs_modulus_pa,
        poisson_ratio=poisson_ratio,
        density_kg_m3=density_kg_m3,
        yield_stress_pa=entry.yield_over_youngs * youngs_modulus_pa,
        friction_angle_rad=math.radians(entry.friction_angle_deg),
        restitution=entry.restitution,
        friction=entry.friction,
        viscosity_pa_s=entry.viscosity_over_youngs_s * youngs_modulus_pa,
    )
