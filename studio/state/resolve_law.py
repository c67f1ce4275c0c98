"""Law of the next simulation, its numbers and where they come from."""

from __future__ import annotations

from sim.material_table import FRICTION_ANGLE, RATIOS_TO_YOUNGS, material_table
from sim.materials import ConstitutiveLaw, MaterialClass
from sim.physics_distribution import PhysicsDistribution
from studio.state.language import mark, tr
from studio.state.law_numbers import numbers_of
from studio.state.material import SPLAT_LAW, MaterialChoice, table_params
from studio.state.material_presets import PresetsState
from studio.state.material_recipe import MaterialRecipe, recipe_fields
from studio.state.material_view import LawView, NumberView
from studio.state.quantities import MATERIAL_QUANTITIES

LAW_HELP = {
    ConstitutiveLaw.JELLY: mark("Elastic: deforms and springs back"),
    ConstitutiveLaw.METAL: mark("Springs back until it yields, then keeps its dents"),
    ConstitutiveLaw.PLASTICINE: mark("Yields easily and keeps its new shape"),
    ConstitutiveLaw.SNOW: mark("Packs, hardens and breaks apart"),
    ConstitutiveLaw.SAND: mark("Grains that slide over each other"),
    ConstitutiveLaw.FOAM: mark("Gives way slowly and flows under load"),
    ConstitutiveLaw.LIQUID: mark("Flows; thicker with more viscosity"),
    ConstitutiveLaw.NEO_HOOKEAN: mark("Elastic, good for large stretches"),
    ConstitutiveLaw.HENCKY: mark("Elastic in logarithmic strain, good for thin and woven things"),
    ConstitutiveLaw.RIGID: mark("Keeps its shape, bounces and spins"),
}


def resolve_law(
    choice: MaterialChoice,
    predicted: PhysicsDistribution | None,
    shown: MaterialClass | None,
    presets: PresetsState,
) -> LawView:
    """What the law section shows.

    Args:
        choice: What the user chose.
        predicted: What the model says; None for a splat file.
        shown: Class that is simulated; None for a splat file.
        presets: The user's presets.
    """
    automatic = SPLAT_LAW if shown is None else material_table().entry(shown).law
    law = automatic if choice.law is None else choice.law
    preset = presets.find(choice.preset) if choice.preset else None
    return LawView(
        automatic=automatic,
        law=choice.law,
        explanation=tr(LAW_HELP[law]),
        numbers=_numbers(choice, predicted, shown, law, preset),
        preset=choice.preset,
        preset_changed=choice.is_edited()
        if preset is None
        else not _is_as(choice, predicted, preset),
        preset_sources=() if preset is None else _source_lines(preset),
        own_presets=tuple(one.name for one in presets.own),
    )


def _numbers(
    choice: MaterialChoice,
    predicted: PhysicsDistribution | None,
    shown: MaterialClass | None,
    law: ConstitutiveLaw,
    preset: MaterialRecipe | None,
) -> tuple[NumberView, ...]:
    params, set_values = table_params(choice, predicted), dict(choice.numbers)
    entry = material_table().entry(shown, choice.law or (None if shown is not None else law))
    stiff = shown is not None and choice.law is None and entry.stiff
    from_preset = {} if preset is None else dict(preset.numbers)
    views = []
    for quantity in numbers_of(law, may_be_rigid=stiff):
        table = float(getattr(params, quantity.key))
        value = set_values.get(quantity.key, table)
        source = _table_source(entry, quantity.key)
        if quantity.key in set_values:
            same = from_preset.get(quantity.key) == value
            source = preset.source_of(quantity.key) if same and preset is not None else ""
            source = source or tr("set by you")
        views.append(NumberView(quantity, value, table, quantity.key in set_values, source))
    return tuple(views)


def _table_source(entry: object, key: str) -> str:
    """Where the table has a number from; the default of the program where it has none."""
    names = [name for name, field in RATIOS_TO_YOUNGS.items() if field == key] + [key]
    if key == "friction_angle_rad":
        names.append(FRICTION_ANGLE)
    for name in names:
        number = entry.number(name)  # type: ignore[attr-defined]
        if number is not None:
            return str(number.source)
    return tr("default of the program")


def _is_as(
    choice: MaterialChoice, predicted: PhysicsDistribution | None, preset: MaterialRecipe
) -> bool:
    """Whether the choice is still what the preset made of it."""
    wanted = recipe_fields(preset, predicted)
    now = (choice.edited, choice.law, choice.numbers, choice.chosen_sample)
    same_class = choice.material_class == wanted.material_class
    return same_class and now == (wanted.edited, wanted.law, wanted.numbers, None)


def _source_lines(preset: MaterialRecipe) -> tuple[str, ...]:
    labels = {quantity.key: quantity.label for quantity in MATERIAL_QUANTITIES}
    return tuple(
        f"{tr(labels.get(key, key))}: {text}" for key, text in preset.sources if key in labels
    )
