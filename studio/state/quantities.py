"""Physical quantities as people type and read them: "2e6", "3 MPa", "1,200 kg/m³"."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from render.errors import InputError
from sim.materials import POISSON_MAX

_ENTRY = re.compile(r"^\s*([-+]?[\d.,]+(?:[eE][-+]?\d+)?)\s*(.*?)\s*$")
_THOUSANDS = re.compile(r"^[-+]?\d{1,3}(,\d{3})+(\.\d*)?$")


@dataclass(frozen=True, slots=True, eq=False)
class Quantity:
    """One editable physical quantity."""

    key: str
    """Name of the field in requests, for example "youngs_modulus_pa"."""
    label: str
    """Name as shown to people."""
    low: float
    """Smallest allowed value [SI]."""
    high: float
    """Largest allowed value [SI]."""
    units: Mapping[str, float] = field(default_factory=dict)
    """Accepted unit spellings and their factor to SI; the first is the SI unit."""
    shown_units: tuple[str, ...] = ()
    """Units a value is shown in, from small to large."""
    logarithmic: bool = False
    """True when the axis of the quantity is logarithmic."""
    decimals: int | None = None
    """Fixed number of decimals; None shows three significant digits."""

    @property
    def unit(self) -> str:
        """SI unit, empty for pure numbers."""
        return next(iter(self.units), "")

    def parse(self, text: str) -> float:
        """Value [SI] of an entry such as "3 MPa".

        Raises:
            InputError: If the entry is no number, has an unknown unit or lies outside the range.
        """
        match = _ENTRY.match(text)
        if match is None:
            raise InputError(f"{text.strip()!r} is not a number; type for example {self.example}")
        value = _number(match.group(1), text) * self._factor(match.group(2))
        if not (math.isfinite(value) and self.low <= value <= self.high):
            raise InputError(
                f"{self.label} {self.format(value)} is outside "
                f"{self.format(self.low)} to {self.format(self.high)}"
            )
        return value

    def format(self, value: float) -> str:
        """Text of a value [SI] in the unit that keeps it short."""
        if not math.isfinite(value):
            return f"{value:g}"
        unit, factor = self._best_unit(value)
        scaled = value / factor
        number = (
            f"{scaled:.{self.decimals}f}" if self.decimals is not None else _three_digits(scaled)
        )
        return f"{number} {unit}".rstrip()

    def clamped(self, value: float) -> float:
        """The nearest allowed value [SI]."""
        return min(max(value, self.low), self.high)

    @property
    def example(self) -> str:
        """An entry that is accepted, shown in messages."""
        middle = math.sqrt(self.low * self.high) if self.low > 0 else (self.low + self.high) / 2
        return repr(self.format(middle))

    def _factor(self, unit: str) -> float:
        if not unit:
            return 1.0
        if unit in self.units:
            return self.units[unit]
        for spelling, factor in self.units.items():
            if spelling.lower() == unit.lower():
                return factor
        known = ", ".join(self.units) or "none"
        raise InputError(f"unknown unit {unit!r} for {self.label}; use one of: {known}")

    def _best_unit(self, value: float) -> tuple[str, float]:
        best = (self.unit, 1.0)
        for unit in self.shown_units:
            if abs(value) >= self.units[unit] * 0.9995:
                best = (unit, self.units[unit])
        return best


def _number(text: str, entry: str) -> float:
    plain = text.replace(",", "") if _THOUSANDS.match(text) else text.replace(",", ".")
    try:
        return float(plain)
    except ValueError:
        raise InputError(f"{entry.strip()!r} is not a number") from None


def _three_digits(value: float) -> str:
    if value == 0:
        return "0"
    decimals = max(0, 2 - math.floor(math.log10(abs(value)) + 1e-9))
    return f"{value:,.{decimals}f}"


_PASCALS = {
    "Pa": 1.0, "kPa": 1e3, "MPa": 1e6, "GPa": 1e9, "TPa": 1e12,
    "k": 1e3, "M": 1e6, "G": 1e9, "N/m²": 1.0, "N/m2": 1.0,
}  # fmt: skip
_DENSITIES = {
    "kg/m³": 1.0, "kg/m3": 1.0, "kg/m^3": 1.0,
    "g/cm³": 1e3, "g/cm3": 1e3, "g/cm^3": 1e3, "g/cc": 1e3, "kg/l": 1e3,
}  # fmt: skip

YOUNGS_MODULUS = Quantity(
    "youngs_modulus_pa",
    "Young's modulus",
    1.0,
    1e13,
    _PASCALS,
    ("Pa", "kPa", "MPa", "GPa", "TPa"),
    logarithmic=True,
)
POISSON_RATIO = Quantity("poisson_ratio", "Poisson's ratio", 0.0, POISSON_MAX, decimals=3)
DENSITY = Quantity("density_kg_m3", "Density", 1.0, 3e4, _DENSITIES, ("kg/m³",), logarithmic=True)
SIZE = Quantity(
    "size_m", "Longest side", 0.001, 100.0, {"m": 1.0, "cm": 0.01, "mm": 0.001}, ("mm", "cm", "m")
)

MATERIAL_QUANTITIES = (YOUNGS_MODULUS, POISSON_RATIO, DENSITY)
"""The three quantities of the material panel, in its order."""
