"""`SceneController`: verbs of the scene panel; each one is a step of undo."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from render.errors import InputError
from render.quaternion import multiply, normalized
from sim.materials import MaterialParams
from studio.controllers.edit_controller import EditController
from studio.controllers.placement_controller import PlacementController, turn_about
from studio.controllers.scene_lists import free_name, swapped, without
from studio.state.fresh_values import fresh_value
from studio.state.language import tr, within
from studio.state.material_presets import bundled_presets
from studio.state.material_recipe import MaterialRecipe
from studio.state.new_things import KINDS, new_mesh, new_thing, on_top, shifted
from studio.state.preset_params import preset_params
from studio.state.resolve_scene import form_lines
from studio.state.scene import OBJECT, WORLD, SceneState, row_of
from studio.state.scene_fields import Choice, Line, Row
from studio.state.scene_mapping import next_key, object_box, world_of
from studio.state.scene_parts import REGION_COLORS, BodyPart, Part, RegionPart, Thing, Value, World
from studio.state.scene_templates import template
from studio.state.scene_titles import group_of, title_of
from studio.state.studio_state import StudioState

Quat = tuple[float, float, float, float]
NAME_LIMIT = 60
"""Characters that a name may have."""


class SceneController:
    """Adds, changes and removes what stands round the object."""

    def __init__(
        self, state: StudioState, edits: EditController, placement: PlacementController
    ) -> None:
        """Edit the scene of a state.

        Args:
            state: State whose scene is edited.
            edits: Makes steps of changes.
            placement: Moves the object where a template wants it.
        """
        self._state = state
        self._edits = edits
        self._placement = placement

    @property
    def _scene(self) -> SceneState:
        return self._state.scene

    def choose(self, row: str) -> None:
        """Choose a row of the tree; one that is gone is the world's."""
        known = row in (WORLD, OBJECT) or row.startswith("view-")
        self._scene.chosen = row if known or self._scene.part(row) else WORLD

    def add(self, kind: str) -> None:
        """Add a thing of a kind of `KINDS` beside the object."""
        if self._state.document.project is not None and kind in KINDS:
            self.add_value(new_thing(kind, object_box(self._state)))

    def add_mesh(self, path: Path) -> None:
        """Add a collider of a mesh file; trouble becomes a notice."""
        try:
            self.add_value(new_mesh(path, object_box(self._state)), path.stem)
        except InputError as error:
            self._state.notices.post("error", str(error))

    def add_copy(self) -> None:
        """Add a second copy of the object above it."""
        low, high = object_box(self._state)
        extent = (high[0] - low[0], high[1] - low[1], high[2] - low[2])
        place = on_top(self._state, extent)
        self.add_value(BodyPart(place, rotation=self._object_turn(), extent_m=extent))

    def add_value(self, value: Value, name: str = "") -> None:
        """Add a thing and choose it."""
        things = self._scene.all_things
        title = name[:NAME_LIMIT] or title_of(value)
        thing = Thing(next_key(things), free_name(title, things), value)
        self._put_things(tr("Add {name}", name=thing.name), (*things, thing), row_of(thing))

    def add_region(self, preset: str = "") -> None:
        """Make a region of the selected Gaussians; trouble becomes a notice.

        Args:
            preset: Name of its material's preset; empty for the first of the list.
        """
        mask = self._state.selection.mask
        if mask is None:
            text = tr("Select a part of the object first; the region is made of it.")
            self._state.notices.post("info", text)
            return
        scene = self._scene
        recipe = self._state.presets.find(preset) or bundled_presets()[0]
        params = self._params(recipe)
        if params is None:
            return
        key = next_key(scene.regions)
        region = RegionPart(
            key,
            free_name(tr("Region"), scene.regions),
            mask,
            recipe.name,
            params,
            REGION_COLORS[(key - 1) % len(REGION_COLORS)],
            self._state.selection.box,
        )
        with self._edits.step(tr("Add {name}", name=region.name)):
            scene.regions = (*scene.regions, region)
        scene.chosen = row_of(region)

    def select_region(self) -> None:
        """Select the Gaussians of the chosen region."""
        region = self._scene.part(self._scene.chosen)
        if isinstance(region, RegionPart):
            with self._edits.step(tr("Select {name}", name=region.name)):
                self._state.selection.mask = region.mask

    def set_preset(self, name: str) -> None:
        """Give the chosen region or body the material of a preset; empty takes the predicted."""
        part, recipe = self._scene.part(self._scene.chosen), self._state.presets.find(name)
        params = None if recipe is None else self._params(recipe)
        if recipe is not None and params is None:
            return
        label = tr("Choose material")
        if isinstance(part, RegionPart) and recipe is not None and params is not None:
            self._put(label, replace(part, preset=recipe.name, params=params))
        elif isinstance(part, Thing) and isinstance(part.value, BodyPart):
            preset = "" if recipe is None else recipe.name
            self._put(label, replace(part, value=replace(
                part.value, preset=preset, material=params)))  # fmt: skip

    def set_color(self, token: str) -> None:
        """Draw the chosen region in a colour of `REGION_COLORS`."""
        part = self._scene.part(self._scene.chosen)
        if isinstance(part, RegionPart) and token in REGION_COLORS:
            self._put(tr("Colour {name}", name=part.name), replace(part, color=token))

    def rename(self, name: str) -> None:
        """Give the chosen thing another name.

        Raises:
            InputError: If the name is empty or too long.
        """
        part, plain = self._scene.part(self._scene.chosen), name.strip()
        if not 0 < len(plain) <= NAME_LIMIT:
            raise InputError(
                f"a name has 1 to {NAME_LIMIT} characters, not {len(plain)}; type another one"
            )
        if part is not None and part.name != plain:
            self._put(tr("Rename {name}", name=part.name), replace(part, name=plain))

    def duplicate(self) -> None:
        """Add another one like the chosen thing, a little aside."""
        part = self._scene.part(self._scene.chosen)
        if self._scene.chosen == OBJECT:
            self.add_copy()
        elif isinstance(part, Thing):
            side = max(b - a for a, b in zip(*object_box(self._state), strict=True))
            self.add_value(shifted(part.value, (0.3 * side, 0.0, 0.0)), part.name)
        elif isinstance(part, RegionPart):
            regions = self._scene.regions
            copy = replace(part, key=next_key(regions), name=free_name(part.name, regions))
            with self._edits.step(tr("Add {name}", name=copy.name)):
                self._scene.regions = (*regions, copy)
            self._scene.chosen = row_of(copy)

    def delete(self) -> None:
        """Remove the chosen thing; the one after it is chosen."""
        part = self._scene.part(self._scene.chosen)
        if part is None:
            return
        label = tr("Remove {name}", name=part.name)
        if isinstance(part, RegionPart):
            left: tuple[Part, ...] = without(self._scene.regions, part)
            with self._edits.step(label):
                self._scene.regions = tuple(one for one in left if isinstance(one, RegionPart))
            self._scene.chosen = row_of(left[-1]) if left else WORLD
            return
        things = self._scene.all_things
        mates = [one for one in things if group_of(one.value) == group_of(part.value)]
        at = [one.key for one in mates].index(part.key)
        left = without(mates, part)
        row = row_of(left[min(at, len(left) - 1)]) if left else WORLD
        self._put_things(label, tuple(one for one in things if one.key != part.key), row)

    def toggle_hidden(self) -> None:
        """Draw the outline of the chosen thing, or do not; it acts all the same."""
        part = self._scene.part(self._scene.chosen)
        if part is not None:
            label = tr("Show {name}") if part.hidden else tr("Hide {name}")
            self._put(label.format(name=part.name), replace(part, hidden=not part.hidden))

    def move(self, step: int) -> None:
        """Move the chosen thing up (-1) or down (1) among those of its branch."""
        part, scene = self._scene.part(self._scene.chosen), self._scene
        if isinstance(part, RegionPart):
            moved = swapped(list(scene.regions), part, [part.key for part in scene.regions], step)
            with self._edits.step(tr("Move {name}", name=part.name)):
                scene.regions = tuple(moved)
        elif isinstance(part, Thing):
            things = list(scene.all_things)
            mates = [one.key for one in things if group_of(one.value) == group_of(part.value)]
            label = tr("Move {name}", name=part.name)
            self._put_things(label, tuple(swapped(things, part, mates, step)), scene.chosen)

    def set_number(self, row: Row, axis: int, number: float) -> None:
        """Give a number of the chosen thing [SI], as a line of its form has it."""
        title = tr("Set {name}", name=within(tr(row.title)))
        self._change(row, title, lambda value: row.write(value, axis, number))

    def set_choice(self, choice: Choice, name: str) -> None:
        """Take an alternative of a line of the form."""
        title = tr("Set {name}", name=within(tr(choice.title)))
        self._change(choice, title, lambda value: choice.write(value, name))

    def reset_line(self, row: Row) -> None:
        """Give a line of the form the numbers that a new thing of the kind has."""
        try:
            fresh = fresh_value(self._state)
        except InputError as error:
            self._state.notices.post("warning", str(error))
            return
        if fresh is None:
            return

        def reset(value: Any) -> Any:
            for axis, number in enumerate(row.read(fresh)):
                value = row.write(value, axis, number)
            return value

        self._change(row, tr("Reset {name}", name=within(tr(row.title))), reset)

    def apply_template(self, name: str) -> None:
        """Put a template in place of colliders, forces and further bodies: one step.

        Args:
            name: Name of a template of `studio.state.scene_templates`.
        """
        if self._state.document.project is None:
            return
        found = template(name)
        world = replace(world_of(self._scene), frame_count=found.frame_count)
        with self._edits.step(tr("Scene: {title}", title=tr(found.title))):
            if found.lift is not None:
                self._lift(found.lift)
            self._scene.world = world
            self._scene.things = found.fitted(object_box(self._state), self._object_turn())
        things = self._scene.things
        self._scene.chosen = row_of(things[0]) if things else WORLD

    def clear(self) -> None:
        """Remove colliders, forces and further bodies; world and regions stay."""
        self._put_things(tr("Clear the scene"), (), WORLD)

    def _params(self, recipe: MaterialRecipe) -> MaterialParams | None:
        """The material of a preset; None where it cannot be simulated, which is said."""
        try:
            return preset_params(recipe)
        except InputError as error:
            self._state.notices.post("warning", str(error))
            return None

    def _lift(self, sides: float) -> None:
        """Put the object's lowest point some longest sides above the ground."""
        low, high = object_box(self._state)
        longest = max(b - a for a, b in zip(low, high, strict=True))
        ground = world_of(self._scene).ground_z_m
        way = ground + sides * longest - low[2]
        self._placement.set_pose(
            self._placement.pose.moved((0.0, 0.0, way)), tr("Move object")
        )  # fmt: skip

    def _object_turn(self) -> Quat:
        """Rotation of the object in the world, wxyz."""
        base = self._scene.base
        azimuth = math.radians(base.view_azimuth_deg)
        tilt = turn_about((math.cos(azimuth), math.sin(azimuth), 0.0), math.radians(base.tilt_deg))
        own = np.array(self._state.placement.pose.rotation)
        w, x, y, z = (float(part) for part in normalized(multiply(own, np.array(tilt))))
        return w, x, y, z

    def _change(self, line: Line, label: str, change: Callable[[Any], Any]) -> None:
        """Change the chosen thing, or the world; what cannot be becomes a notice.

        A form may still show the lines of what was chosen before: such a line changes nothing.
        """
        if line.key not in {own.key for own in form_lines(self._state)}:
            return
        part = self._scene.part(self._scene.chosen)
        try:
            if isinstance(part, Thing):
                self._put(label, replace(part, value=change(part.value)), mergeable=True)
            elif isinstance(part, RegionPart):
                self._put(label, change(part), mergeable=True)
            elif self._scene.chosen == WORLD:
                self.set_world(label, change(world_of(self._scene)))
        except InputError as error:
            self._state.notices.post("warning", str(error))

    def set_world(self, label: str, world: World) -> None:
        """Put another world in place."""
        with self._edits.step(label, mergeable=True):
            self._scene.world = world

    def _put(self, label: str, part: Part, *, mergeable: bool = False) -> None:
        """Put a changed part in the place of the one with its key."""
        scene = self._scene
        with self._edits.step(label, mergeable=mergeable):
            if isinstance(part, RegionPart):
                scene.regions = tuple(part if p.key == part.key else p for p in scene.regions)
            else:
                scene.things = tuple(part if p.key == part.key else p for p in scene.all_things)

    def _put_things(self, label: str, things: tuple[Thing, ...], row: str) -> None:
        with self._edits.step(label):
            self._scene.things = things
        self._scene.chosen = row
