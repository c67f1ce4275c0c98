"""What the chosen row of the scene would hold if it were made now: what a reset gives back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from sim.quality import quality_preset
from sim.scene.driven import DrivenRegion
from sim.scene.forces import Impulse
from sim.scene.obstacles import Obstacle
from sim.scene.shapes import Mesh
from studio.state.language import tr
from studio.state.new_things import KINDS, above, new_mesh, new_thing
from studio.state.scene import WORLD
from studio.state.scene_fields import Choice, Line, lines_of
from studio.state.scene_mapping import object_box, world_of
from studio.state.scene_material_lines import preset_material
from studio.state.scene_parts import BodyPart, Bounds, RegionPart, Thing, World
from studio.state.scene_titles import title_of
from studio.state.scene_world_lines import world_lines
from studio.state.studio_state import StudioState


def fresh_value(state: StudioState) -> Any:
    """What the chosen row holds when it is new, with the choices that it has.

    None for rows that hold no numbers, and for a region whose preset is gone.

    Raises:
        InputError: If a mesh cannot be read again.
    """
    scene = state.scene
    part, box = scene.part(scene.chosen), object_box(state)
    if isinstance(part, Thing):
        fresh = _fresh_thing(part, state, box)
        return _with_choices(fresh, part.value, lines_of(part.value))
    if isinstance(part, RegionPart):
        params = preset_material(part, state.presets)
        return None if params is None else replace(part, params=params)
    if scene.chosen != WORLD:
        return None
    world, quality = world_of(scene), quality_preset(state.material.quality)
    return _with_choices(World(), world, world_lines(world, quality, box))


def _fresh_thing(part: Thing, state: StudioState, box: Bounds) -> Any:
    """A new thing of a thing's kind; what its kind does not say stays."""
    value = part.value
    if isinstance(value, BodyPart):
        return replace(
            value,
            position_m=above(box),
            rotation=(1.0, 0.0, 0.0, 0.0),
            velocity_m_s=(0.0, 0.0, 0.0),
            material=preset_material(part, state.presets) or value.material,
        )
    if isinstance(value, Obstacle) and isinstance(value.shape, Mesh):
        return new_mesh(Path(value.shape.path), box)
    kind = next(kind for kind, english in KINDS.items() if tr(english) == title_of(value))
    fresh = new_thing(kind, box)
    if isinstance(value, Impulse) and isinstance(fresh, Impulse):
        return replace(fresh, region=value.region)
    if isinstance(value, DrivenRegion) and isinstance(fresh, DrivenRegion):
        same = type(value.selection) is type(fresh.selection)
        return fresh if same else replace(fresh, selection=value.selection)
    return fresh


def _with_choices(fresh: Any, value: Any, lines: tuple[Line, ...]) -> Any:
    """The new value with the choices of the old one, so that both have the same lines."""
    for line in lines:
        if isinstance(line, Choice):
            fresh = line.write(fresh, line.read(value))
    return fresh
