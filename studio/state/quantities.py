"""Physical quantities as people type and read them: "2e6", "3 MPa", "1,200 kg/m³"."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from render.errors import InputError
from sim.materials import POISSON_MAX
from studio.state.quantity_expression import evaluate

_RATIO = 10**0.05
"""What a step multiplies values by that have no fixed decimals."""


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
    default_unit: str = ""
    """Unit of a number typed without one; empty means the SI unit."""
    typical: float | None = None
    """Value [SI] of the example in messages; None takes the middle of the range."""

    @property
    def unit(self) -> str:
        """SI unit, empty for pure numbers."""
        return next(iter(self.units), "")

    def parse(self, text: str) -> float:
        """Value [SI] of an entry such as "3 MPa", "2 * 1.5 kPa" or "90/2".

        Raises:
            InputError: If the entry is no number, has an unknown unit or lies outside the range.
        """
        try:
            value = evaluate(text, self.units, self._default_factor)
        except InputError as error:
            raise InputError(f"{self.label}: {error}; type for example {self.example}") from None
        if not self.low <= value <= self.high:
            raise InputError(
                f"{self.label} {self.format(value)} is outside {self.range_text}; "
                f"type for example {self.example}"
            )
        return value

    def format(self, value: float) -> str:
        """Text of a value [SI] in the unit that keeps it short."""
        if not math.isfinite(value):
            return f"{value:g}"
        unit, factor = self._best_unit(value)
        scaled = value / factor
        number = (
            _fixed(scaled, self.decimals) if self.decimals is not None else _three_digits(scaled)
        )
        return f"{number} {unit}".rstrip()

    def clamped(self, value: float) -> float:
        """The nearest allowed value [SI]."""
        return min(max(value, self.low), self.high)

    @property
    def step(self) -> float | None:
        """What a step changes values with fixed decimals by [SI]: ten of the last digit.

        None where steps are shares of the value.
        """
        if self.decimals is None or self.logarithmic:
            return None
        shown = self.shown_units[0] if self.shown_units else self.unit
        return 10.0 ** (1 - self.decimals) * self.units.get(self.default_unit or shown, 1.0)

    @property
    def step_text(self) -> str:
        """A step in words, for example "1.0 °" or "12 %"."""
        return f"{100 * (_RATIO - 1):.0f} %" if self.step is None else self.format(self.step)

    def stepped(self, value: float, steps: float) -> float:
        """The allowed value [SI] some steps up, or down below 0; fractions are finer steps."""
        if self.step is not None:
            return self.clamped(value + steps * self.step)
        if value == 0:  # no share of nothing leads anywhere
            return self.clamped(steps * 0.1 * abs(self.typical or 1.0))
        return self.clamped(value * _RATIO ** (steps if value > 0 else -steps))

    def scaled(self, value: float) -> float:
        """Value on the quantity's own axis: its log10 where that is logarithmic."""
        return math.log10(value) if self.logarithmic else value

    def unscaled(self, scaled: float) -> float:
        """Value [SI] of a place on the quantity's own axis."""
        return 10.0**scaled if self.logarithmic else scaled

    @property
    def scaled_range(self) -> tuple[float, float]:
        """Smallest and largest value on the quantity's own axis."""
        return self.scaled(self.low), self.scaled(self.high)

    @property
    def example(self) -> str:
        """An entry that is accepted, shown in messages."""
        if self.typical is not None:
            return repr(self.format(self.typical))
        middle = math.sqrt(self.low * self.high) if self.low > 0 else (self.low + self.high) / 2
        return repr(self.format(middle))

    @property
    def range_text(self) -> str:
        """Smallest and largest value in words, for example "1.00 Pa to 10.0 TPa"."""
        return f"{self.format(self.low)} to {self.format(self.high)}"

    @property
    def _default_factor(self) -> float:
        """Factor of a number that is typed without a unit."""
        return self.units[self.default_unit] if self.default_unit else 1.0

    def _best_unit(self, value: float) -> tuple[str, float]:
        first = self.shown_units[0] if self.shown_units else self.unit
        best = (first, self.units.get(first, 1.0))
        for unit in self.shown_units:
            if abs(value) >= self.units[unit] * 0.9995:
                best = (unit, self.units[unit])
        return best


def _fixed(value: float, decimals: int) -> str:
    return f"{round(value, decimals) + 0.0:.{decimals}f}"  # never "-0.00"


def _three_digits(value: float) -> str:
    if value == 0:
        return "0"
    decimals = max(0, 2 - math.floor(math.log10(abs(value)) + 1e-9))
    return f"{value:,.{decimals}f}"


PASCALS = {
    "Pa": 1.0, "kPa": 1e3, "MPa": 1e6, "GPa": 1e9, "TPa": 1e12,
    "k": 1e3, "M": 1e6, "G": 1e9, "N/m²": 1.0, "N/m2": 1.0, "N/mm²": 1e6, "N/mm2": 1e6,
}  # fmt: skip
DENSITIES = {
    "kg/m³": 1.0, "kg/m3": 1.0, "kg/m^3": 1.0,
    "g/cm³": 1e3, "g/cm3": 1e3, "g/cm^3": 1e3, "g/cc": 1e3, "g/ml": 1e3, "kg/l": 1e3, "t/m³": 1e3,
    "t/m3": 1e3,
}  # fmt: skip
LENGTHS = {"m": 1.0, "cm": 0.01, "mm": 1e-3, "km": 1e3, "µm": 1e-6, "um": 1e-6, "in": 0.0254,
           "ft": 0.3048}  # fmt: skip
ANGLES = {
    "rad": 1.0, "deg": math.radians(1), "°": math.radians(1), "degrees": math.radians(1),
    "turn": 2 * math.pi,
}  # fmt: skip
VISCOSITIES = {
    "Pa·s": 1.0, "Pa s": 1.0, "Pa*s": 1.0, "Pas": 1.0, "mPa·s": 1e-3, "mPa s": 1e-3, "mPas": 1e-3,
    "kPa·s": 1e3, "kPa s": 1e3, "P": 0.1, "cP": 1e-3,
}  # fmt: skip
TIMES = {"s": 1.0, "ms": 1e-3, "min": 60.0}
SPEEDS = {"m/s": 1.0, "cm/s": 0.01, "mm/s": 1e-3, "km/h": 1 / 3.6, "kph": 1 / 3.6}
ACCELERATIONS = {"m/s²": 1.0, "m/s2": 1.0, "m/s^2": 1.0, "g": 9.80665}
FORCES = {"N": 1.0, "kN": 1e3, "mN": 1e-3, "MN": 1e6}
SHARES = {"": 1.0, "%": 0.01}

YOUNGS_MODULUS = Quantity(
    "youngs_modulus_pa", "Young's modulus", 1.0, 1e13, PASCALS,
    ("Pa", "kPa", "MPa", "GPa", "TPa"), logarithmic=True,
)  # fmt: skip
POISSON_RATIO = Quantity("poisson_ratio", "Poisson's ratio", 0.0, POISSON_MAX, decimals=3)
DENSITY = Quantity("density_kg_m3", "Density", 1.0, 3e4, DENSITIES, ("kg/m³",), logarithmic=True)
SIZE = Quantity("size_m", "Longest side", 0.001, 100.0, LENGTHS, ("mm", "cm", "m"))

MATERIAL_QUANTITIES = (YOUNGS_MODULUS, POISSON_RATIO, DENSITY)
"""The three quantities of the material panel, in its order."""
