"""Commands of the Window menu: layouts and docks."""

from __future__ import annotations

from functools import partial

from studio.controllers.commands.command import Command
from studio.controllers.commands.window_verbs import WindowVerbs
from studio.controllers.studio_controller import Studio
from studio.state.language import tr

DOCKS = (
    ("object", "Object"),
    ("material", "Material"),
    ("timeline", "Timeline"),
)
"""Docks that can be shown and hidden, with their titles."""


def window_commands(_studio: Studio, window: WindowVerbs) -> tuple[Command, ...]:
    """Arrange the docks."""
    layouts = (
        ("edit", tr("Layout: Edit")),
        ("compare", tr("Layout: Compare")),
        ("present", tr("Layout: Present")),
    )
    return (
        *(
            Command(f"layout-{name}", "Window", text, partial(window.set_layout, name),
                    f"Ctrl+Alt+F{number}")
            for number, (name, text) in enumerate(layouts, 1)
        ),
        *(
            Command(f"dock-{name}", "Window ▸ Docks", tr(title), partial(window.toggle_dock, name),
                    checkable=True)
            for name, title in DOCKS
        ),
    )  # fmt: skip
