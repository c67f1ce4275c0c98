"""`HandCommand`: a person's hand that grabs particles, pulls and lets go."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from render.errors import InputError
from sim.scene.checks import Vec3, checked_number, checked_vector


class HandAction(StrEnum):
    """What the hand does."""

    GRAB = "grab"
    MOVE = "move"
    RELEASE = "release"


@dataclass(frozen=True, slots=True)
class HandCommand:
    """One event of the hand.

    A grab takes hold of the particles within the radius; a spring then pulls each of them to
    where it was held relative to the hand: dv/dt = w (stiffness (target − x) − 2 damping
    √stiffness (v − hand velocity)), w falling smoothly from 1 at the point to 0 at the radius.
    Recorded commands replay to the same motion.
    """

    time_s: float
    """When it takes effect, in simulated time [s]; at the beginning of the next substep."""
    action: HandAction
    """Grab, move or release."""
    point_m: Vec3 = (0.0, 0.0, 0.0)
    """Where the hand is [m]; unused by a release."""
    radius_m: float = 0.05
    """Radius of what a grab takes hold of [m]."""
    stiffness: float = 900.0
    """Spring stiffness a mass [1/s²]; held to (0.5 / substep)², above which it would blow up."""
    damping: float = 1.0
    """Damping ratio; 1 is critical."""

    def __post_init__(self) -> None:
        try:
            object.__setattr__(self, "action", HandAction(str(self.action)))
        except ValueError:
            known = ", ".join(action.value for action in HandAction)
            raise InputError(f"unknown action {self.action!r}; use one of: {known}") from None
        checked_number("time of a hand command", self.time_s, 0.0, 1e6, unit="s")
        object.__setattr__(self, "point_m", checked_vector("point of the hand", self.point_m))
        checked_number("radius of the hand", self.radius_m, 0.0, 1e3, unit="m", above=True)
        checked_number("stiffness of the hand", self.stiffness, 0.0, 1e8, unit="1/s²", above=True)
        checked_number("damping of the hand", self.damping, 0.0, 100.0)
