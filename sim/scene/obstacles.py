"""`Obstacle`: a solid that particles cannot enter, at rest or moving along keyframes."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from render.errors import InputError
from sim.scene.checks import check_kind, check_window, checked_number
from sim.scene.keyframes import Keyframes
from sim.scene.shapes import Shape


class Surface(StrEnum):
    """What a surface does to matter that touches it."""

    SEPARATE = "separate"
    """Matter may leave, not enter; friction acts while it presses."""
    SLIP = "slip"
    """Matter neither leaves nor enters; friction acts while it presses."""
    STICKY = "sticky"
    """Matter moves with the surface."""

    @staticmethod
    def from_name(name: object) -> Surface:
        """Surface of a name, any case."""
        try:
            return Surface(str(name).strip().lower())
        except ValueError:
            known = ", ".join(surface.value for surface in Surface)
            raise InputError(f"unknown surface {name!r}; use one of: {known}") from None


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A solid of unlimited mass."""

    shape: Shape
    """Shape in the frame that `motion` moves."""
    surface: Surface = Surface.SEPARATE
    """What happens at its surface."""
    friction: float = 0.5
    """Coulomb coefficient, 0 to 10; unused where the surface is sticky."""
    restitution: float = 0.3
    """Ratio of normal speeds after and before an impact of a rigid body, 0 to 1."""
    motion: Keyframes = field(default_factory=Keyframes)
    """Where it is over time."""
    start_s: float = 0.0
    """When it appears [s]."""
    end_s: float | None = None
    """When it vanishes [s]; None for never."""

    def __post_init__(self) -> None:
        check_kind("shape of an obstacle", self.shape, Shape)
        check_kind("motion of an obstacle", self.motion, Keyframes)
        object.__setattr__(self, "surface", Surface.from_name(self.surface))
        friction = checked_number("friction of an obstacle", self.friction, 0.0, 10.0)
        restitution = checked_number("restitution of an obstacle", self.restitution, 0.0, 1.0)
        object.__setattr__(self, "friction", friction)
        object.__setattr__(self, "restitution", restitution)
        check_window("an obstacle", self.start_s, self.end_s)
