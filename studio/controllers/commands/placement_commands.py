"""Commands that move, turn and scale the object: in the Object menu."""

from __future__ import annotations

from functools import partial

from studio.controllers.commands.command import Command
from studio.controllers.commands.window_verbs import WindowVerbs
from studio.controllers.studio_controller import Studio
from studio.state.language import tr
from studio.state.placement import Pivot


def placement_commands(studio: Studio, _window: WindowVerbs) -> tuple[Command, ...]:
    """Handles, pivot, floor."""
    return (*_handle_commands(studio), *_floor_commands(studio), *_pivot_commands(studio))


def _handle_commands(studio: Studio) -> tuple[Command, ...]:
    handles = (("move", tr("Move"), "1"), ("rotate", tr("Turn"), "2"), ("scale", tr("Scale"), "3"))
    return tuple(
        Command(f"tool-{name}", "Object", text, partial(studio.tools.choose, name), key,
                "project", f"tool-{name}", checkable=True, separated=name == "move")
        for name, text, key in handles
    )  # fmt: skip


def _floor_commands(studio: Studio) -> tuple[Command, ...]:
    placement = studio.placement
    turns = (
        (0, tr("Half a turn about x")), (1, tr("Half a turn about y")),
        (3, tr("Quarter turn about x")), (4, tr("Quarter turn about y")),
        (5, tr("Quarter turn about z")),
    )  # fmt: skip
    return (
        Command("tool-floor", "Object", tr("This is the floor: three points"),
                partial(studio.tools.choose, "floor"), "T", "project", "tool-floor",
                checkable=True, separated=True),
        Command("put-on-ground", "Object", tr("Put on the ground"), placement.drop_to_ground,
                "Shift+End", "project"),
        *(
            Command(f"turn-over-{axis}", "Object ▸ Turn over", text,
                    partial(placement.flip_up, axis), "", "project")
            for axis, text in turns
        ),
        Command("reset-place", "Object", tr("Reset place"), placement.reset, "", "placed"),
    )  # fmt: skip


def _pivot_commands(studio: Studio) -> tuple[Command, ...]:
    placement = studio.placement
    pivots: tuple[tuple[Pivot, str], ...] = (
        ("centre", tr("Centre of the object")), ("selection", tr("Centre of the selection")),
        ("ground", tr("Foot on the ground")),
    )  # fmt: skip
    return (
        *(
            Command(f"pivot-{name}", "Object ▸ Pivot", text, partial(placement.set_pivot, name),
                    checkable=True)
            for name, text in pivots
        ),
        Command("local-axes", "Object", tr("Handles along the object's axes"),
                placement.toggle_local, "", checkable=True, separated=True),
        Command("snapping", "Object", tr("Snap to steps"), placement.toggle_snapping, "Shift+S",
                checkable=True),
    )  # fmt: skip
