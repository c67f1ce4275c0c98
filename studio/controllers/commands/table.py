"""The whole command table of a window."""

from __future__ import annotations

from studio.controllers.commands.camera_commands import camera_commands
from studio.controllers.commands.candidate_commands import candidate_commands
from studio.controllers.commands.command import Command
from studio.controllers.commands.console_commands import console_commands
from studio.controllers.commands.doctor_commands import doctor_commands
from studio.controllers.commands.document_commands import document_commands
from studio.controllers.commands.export_commands import export_commands
from studio.controllers.commands.file_commands import file_commands
from studio.controllers.commands.hand_commands import hand_commands
from studio.controllers.commands.help_commands import help_commands
from studio.controllers.commands.learning_commands import learning_commands
from studio.controllers.commands.material_commands import material_commands
from studio.controllers.commands.photo_commands import photo_commands
from studio.controllers.commands.placement_commands import placement_commands
from studio.controllers.commands.playback_commands import playback_commands
from studio.controllers.commands.scene_commands import scene_commands
from studio.controllers.commands.selection_commands import selection_commands
from studio.controllers.commands.simulation_commands import simulation_commands
from studio.controllers.commands.stage_commands import stage_commands
from studio.controllers.commands.timeline_commands import timeline_commands
from studio.controllers.commands.view_commands import view_commands
from studio.controllers.commands.viewport_commands import viewport_commands
from studio.controllers.commands.window_commands import window_commands
from studio.controllers.commands.window_verbs import WindowVerbs
from studio.controllers.studio_controller import Studio

_TABLES = (
    file_commands,
    export_commands,
    document_commands,
    material_commands,
    photo_commands,
    selection_commands,
    placement_commands,
    scene_commands,
    simulation_commands,
    hand_commands,
    candidate_commands,
    learning_commands,
    playback_commands,
    timeline_commands,
    camera_commands,
    view_commands,
    viewport_commands,
    window_commands,
    stage_commands,
    console_commands,
    help_commands,
    doctor_commands,
)


def all_commands(studio: Studio, window: WindowVerbs) -> tuple[Command, ...]:
    """All commands of a window, in menu order.

    Args:
        studio: Controllers whose verbs the commands call.
        window: What only the window can do.
    """
    return tuple(command for table in _TABLES for command in table(studio, window))
