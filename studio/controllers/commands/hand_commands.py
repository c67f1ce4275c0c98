"""Commands of the hand: in the Simulation menu."""

from __future__ import annotations

from functools import partial

from studio.controllers.commands.command import Command
from studio.controllers.commands.window_verbs import WindowVerbs
from studio.controllers.studio_controller import Studio
from studio.state.language import tr


def hand_commands(studio: Studio, _window: WindowVerbs) -> tuple[Command, ...]:
    """Take in hand, how, and how far."""
    hand = studio.hand
    menu = "Simulation ▸ Hand"
    modes = (("pull", tr("Grab and pull")), ("poke", tr("Poke")), ("push", tr("Push with a brush")))
    return (
        Command("tool-hand", "Simulation", tr("Take in hand"), partial(studio.tools.choose, "hand"),
                "J", "project", "tool-hand", checkable=True, separated=True),
        *(
            Command(f"hand-{name}", menu, text, partial(hand.set_mode, name), "", checkable=True)
            for name, text in modes
        ),
        Command("hand-wider", menu, tr("Reach further"), partial(hand.scale_radius, 1.25),
                separated=True),
        Command("hand-narrower", menu, tr("Reach less far"), partial(hand.scale_radius, 0.8)),
        Command("hand-usual-reach", menu, tr("Reach as far as usual"),
                partial(hand.set_radius, None)),
        Command("hand-preview", menu, tr("Simulate at preview quality"),
                partial(hand.set_quality, "preview"), checkable=True, separated=True),
        Command("hand-sketch", menu, tr("Simulate as a sketch"),
                partial(hand.set_quality, "sketch"), checkable=True),
    )  # fmt: skip
