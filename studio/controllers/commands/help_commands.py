"""Commands of the Help menu."""

from __future__ import annotations

from studio.controllers.commands.command import Command
from studio.controllers.commands.window_verbs import WindowVerbs
from studio.controllers.studio_controller import Studio
from studio.state.language import tr


def help_commands(_studio: Studio, window: WindowVerbs) -> tuple[Command, ...]:
    """Keys, the tour, and what this program is."""
    return (
        Command("welcome", "Help", tr("Welcome page"), window.welcome, icon="home"),
        Command("tour", "Help", tr("Show me around"), window.tour, icon="frame"),
        Command("shortcuts", "Help", tr("Keys…"), window.shortcuts, "F1", icon="info"),
        Command("about", "Help", tr("About phys4d-studio"), window.about),
    )
