"""`Easing`: how a camera leaves one keyframe for the next."""

from __future__ import annotations

from enum import StrEnum


class Easing(StrEnum):
    """How the way from one keyframe to the next is travelled; the value is what files hold."""

    LINEAR = "linear"
    """Neither end slows down."""
    EASE_IN = "ease-in"
    """Starts from rest."""
    EASE_OUT = "ease-out"
    """Comes to rest."""
    EASE_IN_OUT = "ease-in-out"
    """Starts from rest and comes to rest."""
    HOLD = "hold"
    """Stays, then jumps to the next keyframe: a cut."""

    @property
    def starts_at_rest(self) -> bool:
        """Whether the speed is 0 at the start."""
        return self in (Easing.EASE_IN, Easing.EASE_IN_OUT, Easing.HOLD)

    @property
    def ends_at_rest(self) -> bool:
        """Whether the speed is 0 at the end."""
        return self in (Easing.EASE_OUT, Easing.EASE_IN_OUT, Easing.HOLD)

    def share(self, fraction: float) -> float:
        """Share of the way that lies behind at a fraction 0 to 1 of the time.

        Cubics whose speed is 0 at the ends that rest and the mean speed at those that do not.
        """
        s = min(max(fraction, 0.0), 1.0)
        match self:
            case Easing.LINEAR:
                return s
            case Easing.EASE_IN:
                return s * s * (2 - s)
            case Easing.EASE_OUT:
                return s * (1 + s - s * s)
            case Easing.EASE_IN_OUT:
                return s * s * (3 - 2 * s)
            case Easing.HOLD:
                return float(s >= 1.0)
