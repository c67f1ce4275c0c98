"""`MaterialRecipe`: a material as people pass it on, by clipboard or as a preset.

It holds absolute values, so that it means the same on every object: pasted on another prediction,
the centres and spreads it names become edits of that prediction.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np

from sim.materials import ConstitutiveLaw, MaterialClass
from sim.physics_distribution import PhysicsDistribution
from sim.physics_sample import PARAMETER_RANGES, PhysicsSample
from studio.state.edited_distribution import (
    SI_NAMES,
    SPREAD_RANGE,
    DistributionEdits,
    ParameterEdit,
    edited_distribution,
)
from studio.state.law_numbers import Numbers
from studio.state.material import MaterialChoice, chosen_sample


@dataclass(frozen=True, slots=True)
class ClassLaw:
    """Centres and spreads of one parameter, class by class."""

    parameter: str
    """One of `PARAMETERS`."""
    centres: tuple[float, ...]
    """Centre of each class, in the parameter's own scale, 14 numbers."""
    stds: tuple[float, ...]
    """Standard deviation of each class, 14 numbers."""


@dataclass(frozen=True, slots=True)
class MaterialRecipe:
    """Everything that the user can set about a material."""

    name: str
    """Name as shown."""
    law: ConstitutiveLaw | None = None
    """Constitutive law; None takes the one of the class."""
    material_class: MaterialClass | None = None
    """Class that is shown and simulated; None leaves it to the distribution."""
    numbers: Numbers = ()
    """Numbers of the law that replace the table's."""
    locks: tuple[tuple[str, float], ...] = ()
    """Quantities in SI units (youngs_modulus_pa, …) that are locked, with their value."""
    class_weights: tuple[float, ...] | None = None
    """Class probabilities, 14 numbers; None leaves them as predicted."""
    laws: tuple[ClassLaw, ...] = ()
    """Parameters whose centres and spreads the user changed."""
    values: tuple[tuple[str, float], ...] = ()
    """Point values in SI units, for an object without prediction; locks go before them."""
    sources: tuple[tuple[str, str], ...] = ()
    """Where the numbers come from, by field."""

    @property
    def summary(self) -> str:
        """Law or class in a word, for lists."""
        if self.law is not None:
            return self.law.label
        return self.material_class.label if self.material_class is not None else ""

    def source_of(self, field: str) -> str:
        """Where a number comes from, empty where nothing is said."""
        return next((text for name, text in self.sources if name == field), "")


@dataclass(frozen=True, slots=True)
class RecipeFields:
    """Fields of `MaterialChoice` that a recipe sets."""

    edited: DistributionEdits
    """Edits of the prediction."""
    material_class: MaterialClass | None
    """Class that is shown."""
    law: ConstitutiveLaw | None
    """Law."""
    numbers: Numbers
    """Numbers of the law."""
    chosen_sample: int | None = None
    """No sample."""

    def put_into(self, choice: MaterialChoice) -> None:
        """Set the fields of a choice."""
        for field in fields(self):
            setattr(choice, field.name, getattr(self, field.name))


def recipe_of(
    choice: MaterialChoice, predicted: PhysicsDistribution | None, name: str
) -> MaterialRecipe:
    """The material that the panel shows, as a recipe."""
    sample = chosen_sample(choice, predicted)
    locks = tuple(
        (SI_NAMES[lock.parameter], _si(lock.parameter, lock.value)) for lock in choice.edited.locks
    )
    laws: tuple[ClassLaw, ...] = ()
    if predicted is not None and choice.edited.parameters:
        free = replace(choice.edited, locks=(), class_weights=None)
        moved = edited_distribution(predicted, free)
        laws = tuple(_law_of(moved, edit.parameter) for edit in choice.edited.parameters)
    return MaterialRecipe(
        name=name,
        law=choice.law,
        material_class=None if predicted is None else sample.material_class,
        numbers=choice.numbers,
        locks=locks,
        class_weights=choice.edited.class_weights,
        laws=laws,
        values=tuple((key, float(getattr(sample, key))) for key in SI_NAMES.values()),
    )


def recipe_fields(recipe: MaterialRecipe, predicted: PhysicsDistribution | None) -> RecipeFields:
    """What a recipe sets on an object.

    Args:
        recipe: Recipe.
        predicted: What the model says of the object; None for a splat file, which takes the
            recipe's point values as locks.
    """
    edits = DistributionEdits()
    locks = dict(recipe.locks)
    if predicted is None:
        locks = dict(recipe.values) | locks
    else:
        edits = replace(edits, class_weights=recipe.class_weights)
        for law in recipe.laws:
            edits = edits.with_edit(_edit_towards(predicted, law))
    for parameter, key in SI_NAMES.items():
        if key in locks:
            low, high = PARAMETER_RANGES[parameter]
            scaled = locks[key] if parameter == "poisson_ratio" else float(np.log10(locks[key]))
            edits = edits.with_lock(parameter, min(max(scaled, low), high))
    return RecipeFields(
        edited=edits,
        material_class=None if predicted is None else recipe.material_class,
        law=recipe.law,
        numbers=recipe.numbers,
    )


def sample_recipe(sample: PhysicsSample, name: str) -> MaterialRecipe:
    """One sample as a recipe with locked values."""
    values = tuple((key, float(getattr(sample, key))) for key in SI_NAMES.values())
    return MaterialRecipe(name, material_class=sample.material_class, locks=values, values=values)


def _law_of(physics: PhysicsDistribution, parameter: str) -> ClassLaw:
    mean, std = physics.moments(parameter)
    return ClassLaw(parameter, tuple(map(float, mean)), tuple(map(float, std)))


def _edit_towards(predicted: PhysicsDistribution, law: ClassLaw) -> ParameterEdit:
    """The edit that gives a prediction the centres and spreads of a law."""
    mean, std = (array.astype(np.float64) for array in predicted.moments(law.parameter))
    factors = [
        float(np.clip(wanted / now, *SPREAD_RANGE)) if now > 0 and wanted > 0 else 1.0
        for wanted, now in zip(law.stds, std, strict=True)
    ]
    shifts = tuple(float(shift) for shift in np.array(law.centres) - mean)
    return ParameterEdit(law.parameter, shifts, tuple(factors))


def _si(parameter: str, value: float) -> float:
    return value if parameter == "poisson_ratio" else float(10.0**value)
