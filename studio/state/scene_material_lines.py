"""The numbers of a region's or further body's own material, as lines of the scene's form."""

from __future__ import annotations

from render.errors import InputError
from sim.material_table import material_table
from sim.materials import MaterialParams
from studio.state.law_numbers import numbers_of
from studio.state.material_presets import PresetsState
from studio.state.preset_params import preset_params
from studio.state.quantities import MATERIAL_QUANTITIES
from studio.state.scene_fields import Row, number_row
from studio.state.scene_parts import BodyPart, Part, RegionPart


def material_lines(part: Part) -> tuple[Row, ...]:
    """Lines of the material of a part; none where it has none of its own."""
    params = own_material(part)
    if params is None:
        return ()
    field = "params" if isinstance(part, RegionPart) else "material"
    chosen = params.material_class
    stiff = chosen is not None and material_table().entry(chosen).stiff
    quantities = (*MATERIAL_QUANTITIES, *numbers_of(params.law, may_be_rigid=stiff))
    return tuple(number_row(f"{field}.{one.key}", one.label, one) for one in quantities)


def own_material(part: Part | None) -> MaterialParams | None:
    """Material of a region, or the one that a body was given."""
    if isinstance(part, RegionPart):
        return part.params
    value = None if part is None else part.value
    return value.material if isinstance(value, BodyPart) else None


def preset_material(part: Part | None, presets: PresetsState) -> MaterialParams | None:
    """What a part's material was when it was taken; None where that preset is gone."""
    value = part if isinstance(part, RegionPart) else None if part is None else part.value
    if not isinstance(value, RegionPart | BodyPart) or not value.preset:
        return None
    recipe = presets.find(value.preset)
    try:
        return None if recipe is None else preset_params(recipe)
    except InputError:  # a preset of the user's may hold what cannot be simulated
        return None


def material_changed(part: Part | None, presets: PresetsState) -> bool:
    """Whether a part's material differs from the preset that it was made with."""
    own = own_material(part)
    return own is not None and own != preset_material(part, presets)
