"""What the scene panel shows: the tree, the form of what is chosen, and what cannot run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sim.quality import quality_preset
from sim.scene.obstacles import Obstacle
from studio.state.language import mark, tr
from studio.state.scene import OBJECT, WORLD, row_of
from studio.state.scene_fields import Line, Row, lines_of
from studio.state.scene_mapping import object_box, world_of
from studio.state.scene_material_lines import material_changed, material_lines
from studio.state.scene_parts import BodyPart, Part, RegionPart, Thing
from studio.state.scene_problems import problems_of
from studio.state.scene_titles import group_of, title_of
from studio.state.scene_world_lines import world_lines
from studio.state.studio_state import StudioState

GROUPS = {
    "objects": mark("Objects"),
    "regions": mark("Regions"),
    "colliders": mark("Colliders"),
    "forces": mark("Forces"),
    "cameras": mark("Cameras"),
}
"""Branches of the tree with their titles."""


@dataclass(frozen=True, slots=True)
class TreeRow:
    """One row of the tree."""

    row: str
    """Identity, as `SceneState.chosen` has it."""
    group: str
    """Branch; empty for a row at the top."""
    text: str
    """What it is called."""
    kind: str
    """What it is, in a word."""
    hidden: bool = False
    """Whether its outline is not drawn."""
    problem: str = ""
    """Why it keeps the scene from running; empty when it does not."""
    color: str = ""
    """Token of the theme that it is drawn in; empty for none."""


@dataclass(frozen=True, slots=True)
class LineView:
    """One line of the form."""

    key: str
    """Identity within the form."""
    numbers: tuple[float, ...] = ()
    """Numbers [SI]; none for a choice."""
    choice: str = ""
    """Name of what is chosen; empty for numbers."""


@dataclass(frozen=True, slots=True)
class SceneView:
    """What the scene panel shows."""

    enabled: bool
    """Whether there is an object."""
    rows: tuple[TreeRow, ...]
    """The tree, from top to bottom."""
    chosen: str
    """Row that is chosen."""
    title: str
    """Name of what is chosen."""
    note: str
    """A sentence about it; empty for none."""
    lines: tuple[LineView, ...]
    """Its form."""
    problems: tuple[str, ...]
    """What keeps the scene from running."""
    preset: str | None
    """Material preset of what is chosen, empty for the predicted one; None where it has none."""
    preset_changed: bool
    """Whether its numbers are no longer those of the preset."""
    needs_preset: bool
    """Whether no material is predicted, so that a preset must be chosen."""
    color: str
    """Colour of a region; empty for anything else."""


def resolve_scene(state: StudioState) -> SceneView:
    """What the panel shows for a state."""
    part, value = state.scene.part(state.scene.chosen), form_value(state)
    problems = problems_of(state)
    by_row = {problem.row: problem.text for problem in problems}
    chosen = state.scene.chosen if part or not _is_part(state.scene.chosen) else WORLD
    return SceneView(
        enabled=state.document.project is not None and state.document.gaussian_count > 0,
        rows=tuple(_rows(state, by_row)),
        chosen=chosen,
        title=_title(state, part, chosen),
        note=_note(part, chosen),
        lines=tuple(_line_view(line, value) for line in form_lines(state)),
        problems=tuple(problem.text for problem in problems),
        preset=_preset(part),
        preset_changed=material_changed(part, state.presets),
        needs_preset=isinstance(part, RegionPart),
        color=part.color if isinstance(part, RegionPart) else "",
    )


def form_value(state: StudioState) -> Any:
    """What the form edits: the value of the chosen thing, a region, or the world; None for none."""
    part = state.scene.part(state.scene.chosen)
    if part is not None:
        return part.value if isinstance(part, Thing) else part
    shows_world = state.scene.chosen == WORLD or _is_part(state.scene.chosen)
    return world_of(state.scene) if shows_world else None


def form_lines(state: StudioState) -> tuple[Line, ...]:
    """The lines of the form of what is chosen."""
    part, value = state.scene.part(state.scene.chosen), form_value(state)
    if part is not None:
        own = lines_of(part.value) if isinstance(part, Thing) else ()
        return (*own, *material_lines(part))
    if value is None:
        return ()
    return world_lines(value, quality_preset(state.material.quality), object_box(state))


def _is_part(row: str) -> bool:
    return row.startswith(("thing-", "region-"))


def _line_view(line: Line, value: Any) -> LineView:
    if isinstance(line, Row):
        return LineView(line.key, tuple(float(number) for number in line.read(value)))
    return LineView(line.key, choice=line.read(value))


def _rows(state: StudioState, problems: dict[str, str]) -> list[TreeRow]:
    scene, document = state.scene, state.document
    rows = [TreeRow(WORLD, "", tr("World"), "")]
    if document.project is not None:
        rows.append(TreeRow(OBJECT, "objects", document.name, tr("Object")))
    for thing in scene.all_things:
        row = row_of(thing)
        rows.append(TreeRow(row, group_of(thing.value), thing.name, title_of(thing.value),
                            thing.hidden, problems.get(row, "")))  # fmt: skip
    for region in scene.regions:
        row = row_of(region)
        kind = tr("{count} Gaussians", count=f"{region.mask.chosen_count:,}")
        rows.append(TreeRow(row, "regions", region.name, kind, region.hidden,
                            problems.get(row, ""), region.color))  # fmt: skip
    rows += [
        TreeRow(f"view-{view.key}", "cameras", tr("View {key}", key=view.key), tr("Kept view"))
        for view in state.bookmarks.views
    ]
    return rows


def _title(state: StudioState, part: Part | None, chosen: str) -> str:
    if part is not None:
        return part.name
    if chosen == OBJECT:
        return state.document.name
    if chosen.startswith("view-"):
        return tr("View {key}", key=chosen.removeprefix("view-"))
    return tr("World")


def _note(part: Part | None, chosen: str) -> str:
    if chosen == OBJECT:
        return tr("Its place is set in the panel Place, its material in the panel Material.")
    if chosen.startswith("view-"):
        return tr("Press Return to look from here.")
    if isinstance(part, RegionPart):
        return tr("{count} Gaussians with a material of their own; later regions win.",
                  count=f"{part.mask.chosen_count:,}")  # fmt: skip
    if isinstance(part, Thing) and isinstance(part.value, Obstacle):
        keys = len(part.value.motion.times_s)
        if keys > 2:
            return tr("It moves through {count} keys.", count=keys)
    return ""


def _preset(part: Part | None) -> str | None:
    if isinstance(part, RegionPart):
        return part.preset
    if isinstance(part, Thing) and isinstance(part.value, BodyPart):
        return part.value.preset
    return None
