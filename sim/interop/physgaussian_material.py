"""Materials of PhysGaussian scenes in our terms, and back.

Their von Mises rule compares ‖dev τ‖ with Y itself, ours with √(2/3) Y (uniaxial Y). For `metal`
and `plasticine` yield stress, hardening increment and softening are therefore × √(3/2) on the way
in; their foam uses the uniaxial stress already.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import numpy as np

from render.errors import InputError
from sim.interop.physgaussian_keys import required
from sim.interop.physgaussian_space import BoxSpace
from sim.materials import POISSON_MAX, ConstitutiveLaw, MaterialParams
from sim.regions import Region
from sim.scene.shapes import Box
from sim.selections import ShapeSelection

UNIAXIAL = math.sqrt(3 / 2)
"""Uniaxial yield stress over the yield radius ‖dev τ‖."""
LAWS: Mapping[str, ConstitutiveLaw] = MappingProxyType(
    {
        "jelly": ConstitutiveLaw.JELLY,
        "metal": ConstitutiveLaw.METAL,
        "sand": ConstitutiveLaw.SAND,
        "foam": ConstitutiveLaw.FOAM,
        "snow": ConstitutiveLaw.SNOW,
        "plasticine": ConstitutiveLaw.PLASTICINE,
    }
)
"""Their names, in the order of their ids 0 to 5."""
_DIRECT_YIELD = (ConstitutiveLaw.METAL, ConstitutiveLaw.PLASTICINE)


def read_material(values: Mapping[str, Any]) -> tuple[MaterialParams, list[str]]:
    """Material of a scene's values, and what people should know about it.

    Args:
        values: All keys of `SCENE_DEFAULTS`.

    Raises:
        InputError: If the material is unknown or a number is out of range.
    """
    law, notes = _law(values)
    nu = float(values["nu"])
    if not 0 <= nu <= 0.5:
        raise InputError(f"nu must lie in 0 to 0.5, got {nu:g}; correct the scene")
    if nu > POISSON_MAX:
        notes.append(f"nu {nu:g} is simulated as {POISSON_MAX:g}")
    factor = UNIAXIAL if law in _DIRECT_YIELD else 1.0
    hardens = law in _DIRECT_YIELD and bool(values["hardening"])
    if law in _DIRECT_YIELD:
        notes.append(
            f"yield_stress {float(values['yield_stress']):g} bounds ‖dev τ‖ there: the uniaxial "
            f"yield stress is {UNIAXIAL * float(values['yield_stress']):g} Pa"
        )
    params = MaterialParams(
        law,
        float(values["E"]),
        min(nu, POISSON_MAX),
        float(values["density"]),
        yield_stress_pa=factor * float(values["yield_stress"]),
        hardening=factor * float(values["xi"]) if hardens else 0.0,
        softening=_softening(law, values),
        friction_angle_rad=float(np.radians(float(values["friction_angle"]))),
        viscosity_pa_s=float(values["plastic_viscosity"]),
    )
    return params, notes


def _law(values: Mapping[str, Any]) -> tuple[ConstitutiveLaw, list[str]]:
    name = str(values["material"]).strip().lower()
    if name not in LAWS:
        raise InputError(f"unknown material {values['material']!r}; use one of: {', '.join(LAWS)}")
    law = LAWS[name]
    if law is ConstitutiveLaw.PLASTICINE and float(values["yield_stress"]) <= 0:
        note = "plasticine with a yield stress of 0 never yields there: it is simulated as jelly"
        return ConstitutiveLaw.JELLY, [note]
    if law is ConstitutiveLaw.SNOW:
        return law, ["snow has no stress there; here it is simulated by Stomakhin's law"]
    return law, []


def _softening(law: ConstitutiveLaw, values: Mapping[str, Any]) -> float:
    plasticine = law is ConstitutiveLaw.PLASTICINE
    return UNIAXIAL * float(values["softening"]) if plasticine else 0.0


def read_regions(
    values: Mapping[str, Any], params: MaterialParams, space: BoxSpace
) -> tuple[Region, ...]:
    """Boxes of `additional_material_params` as regions in the world.

    Raises:
        InputError: If a box lacks a key or a number is out of range.
    """
    regions = []
    for number, box in enumerate(values["additional_material_params"] or (), start=1):
        place = f"box {number} of additional_material_params"
        point, size, young, nu = (required(box, key, place) for key in ("point", "size", "E", "nu"))
        changed = replace(
            params,
            youngs_modulus_pa=float(young),
            poisson_ratio=min(float(nu), POISSON_MAX),
            density_kg_m3=float(box.get("density", params.density_kg_m3)),
        )
        half = (float(size[0]), float(size[1]), float(size[2]))
        selection = ShapeSelection(Box(half, space.point(point), space.quat))
        regions.append(Region(selection, changed, name=f"box {number}"))
    return tuple(regions)


def write_material(params: MaterialParams) -> dict[str, Any]:
    """Their keys of a material.

    Raises:
        InputError: If they have no such law.
    """
    names = {law: name for name, law in LAWS.items()}
    if params.law not in names:
        raise InputError(
            f"PhysGaussian has no material for the law {params.law.value!r}; "
            f"use one of: {', '.join(names)}"
        )
    factor = UNIAXIAL if params.law in _DIRECT_YIELD else 1.0
    return {
        "material": names[params.law],
        "E": params.youngs_modulus_pa,
        "nu": params.poisson_ratio,
        "density": params.density_kg_m3,
        "yield_stress": params.yield_stress_pa / factor,
        "hardening": int(params.hardening > 0),
        "xi": params.hardening / factor,
        "softening": params.softening / factor,
        "friction_angle": float(np.degrees(params.friction_angle_rad)),
        "plastic_viscosity": params.viscosity_pa_s,
    }
