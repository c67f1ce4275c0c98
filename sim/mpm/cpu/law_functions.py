"""The plain functions of `sim.constitutive` as kernels call them.

They take `log` and `exp` from `math`, whose calls stop vectorisation: compiled here they find those
of `float_bits` under the same names. Nothing else about them changes.
"""

from __future__ import annotations

from collections.abc import Callable
from types import FunctionType
from typing import TypeVar, cast

from sim.constitutive import (
    drucker_prager,
    fixed_corotated,
    hencky,
    liquid,
    neo_hookean,
    snow,
    viscoplastic,
    von_mises,
)
from sim.mpm.cpu import float_bits
from sim.mpm.cpu.jit import inline

Law = TypeVar("Law", bound=Callable[..., object])


def _compiled(law: Law) -> Law:
    plain = cast("FunctionType", law)
    names = plain.__globals__ | {"log": float_bits.log, "exp": float_bits.exp}
    rebound = FunctionType(plain.__code__, names, plain.__name__)
    return inline(cast("Law", rebound))


corotated_stress = _compiled(fixed_corotated.kirchhoff_stress)
neo_hookean_stress = _compiled(neo_hookean.kirchhoff_stress)
hencky_stress = _compiled(hencky.kirchhoff_stress)
liquid_stress = _compiled(liquid.kirchhoff_stress)
liquid_viscous_stress = _compiled(liquid.viscous_stress)
liquid_mapping = _compiled(liquid.return_mapping)
von_mises_mapping = _compiled(von_mises.return_mapping)
viscoplastic_mapping = _compiled(viscoplastic.return_mapping)
drucker_prager_mapping = _compiled(drucker_prager.return_mapping)
snow_mapping = _compiled(snow.return_mapping)
snow_moduli = _compiled(snow.hardened_moduli)
