"""`MaterialRecipe` as JSON text: on the clipboard, in preset files, every value validated."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

from render.errors import InputError, damage_of
from sim.materials import ConstitutiveLaw, MaterialClass
from sim.physics_sample import PARAMETER_RANGES, PARAMETERS
from studio.state.law_numbers import NUMBERS
from studio.state.material_recipe import ClassLaw, MaterialRecipe
from studio.state.quantities import MATERIAL_QUANTITIES, Quantity

RECIPE_FORMAT = "phys4d-material"
RECIPE_VERSION = 1
NAME_LIMIT = 80
_MOST_CHARACTERS = 100_000
_REMEDY = "copy a material with Copy material and paste that text"
_QUANTITIES = {quantity.key: quantity for quantity in MATERIAL_QUANTITIES}


def recipe_text(recipe: MaterialRecipe) -> str:
    """JSON text of a recipe, for `parse_recipe`."""
    weights = recipe.class_weights
    document: dict[str, Any] = {
        "format": RECIPE_FORMAT,
        "version": RECIPE_VERSION,
        "name": recipe.name,
        "law": None if recipe.law is None else recipe.law.value,
        "material_class": None if recipe.material_class is None else recipe.material_class.label,
        "numbers": dict(recipe.numbers),
        "locks": dict(recipe.locks),
        "values": dict(recipe.values),
        "class_weights": None
        if weights is None
        else {member.label: weights[member] for member in MaterialClass},
        "laws": {
            law.parameter: {"centres": list(law.centres), "stds": list(law.stds)}
            for law in recipe.laws
        },
        "sources": dict(recipe.sources),
    }
    return json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def parse_recipe(text: str) -> MaterialRecipe:
    """Recipe of a JSON text.

    Raises:
        InputError: If the text is no recipe or a value is out of range; one line with the remedy.
    """
    if len(text) > _MOST_CHARACTERS:
        raise InputError(f"the text is too long for a material; {_REMEDY}")
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        raise InputError(f"the text is no material; {_REMEDY}") from None
    if not isinstance(document, dict) or document.get("format") != RECIPE_FORMAT:
        raise InputError(f"the text is no material; {_REMEDY}")
    if document.get("version") != RECIPE_VERSION:
        raise InputError(
            f"the material has version {document.get('version')!r}, this program reads "
            f"{RECIPE_VERSION}; update it"
        )
    try:
        return _recipe(document)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(f"the material is damaged ({damage_of(error)}); {_REMEDY}") from None


def checked_name(name: str) -> str:
    """A name without surrounding blanks.

    Raises:
        InputError: If it is empty, too long or holds control characters.
    """
    plain = " ".join(name.split())
    if not plain or len(plain) > NAME_LIMIT or not plain.isprintable():
        raise InputError(
            f"a name has 1 to {NAME_LIMIT} printable characters, got {len(plain)}; type another"
        )
    return plain


def _recipe(document: Mapping[str, Any]) -> MaterialRecipe:
    law, member = document.get("law"), document.get("material_class")
    laws = dict(document.get("laws") or {})
    unknown = set(laws) - set(PARAMETERS)
    if unknown:
        raise InputError(f"unknown parameter {min(unknown)!r}; use {', '.join(PARAMETERS)}")
    return MaterialRecipe(
        name=checked_name(str(document["name"])),
        law=None if law is None else ConstitutiveLaw.from_name(str(law)),
        material_class=None if member is None else MaterialClass.from_label(str(member)),
        numbers=_numbers(document.get("numbers"), NUMBERS),
        locks=_numbers(document.get("locks"), _QUANTITIES),
        values=_numbers(document.get("values"), _QUANTITIES),
        class_weights=_weights(document.get("class_weights")),
        laws=tuple(_law(name, laws[name]) for name in PARAMETERS if name in laws),
        sources=tuple(
            (str(name), str(text)) for name, text in (document.get("sources") or {}).items()
        ),
    )


def _numbers(
    values: Mapping[str, Any] | None, known: Mapping[str, Quantity]
) -> tuple[tuple[str, float], ...]:
    given = dict(values or {})
    unknown = set(given) - set(known)
    if unknown:
        raise InputError(f"unknown number {min(unknown)!r}; use {', '.join(known)}")
    for name, value in given.items():
        quantity = known[name]
        if isinstance(value, bool) or not quantity.low <= float(value) <= quantity.high:
            raise InputError(
                f"{quantity.label} {value} is outside {quantity.range_text}; "
                f"write for example {quantity.example} in {quantity.unit or 'plain numbers'}"
            )
    return tuple((name, float(given[name])) for name in known if name in given)


def _weights(values: Mapping[str, Any] | None) -> tuple[float, ...] | None:
    if values is None:
        return None
    weights = [0.0] * len(MaterialClass)
    for name, value in values.items():
        weights[MaterialClass.from_label(name)] = float(value)
    total = math.fsum(weights)
    if not all(weight >= 0 for weight in weights) or not 0 < total < math.inf:
        raise InputError("class weights must be 0 or more with a sum above 0; correct them")
    return tuple(weight / total for weight in weights)


def _law(parameter: str, values: Mapping[str, Any]) -> ClassLaw:
    low, high = PARAMETER_RANGES[parameter]
    centres = tuple(float(value) for value in values["centres"])
    stds = tuple(float(value) for value in values["stds"])
    right = len(centres) == len(stds) == len(MaterialClass)
    if not right or not all(low <= value <= high + 1e-6 for value in centres):
        raise InputError(
            f"centres of {parameter} must be {len(MaterialClass)} numbers from {low:g} to "
            f"{high:g}; correct them"
        )
    if not all(0 <= value <= high - low for value in stds):
        raise InputError(f"spreads of {parameter} must lie in 0 to {high - low:g}; correct them")
    return ClassLaw(parameter, centres, stds)
