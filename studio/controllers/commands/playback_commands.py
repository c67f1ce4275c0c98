"""Commands of the Playback menu."""

from __future__ import annotations

from functools import partial

from studio.controllers.commands.command import Command
from studio.controllers.commands.window_verbs import WindowVerbs
from studio.controllers.studio_controller import Studio
from studio.state.language import tr


def playback_commands(studio: Studio, _window: WindowVerbs) -> tuple[Command, ...]:
    """Play, step and loop."""
    playback, state = studio.playback, studio.state.playback
    return (
        Command("play", "Playback", tr("Play"), playback.toggle, "Space", "frames", "play"),
        Command("step-back", "Playback", tr("Previous frame"), partial(playback.step, -1), ",",
                "frames", "step-back"),
        Command("step-forward", "Playback", tr("Next frame"), partial(playback.step, 1), ".",
                "frames", "step-forward"),
        Command("first-frame", "Playback", tr("First frame"), partial(playback.seek, 0), "Home",
                "frames", "to-start"),
        Command("last-frame", "Playback", tr("Last frame"),
                lambda: playback.seek(state.last_frame), "End", "frames", "to-end"),
        Command("loop", "Playback", tr("Loop"), lambda: playback.set_loop(not state.loop),
                "Shift+L", "", "loop", checkable=True, separated=True),
    )  # fmt: skip
