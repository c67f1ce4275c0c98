"""The editable table from material class to law and to what the network does not predict."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from render.errors import InputError, damage_of
from sim.materials import ConstitutiveLaw, MaterialClass, MaterialParams

if TYPE_CHECKING:
    from sim.physics_sample import PhysicsSample

TABLE_VERSION = 2

RATIOS_TO_YOUNGS: Mapping[str, str] = {
    "yield_over_youngs": "yield_stress_pa",
    "cohesion_over_youngs": "cohesion_pa",
    "softening_over_youngs": "softening",
    "viscosity_over_youngs_s": "viscosity_pa_s",
}
"""Numbers of the table that are divided by Young's modulus, and the fields they make."""
PLAIN_NUMBERS = (
    "restitution",
    "friction",
    "hardening",
    "viscosity_pa_s",
    "critical_compression",
    "critical_stretch",
    "hardening_exponent",
    "pressure_exponent",
)
"""Numbers of the table that are fields as they stand."""
PREDICTED_NUMBERS = ("youngs_modulus_pa", "poisson_ratio", "density_kg_m3")
"""Numbers of a law for which a prediction or the user usually gives a value."""
FRICTION_ANGLE = "friction_angle_deg"
KINDS = ("real", "graphics")


@dataclass(frozen=True, slots=True)
class TableNumber:
    """One number of the table and where it comes from."""

    value: float
    """Value, in the unit that the number's name ends with."""
    kind: str
    """"real": of the real material; "graphics": tuned for simulation."""
    source: str
    """Publication, or "chosen by this project"."""
    licence: str
    """Terms under which the source gives it."""


@dataclass(frozen=True, slots=True)
class LawEntry:
    """Law of a class, or a law that a user names, with its numbers."""

    law: ConstitutiveLaw
    """Constitutive law of a body that deforms."""
    stiff: bool
    """Whether the class runs the rigid law where its modulus is too high to simulate."""
    numbers: Mapping[str, Mapping[str, TableNumber]]
    """Numbers by name, then by kind."""

    prefer: str = "real"
    """Kind that is taken where a number has both: "real" for a class, "graphics" for a law."""

    def number(self, name: str) -> TableNumber | None:
        """A number of the preferred kind, else of the other, else None."""
        kinds = self.numbers.get(name, {})
        return kinds.get(self.prefer) or next(iter(kinds.values()), None)

    def parameters(self, youngs_modulus_pa: float) -> dict[str, Any]:
        """Fields of `MaterialParams` that the table sets at this Young's modulus [Pa]."""
        values = {}
        for name in self.numbers:
            number = self.number(name)
            if number is None or name in PREDICTED_NUMBERS:
                continue
            if name == FRICTION_ANGLE:
                values["friction_angle_rad"] = math.radians(number.value)
            elif name in RATIOS_TO_YOUNGS:
                values[RATIOS_TO_YOUNGS[name]] = number.value * youngs_modulus_pa
            else:
                values[name] = number.value
        return values


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
    """Table of the JSON text of `resources/materials/laws.json`.

    Raises:
        InputError: If the text is not such a table; the message names what is wrong.
    """
    try:
        document = json.loads(text)
        if document["version"] != TABLE_VERSION:
            raise InputError(
                f"material table version {document['version']} is not {TABLE_VERSION}; update it"
            )
        sources = document["sources"]
        laws = {
            law: _entry(law, document["laws"][law.value], sources, "graphics")
            for law in ConstitutiveLaw
        }
        classes = {}
        for member in MaterialClass:
            row = document["classes"][member.label]
            law = ConstitutiveLaw.from_name(row["law"])
            classes[member] = _entry(law, document["laws"][law.value] | row, sources, "real")
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise InputError(f"the material table cannot be read: {damage_of(error)}") from error
    return MaterialTable(classes, laws)


def _entry(
    law: ConstitutiveLaw, row: dict[str, Any], sources: dict[str, Any], prefer: str
) -> LawEntry:
    known = {*RATIOS_TO_YOUNGS, *PLAIN_NUMBERS, *PREDICTED_NUMBERS, FRICTION_ANGLE}
    numbers = {}
    for name, kinds in row.items():
        if name in ("law", "stiff"):
            continue
        if name not in known:
            raise InputError(f"the material table has an unknown number {name!r} for {law.value}")
        numbers[name] = {
            kind: _number(kind, kinds[kind], sources) for kind in KINDS if kind in kinds
        }
        if not numbers[name] or set(kinds) - set(KINDS):
            raise InputError(f"{name!r} of {law.value} needs a real or a graphics value")
    return LawEntry(law, bool(row.get("stiff", False)), numbers, prefer)


def _number(kind: str, number: dict[str, Any], sources: dict[str, Any]) -> TableNumber:
    source = sources[number["source"]]
    return TableNumber(float(number["value"]), kind, str(source["title"]), str(source["licence"]))


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
        material_class=None if law is not None else sample.material_class,
        **entry.parameters(sample.youngs_modulus_pa),
    )


def material(
    law: ConstitutiveLaw,
    *,
    youngs_modulus_pa: float | None = None,
    poisson_ratio: float | None = None,
    density_kg_m3: float | None = None,
) -> MaterialParams:
    """Parameters of a law with the table's values for everything that is not named.

    Args:
        law: Constitutive law.
        youngs_modulus_pa: Young's modulus [Pa].
        poisson_ratio: Poisson's ratio.
        density_kg_m3: Density [kg/m³].
    """
    entry = material_table().laws[law]
    given = (youngs_modulus_pa, poisson_ratio, density_kg_m3)
    young, nu, density = (
        _typical(entry, name) if value is None else value
        for name, value in zip(PREDICTED_NUMBERS, given, strict=True)
    )
    return MaterialParams(
        law=law,
        youngs_modulus_pa=young,
        poisson_ratio=nu,
        density_kg_m3=density,
        **entry.parameters(young),
    )


def _typical(entry: LawEntry, name: str) -> float:
    """Value for a law that is named without one."""
    number = entry.number(name)
    if number is None:
        raise InputError(f"the material table has no {name} for {entry.law.value}; name one")
    return number.value
