"""The command that gives visitors the screen."""

from __future__ import annotations

from studio.controllers.commands.command import Command
from studio.controllers.commands.window_verbs import WindowVerbs
from studio.controllers.studio_controller import Studio
from studio.state.language import tr


def stage_commands(_studio: Studio, window: WindowVerbs) -> tuple[Command, ...]:
    """Presenter mode."""
    return (
        Command("present", "Window", tr("Present to visitors"), window.present, "F5", icon="play",
                separated=True),
    )  # fmt: skip
