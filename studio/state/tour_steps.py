"""The six steps of the first-run tour: what is pointed at, and what is said about it."""

from __future__ import annotations

from dataclasses import dataclass

from studio.state.language import mark


@dataclass(frozen=True, slots=True)
class TourStep:
    """One step; its texts are translated when they are shown."""

    target: str
    """Widget that is lit: a name of `studio.views.shell.tour_targets`."""
    title: str
    """One line."""
    text: str
    """Two or three sentences."""


TOUR_STEPS = (
    TourStep(
        "welcome",
        mark("Begin with a photo"),
        mark(
            "Drop a photo of one object anywhere on the window, paste it, or choose a sample. "
            "Within a minute it is a 3D object that you can turn."
        ),
    ),
    TourStep(
        "viewport",
        mark("Turn the object"),
        mark(
            "Drag to turn, right-drag to move, wheel to come closer. Press F to see all of it and "
            "V to fly instead of turning."
        ),
    ),
    TourStep(
        "material",
        mark("What it may be made of"),
        mark(
            "The bars say how likely each material is, the curves how stiff and heavy it may be. "
            "Drag them, or draw a sample."
        ),
    ),
    TourStep(
        "timeline",
        mark("Watch it move"),
        mark(
            "Simulations grow here frame by frame, and you can scrub while they run. "
            "Space plays and pauses."
        ),
    ),
    TourStep(
        "activity",
        mark("Nothing blocks you"),
        mark(
            "Work runs in the background. This strip shows how far it is and how long it still "
            "takes, and any job can be cancelled."
        ),
    ),
    TourStep(
        "menus",
        mark("Everything by name"),
        mark(
            "Every command is in the menus, and {palette} finds any of them by a few letters. "
            "{keys} shows all keys, where you can change them."
        ),
    ),
)
