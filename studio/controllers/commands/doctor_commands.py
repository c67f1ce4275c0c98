"""Commands of the doctor, in the Help menu."""

from __future__ import annotations

from studio.controllers.commands.command import Command
from studio.controllers.commands.window_verbs import WindowVerbs
from studio.controllers.studio_controller import Studio
from studio.state.language import tr

_MENU = "Help ▸ Doctor"


def doctor_commands(studio: Studio, window: WindowVerbs) -> tuple[Command, ...]:
    """Look at this machine, measure it, copy what was found."""
    doctor = studio.doctor
    return (
        Command("doctor", _MENU, tr("What this machine can do"), doctor.show, icon="info"),
        Command("doctor-look", _MENU, tr("Look again"), doctor.look, icon="reset",
                needs="doctor-idle"),
        Command("doctor-measure", _MENU, tr("Measure the speed"), doctor.measure,
                icon="simulate", needs="doctor-idle"),
        Command("doctor-stop", _MENU, tr("Stop the doctor"), doctor.cancel, icon="close",
                needs="doctor-busy"),
        Command("doctor-copy", _MENU, tr("Copy report"), window.copy_doctor_report, icon="copy",
                needs="doctor-found"),
        Command("doctor-leave", _MENU, tr("Leave the doctor"), doctor.leave, icon="close",
                needs="doctor-shown"),
    )  # fmt: skip
