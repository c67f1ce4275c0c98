"""`Tool`: what pointer and keys do in the viewport while it is active."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

Button = Literal["none", "left", "middle", "right"]


@dataclass(frozen=True, slots=True)
class PointerEvent:
    """Where the pointer is, and what is held."""

    x: float
    """Distance from the left edge of the pane [px of the widget]."""
    y: float
    """Distance from its top edge [px of the widget]."""
    pane: tuple[int, int]
    """Width and height of the pane [px of the widget]."""
    button: Button = "none"
    """Button that is held or was released."""
    modifiers: frozenset[str] = frozenset()
    """Held keys of "shift", "ctrl", "alt"."""
    clicks: int = 1
    """2 for a double click."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """A mark painted over the picture."""

    kind: Literal["line", "polygon", "shade", "handle", "text"]
    """Open line, filled outline, veil without an outline, round handle, or text."""
    points: tuple[tuple[float, float], ...]
    """Corners; one point for a handle or a text [px of the widget]."""
    color: str = "accent"
    """Token of the theme."""
    width_px: float = 1.5
    """Width of the line, or radius of the handle."""
    text: str = ""
    """Text of a text mark."""
    dashed: bool = False
    """Dashes instead of a full line."""


class Tool(Protocol):
    """Asked before the camera; what it does not take moves the camera."""

    @property
    def name(self) -> str:
        """Identity, for example "select-lasso"."""
        ...

    def press(self, event: PointerEvent) -> bool:
        """A button went down; True takes the drag."""
        ...

    def move(self, event: PointerEvent) -> None:
        """The pointer moved during a drag that was taken."""
        ...

    def release(self, event: PointerEvent) -> None:
        """The button of a drag that was taken came up."""
        ...

    def hover(self, event: PointerEvent) -> None:
        """The pointer moved with no button held."""
        ...

    def key(self, name: str) -> bool:
        """A key went down, by Qt's name ("Escape", "Return", "["); True takes it."""
        ...

    def sketch(self) -> tuple[Sketch, ...]:
        """Marks to paint over the picture now."""
        ...
