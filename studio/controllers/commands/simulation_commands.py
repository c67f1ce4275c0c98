"""Commands of the Simulation menu."""

from __future__ import annotations

from studio.controllers.commands.command import Command
from studio.controllers.commands.window_verbs import WindowVerbs
from studio.controllers.studio_controller import Studio
from studio.state.language import tr


def simulation_commands(studio: Studio, _window: WindowVerbs) -> tuple[Command, ...]:
    """Simulate and cancel; samples are drawn by `material_commands`."""
    physics = studio.physics
    return (
        Command("simulate", "Simulation", tr("Simulate again"), physics.simulate, "Ctrl+Return",
                "project", "simulate", call="studio.simulate()"),
        Command("cancel", "Simulation", tr("Cancel the running job"), studio.jobs.cancel,
                "Ctrl+.", "job", "close", separated=True),
    )  # fmt: skip
