"""Commands of learning from votes, and of adapters."""

from __future__ import annotations

from functools import partial

from studio.controllers.commands.command import Command
from studio.controllers.commands.window_verbs import WindowVerbs
from studio.controllers.studio_controller import Studio
from studio.state.language import tr

LEARNING_DOCK = "learning"
"""Name of the panel among the docks."""
_MENU = "Candidates ▸ Learn"


def learning_commands(studio: Studio, window: WindowVerbs) -> tuple[Command, ...]:
    """Learn from votes, join votes of other projects, put adapters on and take them off."""
    learning = studio.learning

    def learn() -> None:
        window.show_dock(LEARNING_DOCK)
        learning.learn()

    return (
        Command("learn-from-votes", "Candidates", tr("Learn from my votes"), learn, "",
                "learnable", separated=True, call="studio.learn_from_votes()"),
        Command("show-learning", _MENU, tr("Show votes and adapters"),
                partial(window.show_dock, LEARNING_DOCK)),
        Command("cancel-learning", _MENU, tr("Stop learning"), learning.cancel, "", "learning",
                "close"),
        Command("join-votes", _MENU, tr("Add votes of other projects…"),
                lambda: window.ask_files("votes", learning.join), "", "adaptable", "open"),
        Command("leave-out-votes", _MENU, tr("Take this project's votes alone"),
                learning.leave_out_all, "", "joined-votes"),
        Command("choose-adapter", _MENU, tr("Put an adapter on…"),
                lambda: window.ask_files("adapter", lambda files: learning.put_on(files[0])), "",
                "adaptable", "open", separated=True,
                call='studio.use_adapter("mine.adapter")'),
        Command("take-adapter-off", _MENU, tr("Take the adapter off"), learning.take_off, "",
                "adapted", "reset", call="studio.remove_adapter()"),
    )  # fmt: skip
