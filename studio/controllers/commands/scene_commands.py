"""Commands of the scene: what is added, templates, and what is done to the chosen thing."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from studio.controllers.commands.command import Command
from studio.controllers.commands.window_verbs import WindowVerbs
from studio.controllers.studio_controller import Studio
from studio.state.language import tr
from studio.state.new_things import KINDS
from studio.state.scene_templates import templates

_ADD = "Object ▸ Add to the scene"
_TEMPLATES = "Object ▸ Scene template"
_CHOSEN = "Object ▸ Chosen in the scene"


def scene_commands(studio: Studio, window: WindowVerbs) -> tuple[Command, ...]:
    """Everything about the scene."""
    return (
        *_add_commands(studio, window),
        *_template_commands(studio),
        *_chosen_commands(studio, window),
    )


def _add_commands(studio: Studio, window: WindowVerbs) -> tuple[Command, ...]:
    scene = studio.scene

    def add_mesh(paths: tuple[Path, ...]) -> None:
        for path in paths:
            scene.add_mesh(path)

    def add_body(paths: tuple[Path, ...]) -> None:
        for path in paths:
            studio.bodies.add(path)

    return (
        *(
            Command(f"add-{kind}", _ADD, tr(title), partial(scene.add, kind), "", "project")
            for kind, title in KINDS.items()
        ),
        Command("add-mesh", _ADD, tr("Mesh…"), lambda: window.ask_files("mesh", add_mesh), "",
                "project"),
        Command("add-copy", _ADD, tr("Second copy"), scene.add_copy, "", "project",
                separated=True),
        Command("add-body", _ADD, tr("Photo or splat…"),
                lambda: window.ask_files("body", add_body), "", "project"),
        Command("add-region", _ADD, tr("Region from the selection"), scene.add_region,
                "Ctrl+Shift+G", "selection", separated=True),
    )  # fmt: skip


def _template_commands(studio: Studio) -> tuple[Command, ...]:
    return tuple(
        Command(f"scene-{one.name}", _TEMPLATES, tr(one.title),
                partial(studio.scene.apply_template, one.name), "", "project",
                help=tr(one.sentence))
        for one in templates()
    )  # fmt: skip


def _chosen_commands(studio: Studio, window: WindowVerbs) -> tuple[Command, ...]:
    scene = studio.scene

    def rename() -> None:
        part = studio.state.scene.part(studio.state.scene.chosen)
        if part is not None:
            window.ask_name(tr("Rename {name}", name=part.name), part.name, scene.rename)

    return (
        Command("tool-scene", "Object", tr("Choose and move in the scene"),
                partial(studio.tools.choose, "scene"), "4", "project", "tool-scene",
                checkable=True),
        Command("scene-rename", _CHOSEN, tr("Rename…"), rename, "", "scene-part"),
        Command("scene-duplicate", _CHOSEN, tr("Duplicate"), scene.duplicate, "Shift+D",
                "scene-thing", "copy"),
        Command("scene-delete", _CHOSEN, tr("Remove"), scene.delete, "Ctrl+Del", "scene-part",
                "remove"),
        Command("scene-hide", _CHOSEN, tr("Hide outline"), scene.toggle_hidden, "",
                "scene-part", checkable=True),
        Command("scene-up", _CHOSEN, tr("Move up"), partial(scene.move, -1), "", "scene-part",
                "move-up"),
        Command("scene-down", _CHOSEN, tr("Move down"), partial(scene.move, 1), "",
                "scene-part", "move-down"),
        Command("region-select", _CHOSEN, tr("Select the region's Gaussians"),
                scene.select_region, "", "scene-region"),
        Command("scene-clear", "Object", tr("Clear the scene"), scene.clear, "",
                "scene-things"),
    )  # fmt: skip
