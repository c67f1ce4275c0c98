"""The material of a preset as the simulator takes it."""

from __future__ import annotations

from dataclasses import replace

from sim.material_table import material, material_table
from sim.materials import MaterialParams
from studio.state.material_recipe import MaterialRecipe


def preset_params(recipe: MaterialRecipe) -> MaterialParams:
    """Parameters of a preset: its own numbers over those of the material table for its law.

    Raises:
        InputError: If a number of it cannot be simulated.
    """
    law = recipe.law
    if law is None:
        law = material_table().entry(recipe.material_class).law
    values = dict(recipe.values) | dict(recipe.locks)
    base = material(law, youngs_modulus_pa=values.get("youngs_modulus_pa"))
    numbers = values | dict(recipe.numbers)
    return replace(base, **numbers, material_class=recipe.material_class)  # type: ignore[arg-type]
