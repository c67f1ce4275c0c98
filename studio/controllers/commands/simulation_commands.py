"""Commands of the Simulation menu."""

from __future__ import annotations

from studio.controllers.commands.command import Command
from studio.controllers.commands.window_verbs import WindowVerbs
from studio.controllers.studio_controller import Studio
from studio.state.language import tr


def simulation_commands(studio: Studio, _window: WindowVerbs) -> tuple[Command, ...]:
    """Simulate, draw samples, cancel."""
    physics = studio.physics
    return (
        Command("simulate", "Simulation", tr("Simulate again"), physics.simulate, "Ctrl+Return",
                "project", "simulate", call="studio.simulate()"),
        Command("draw-sample", "Simulation", tr("Draw a sample from the distribution"),
                physics.draw_sample, "Ctrl+D", "distribution", "dice"),
        Command("reset-material", "Simulation", tr("Take the predicted material"), physics.reset,
                "Ctrl+R", "edited", "reset"),
        Command("cancel", "Simulation", tr("Cancel the running job"), studio.jobs.cancel,
                "Ctrl+.", "job", "close", separated=True),
    )  # fmt: skip
