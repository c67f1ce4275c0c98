"""Numbers of a constitutive law besides modulus, Poisson's ratio and density: what people may set.

Which law reads which number follows `sim.materials.MaterialParams`; restitution belongs to the
rigid law and so to every stiff class, which runs it where its modulus cannot be simulated.
"""

from __future__ import annotations

import math
from types import MappingProxyType

from render.errors import InputError
from sim.materials import ConstitutiveLaw, MaterialParams
from studio.state.language import mark
from studio.state.quantities import ANGLES, PASCALS, SHARES, VISCOSITIES, Quantity

_PRESSURE_UNITS = ("Pa", "kPa", "MPa", "GPa")

YIELD_STRESS = Quantity(
    "yield_stress_pa", mark("Yield stress"), 0.0, 1e12, PASCALS, _PRESSURE_UNITS, typical=2e3
)
COHESION = Quantity(
    "cohesion_pa", mark("Cohesion"), 0.0, 1e12, PASCALS, _PRESSURE_UNITS, typical=1e3
)
SOFTENING = Quantity(
    "softening", mark("Softening"), 0.0, 1e13, PASCALS, _PRESSURE_UNITS, typical=1e3
)
FRICTION_ANGLE = Quantity(
    "friction_angle_rad", mark("Friction angle"), 0.0, 1.2, ANGLES, ("°",), decimals=1,
    default_unit="°", typical=math.radians(33),
)  # fmt: skip
VISCOSITY = Quantity(
    "viscosity_pa_s", mark("Viscosity"), 0.0, 1e9, VISCOSITIES, ("mPa·s", "Pa·s", "kPa·s"),
    typical=1.0,
)  # fmt: skip
RESTITUTION = Quantity(
    "restitution", mark("Restitution"), 0.0, 1.0, SHARES, decimals=2, typical=0.3
)
FRICTION = Quantity("friction", mark("Friction"), 0.0, 10.0, SHARES, decimals=2, typical=0.5)
HARDENING = Quantity("hardening", mark("Hardening"), 0.0, 100.0, SHARES, decimals=3, typical=0.1)
CRITICAL_COMPRESSION = Quantity(
    "critical_compression", mark("Critical compression"), 1e-6, 0.5, SHARES, decimals=4,
    typical=0.025,
)  # fmt: skip
CRITICAL_STRETCH = Quantity(
    "critical_stretch", mark("Critical stretch"), 0.0, 0.5, SHARES, decimals=4, typical=0.0075
)
HARDENING_EXPONENT = Quantity(
    "hardening_exponent", mark("Packing exponent"), 0.0, 50.0, SHARES, decimals=1, typical=10.0
)
PRESSURE_EXPONENT = Quantity(
    "pressure_exponent", mark("Pressure exponent"), 1.05, 20.0, SHARES, decimals=2, typical=7.0
)

NUMBERS = MappingProxyType(
    {
        quantity.key: quantity
        for quantity in (
            YIELD_STRESS, HARDENING, SOFTENING, FRICTION_ANGLE, COHESION, VISCOSITY,
            CRITICAL_COMPRESSION, CRITICAL_STRETCH, HARDENING_EXPONENT, PRESSURE_EXPONENT,
            RESTITUTION, FRICTION,
        )
    }
)  # fmt: skip
"""Every number by its field in `MaterialParams`."""

_OF_LAW = {
    ConstitutiveLaw.METAL: (YIELD_STRESS, HARDENING),
    ConstitutiveLaw.PLASTICINE: (YIELD_STRESS, HARDENING, SOFTENING),
    ConstitutiveLaw.SNOW: (CRITICAL_COMPRESSION, CRITICAL_STRETCH, HARDENING_EXPONENT),
    ConstitutiveLaw.SAND: (FRICTION_ANGLE, COHESION),
    ConstitutiveLaw.FOAM: (YIELD_STRESS, VISCOSITY),
    ConstitutiveLaw.LIQUID: (VISCOSITY, PRESSURE_EXPONENT),
}

Numbers = tuple[tuple[str, float], ...]
"""Fields of `MaterialParams` with their values [SI], in the order of `NUMBERS`."""


def numbers_of(law: ConstitutiveLaw, *, may_be_rigid: bool) -> tuple[Quantity, ...]:
    """Numbers that a law reads, in the order of the form.

    Args:
        law: Constitutive law.
        may_be_rigid: Whether the class runs the rigid law where it is too stiff.
    """
    bounce = (RESTITUTION,) if may_be_rigid or law is ConstitutiveLaw.RIGID else ()
    return (*_OF_LAW.get(law, ()), *bounce, FRICTION)


def with_number(numbers: Numbers, key: str, value: float | None) -> Numbers:
    """Numbers with one set, or with one left to the table again (None)."""
    chosen = {name: one for name, one in numbers if name != key}
    if value is not None:
        chosen[key] = value
    return tuple((name, chosen[name]) for name in NUMBERS if name in chosen)


def check_number(params: MaterialParams, key: str, value: float) -> None:
    """Reject a number that the material could not be simulated with.

    Raises:
        InputError: With value, range and remedy.
    """
    quantity = NUMBERS[key]
    if not quantity.low <= value <= quantity.high:
        raise InputError(
            f"{quantity.label} {quantity.format(value)} is outside {quantity.range_text}; "
            f"type for example {quantity.example}"
        )
    needs_more = {
        YIELD_STRESS.key: (
            ConstitutiveLaw.METAL, ConstitutiveLaw.PLASTICINE, ConstitutiveLaw.FOAM,
        ),
        VISCOSITY.key: (ConstitutiveLaw.FOAM,),
    }  # fmt: skip
    if value <= 0 and params.law in needs_more.get(key, ()):
        raise InputError(
            f"{quantity.label} 0 is not enough: {params.law.value} needs more than 0; "
            f"type for example {quantity.example}"
        )
