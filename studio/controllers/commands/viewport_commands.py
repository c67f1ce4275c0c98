"""Commands of passes, kept views, views along the axes and the read-out: in the View menu."""

from __future__ import annotations

from functools import partial

from render.passes.picture import PACKED
from render.passes.registry import PASSES
from studio.controllers.commands.command import Command
from studio.controllers.commands.window_verbs import WindowVerbs
from studio.controllers.studio_controller import Studio
from studio.state.axis_views import AXIS_VIEWS
from studio.state.bookmarks import BOOKMARK_KEYS
from studio.state.language import tr

_STEP = 0.08
"""Drag that a command stands for, in shares of the pane's height."""
SHOWN_PASSES = tuple(name for name in PASSES if name not in PACKED)
"""Passes that people look at, in the order of the menu."""
_AXIS_KEYS = {
    "front": "Num+1", "back": "Ctrl+Num+1", "right": "Num+3", "left": "Ctrl+Num+3",
    "top": "Num+7", "bottom": "Ctrl+Num+7",
}  # fmt: skip


def viewport_commands(studio: Studio, _window: WindowVerbs) -> tuple[Command, ...]:
    """What is shown, and from where."""
    return (
        *_place_commands(studio),
        *_move_commands(studio),
        *_pass_commands(studio),
        Command("view-cube", "View", tr("View cube"), studio.viewport.toggle_view_cube,
                checkable=True, separated=True),
        Command("hud", "View", tr("Frame time and counts"), studio.viewport.toggle_hud,
                "Ctrl+Shift+I", checkable=True),
    )  # fmt: skip


def _place_commands(studio: Studio) -> tuple[Command, ...]:
    places = studio.places
    return (
        Command("focus-cursor", "View", tr("Turn round what is under the pointer"), places.focus,
                "C", "project"),
        *(
            Command(f"look-{view.name}", "View ▸ Look from", tr(view.title),
                    partial(places.look_along, view.name), _AXIS_KEYS[view.name], "project")
            for view in AXIS_VIEWS
        ),
        *(
            Command(f"recall-view-{key}", "View ▸ Kept views", tr("Go to view {key}", key=key),
                    partial(places.recall, key), f"Alt+{key}", "project")
            for key in BOOKMARK_KEYS
        ),
        *(
            Command(f"keep-view-{key}", "View ▸ Kept views", tr("Keep view {key}", key=key),
                    partial(places.keep, key), f"Ctrl+Alt+{key}", "project",
                    separated=key == BOOKMARK_KEYS[0])
            for key in BOOKMARK_KEYS
        ),
    )  # fmt: skip


def _move_commands(studio: Studio) -> tuple[Command, ...]:
    """What the mouse does to the camera, for keys and palette."""
    viewport, menu = studio.viewport, "View ▸ Move the camera"
    ways = (
        ("left", tr("Turn left"), tr("Move left"), (-_STEP, 0.0)),
        ("right", tr("Turn right"), tr("Move right"), (_STEP, 0.0)),
        ("up", tr("Turn up"), tr("Move up"), (0.0, -_STEP)),
        ("down", tr("Turn down"), tr("Move down"), (0.0, _STEP)),
    )
    return (
        *(
            Command(f"turn-{name}", menu, turn, partial(viewport.drag, "turn", *way), "", "project")
            for name, turn, _, way in ways
        ),
        *(
            Command(f"pan-{name}", menu, move, partial(viewport.drag, "move", *way), "", "project",
                    separated=name == "left")
            for name, _, move, way in ways
        ),
        Command("closer", menu, tr("Closer"), partial(viewport.drag, "approach", 0.0, -_STEP), "",
                "project", separated=True),
        Command("farther", menu, tr("Farther away"), partial(viewport.drag, "approach", 0.0, _STEP),
                "", "project"),
        Command("lens-longer", menu, tr("Longer lens"), partial(viewport.turn_lens, 1.0), "",
                "project", separated=True),
        Command("lens-wider", menu, tr("Wider lens"), partial(viewport.turn_lens, -1.0), "",
                "project"),
    )  # fmt: skip


def _pass_commands(studio: Studio) -> tuple[Command, ...]:
    viewport = studio.viewport
    return (
        *(
            Command(f"pass-{name}", "View ▸ Show", tr(PASSES[name].title),
                    partial(viewport.set_pass, name), checkable=True)
            for name in SHOWN_PASSES
        ),
        Command("next-pass", "View ▸ Show", tr("Next"),
                partial(viewport.step_pass, SHOWN_PASSES, 1), "M", "project", separated=True),
        Command("previous-pass", "View ▸ Show", tr("Previous"),
                partial(viewport.step_pass, SHOWN_PASSES, -1), "Shift+M", "project"),
    )  # fmt: skip
