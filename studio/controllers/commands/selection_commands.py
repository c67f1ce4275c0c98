"""Commands that select, hide, lock and delete Gaussians: in the Edit menu."""

from __future__ import annotations

from functools import partial

from studio.controllers.commands.command import Command
from studio.controllers.commands.window_verbs import WindowVerbs
from studio.controllers.studio_controller import Studio
from studio.state.language import tr
from studio.state.selection import SelectionMode

_TOOLS_MENU = "Edit ▸ Select with"
_MODES_MENU = "Edit ▸ What is chosen"


def selection_commands(studio: Studio, _window: WindowVerbs) -> tuple[Command, ...]:
    """Everything about the selection."""
    return (
        *_whole_commands(studio),
        *_tool_commands(studio),
        *_mode_commands(studio),
        *_fate_commands(studio),
        *_floater_commands(studio),
    )


def _whole_commands(studio: Studio) -> tuple[Command, ...]:
    selection = studio.selection
    return (
        Command("select-all", "Edit", tr("Select all"), selection.set_all, "Ctrl+A", "project",
                separated=True),
        Command("select-none", "Edit", tr("Select none"), selection.set_none, "Ctrl+Shift+A",
                "selection"),
        Command("select-invert", "Edit", tr("Invert selection"), selection.invert, "Ctrl+I",
                "project"),
        Command("select-grow", "Edit", tr("Grow selection"), partial(selection.grow, 1), "Ctrl+]",
                "selection"),
        Command("select-shrink", "Edit", tr("Shrink selection"), partial(selection.grow, -1),
                "Ctrl+[", "selection"),
        Command("select-cancel", "Edit", tr("Stop selecting"), selection.cancel, "Esc",
                "selecting"),
    )  # fmt: skip


def _tool_commands(studio: Studio) -> tuple[Command, ...]:
    tools = (
        ("rectangle", tr("Rectangle"), "R"), ("lasso", tr("Lasso"), "L"),
        ("polygon", tr("Polygon"), "P"), ("brush", tr("Brush"), "B"),
        ("color", tr("Eyedropper: same colour"), "Shift+C"),
        ("connected", tr("Connected part"), "Shift+P"),
        ("box", tr("Box"), "U"), ("sphere", tr("Sphere"), "Y"),
    )  # fmt: skip
    sizes = (("brush-smaller", tr("Smaller brush"), -1, "["), ("brush-larger",
             tr("Larger brush"), 1, "]"))  # fmt: skip
    return (
        *(
            Command(f"tool-{name}", _TOOLS_MENU, text, partial(studio.tools.choose, name), key,
                    "project", f"tool-{name}", checkable=True)
            for name, text, key in tools
        ),
        Command("tool-navigate", _TOOLS_MENU, tr("No tool: turn the camera"),
                partial(studio.tools.choose, "navigate"), "N", icon="tool-navigate",
                checkable=True, separated=True),
        *(
            Command(name, _TOOLS_MENU, text, partial(studio.selection.resize_brush, steps), key)
            for name, text, steps, key in sizes
        ),
    )  # fmt: skip


def _mode_commands(studio: Studio) -> tuple[Command, ...]:
    modes = (
        (SelectionMode.SET, tr("Is the new selection")),
        (SelectionMode.ADD, tr("Is added (Shift)")),
        (SelectionMode.REMOVE, tr("Is taken away (Ctrl)")),
        (SelectionMode.INTERSECT, tr("Stays where both are (Shift+Ctrl)")),
    )
    return (
        *(
            Command(f"mode-{mode}", _MODES_MENU, text, partial(studio.selection.set_mode, mode),
                    icon=f"mode-{mode}", checkable=True)
            for mode, text in modes
        ),
        Command("select-through", _MODES_MENU, tr("Reaches through the surface"),
                studio.selection.toggle_through, "Shift+T", icon="through", checkable=True,
                separated=True),
    )  # fmt: skip


def _fate_commands(studio: Studio) -> tuple[Command, ...]:
    selection = studio.selection
    return (
        Command("hide-selection", "Edit", tr("Hide selected"), selection.hide, "H", "selection",
                separated=True),
        Command("show-hidden", "Edit", tr("Show hidden"), selection.unhide, "Shift+H", "hidden"),
        Command("lock-selection", "Edit", tr("Lock selected"), selection.lock, "Ctrl+L",
                "selection"),
        Command("unlock-all", "Edit", tr("Unlock all"), selection.unlock, "Ctrl+Shift+L",
                "locked"),
        Command("delete-selection", "Edit", tr("Delete selected"), selection.delete, "Del",
                "selection"),
        Command("restore-deleted", "Edit", tr("Restore deleted"), selection.restore, "",
                "removed"),
    )  # fmt: skip


def _floater_commands(studio: Studio) -> tuple[Command, ...]:
    selection = studio.selection
    menu = "Edit ▸ Floaters"
    return (
        Command("floaters-preview", menu, tr("Highlight floaters"), selection.preview_floaters,
                "Ctrl+Alt+L", "project"),
        Command("floaters-select", menu, tr("Select highlighted"), selection.select_floaters, "",
                "floaters"),
        Command("floaters-delete", menu, tr("Delete highlighted"), selection.delete_floaters, "",
                "floaters"),
        Command("floaters-end", menu, tr("Stop highlighting"), selection.end_preview, "",
                "floaters"),
    )  # fmt: skip
