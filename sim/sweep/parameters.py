"""What a sweep can vary: the material's numbers, its law or class, and the drop."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from render.errors import InputError
from sim.class_priors import class_priors
from sim.material_table import material, params_for
from sim.materials import ConstitutiveLaw, MaterialClass, MaterialParams
from sim.physics_distribution import PhysicsDistribution
from sim.physics_sample import PhysicsSample

LAW, CLASS = "law", "material_class"
CHOICES: Mapping[str, Callable[[str], str]] = {
    LAW: lambda name: ConstitutiveLaw.from_name(name).value,
    CLASS: lambda name: MaterialClass.from_label(name).label,
}
"""Parameters that are names, with what checks and normalises them."""
PREDICTED_NUMBERS = ("youngs_modulus_pa", "poisson_ratio", "density_kg_m3")
"""Numbers that a prediction gives; they scale what the material table derives from them."""
FRICTION_ANGLE_DEG = "friction_angle_deg"
_PLASTIC = frozenset({ConstitutiveLaw.METAL, ConstitutiveLaw.PLASTICINE})
_SAND, _SNOW = frozenset({ConstitutiveLaw.SAND}), frozenset({ConstitutiveLaw.SNOW})
LAW_NUMBERS: Mapping[str, frozenset[ConstitutiveLaw] | None] = {
    "yield_stress_pa": _PLASTIC | {ConstitutiveLaw.FOAM},
    "hardening": _PLASTIC,
    "softening": frozenset({ConstitutiveLaw.PLASTICINE}),
    "viscosity_pa_s": frozenset({ConstitutiveLaw.LIQUID, ConstitutiveLaw.FOAM}),
    FRICTION_ANGLE_DEG: _SAND,
    "cohesion_pa": _SAND,
    "critical_compression": _SNOW,
    "critical_stretch": _SNOW,
    "hardening_exponent": _SNOW,
    "pressure_exponent": frozenset({ConstitutiveLaw.LIQUID}),
    "restitution": None,
    "friction": None,
}
"""Further numbers of a material and the laws that read them; None for all."""
SCENE_NUMBERS = ("drop_height_over_size", "tilt_deg", "ground_friction")
"""Fields of `SceneSetup` that a sweep can vary."""
PARAMETERS = (*CHOICES, *PREDICTED_NUMBERS, *LAW_NUMBERS, *SCENE_NUMBERS)

Values = Mapping[str, float | str]


def known_parameter(name: str) -> None:
    """Refuse names that are no parameter.

    Raises:
        InputError: With the nearest known name.
    """
    if name not in PARAMETERS:
        near = get_close_matches(name, PARAMETERS, n=1)
        hint = f"did you mean {near[0]}? " if near else ""
        raise InputError(f"unknown parameter {name!r}; {hint}use some of: {', '.join(PARAMETERS)}")


def base_samples(
    physics: PhysicsDistribution | None, values: Values, draw: tuple[int, int] | None
) -> tuple[PhysicsSample, ...] | None:
    """Points that runs start from, before values are replaced.

    Args:
        physics: The object's prediction; None without any.
        values: What the config says of a run; its class is certain.
        draw: Seed and number of samples; None for the expected material alone.

    Returns:
        Samples; None where neither prediction nor class say anything.
    """
    label = values.get(CLASS)
    if physics is None and label is None:
        return None
    known = class_priors() if physics is None else physics
    if label is not None:
        known = known.conditioned(material_class=MaterialClass.from_label(str(label)))
    if draw is None:
        return (known.mean(),)
    import numpy as np

    seed, count = draw
    return known.sample(np.random.default_rng(seed), count)


def asked_material(sample: PhysicsSample | None, values: Values) -> MaterialParams:
    """Material of a run, before any stiffness map.

    Args:
        sample: Where it starts from; None for the typical material of the law.
        values: What the config says of the run.

    Raises:
        InputError: If a value is out of range, or nothing says what the object is made of.
    """
    named = values.get(LAW)
    law = None if named is None else ConstitutiveLaw(str(named))
    given: dict[str, Any] = {name: values[name] for name in PREDICTED_NUMBERS if name in values}
    if sample is not None:
        params = params_for(replace(sample, **given), law=law)
    elif law is not None:
        params = material(law, **given)
    else:
        raise InputError(
            "nothing says what the object is made of: it has no predicted material; name a law "
            "or a material_class"
        )
    return replace(params, **_further(values))


def read_by(name: str, law: ConstitutiveLaw) -> bool:
    """Whether a law reads a number of the material."""
    laws = LAW_NUMBERS.get(name)
    return laws is None or law in laws


def _further(values: Values) -> dict[str, Any]:
    """Numbers beside those that a prediction gives, under the fields of `MaterialParams`."""
    given: dict[str, Any] = {name: values[name] for name in LAW_NUMBERS if name in values}
    if FRICTION_ANGLE_DEG in given:
        given["friction_angle_rad"] = math.radians(float(given.pop(FRICTION_ANGLE_DEG)))
    return given
