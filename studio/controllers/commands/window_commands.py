"""Commands of the Window menu: palette, layouts and docks."""

from __future__ import annotations

from functools import partial

from studio.controllers.commands.command import Command
from studio.controllers.commands.window_verbs import WindowVerbs
from studio.controllers.studio_controller import Studio
from studio.state.language import mark, tr

DOCKS = (
    ("object", mark("Object")),
    ("photo", mark("Photo")),
    ("scene", mark("Scene")),
    ("history", mark("History")),
    ("material", mark("Material")),
    ("selection", mark("Selection")),
    ("placement", mark("Place")),
    ("camera", mark("Camera")),
    ("export", mark("Export")),
    ("hand", mark("Hand")),
    ("learning", mark("Learning")),
    ("timeline", mark("Timeline")),
    ("activity", mark("Activity")),
    ("notices", mark("Notifications")),
    ("log", mark("Log")),
    ("console", mark("Python")),
)
"""Docks that can be shown and hidden, with their titles."""
_LAYOUTS_MENU = "Window ▸ Layouts"


def window_commands(studio: Studio, window: WindowVerbs) -> tuple[Command, ...]:
    """Find commands, arrange the docks."""
    return (
        Command("palette", "Window", tr("Find a command…"), window.palette,
                "Ctrl+Shift+P or F3", icon="search"),
        *_layout_commands(studio, window),
        *(
            Command(f"dock-{name}", "Window ▸ Docks", tr(title), partial(window.toggle_dock, name),
                    checkable=True)
            for name, title in DOCKS
        ),
        Command("focus-next-dock", "Window", tr("Go to the next dock"), window.focus_next_dock,
                "F6", separated=True),
        Command("clear-notices", "Window", tr("Clear the list of notifications"),
                studio.state.notices.clear_history),
        Command("clear-log", "Window", tr("Clear the log"), studio.log.clear),
    )  # fmt: skip


def _layout_commands(studio: Studio, window: WindowVerbs) -> tuple[Command, ...]:
    layouts = (
        ("edit", tr("Layout: Edit")),
        ("compare", tr("Layout: Compare")),
        ("present", tr("Layout: Present")),
    )
    return (
        *(
            Command(f"layout-{name}", _LAYOUTS_MENU, text, partial(studio.layouts.switch, name),
                    f"Ctrl+Alt+F{number}", checkable=True)
            for number, (name, text) in enumerate(layouts, 1)
        ),
        Command("layout-save", _LAYOUTS_MENU, tr("Save layout as…"), window.save_layout,
                separated=True),
        Command("layout-rename", _LAYOUTS_MENU, tr("Rename layout…"), window.rename_layout,
                needs="own-layout"),
        Command("layout-delete", _LAYOUTS_MENU, tr("Delete layout"), window.delete_layout,
                needs="own-layout"),
        Command("layout-reset", _LAYOUTS_MENU, tr("Reset layout"), studio.layouts.reset),
    )  # fmt: skip
