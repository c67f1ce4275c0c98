"""`KeyPointer`: arrow keys and Return stand for pointer and button, so that tools need no mouse."""

from __future__ import annotations

from studio.controllers.tools.tool import PointerEvent, Sketch
from studio.controllers.tools.tool_controller import ToolController

STEP_PX = 12.0
"""Way of an arrow key [px]; Shift makes it a pixel."""
_ARROWS = {"Left": (-1, 0), "Right": (1, 0), "Up": (0, -1), "Down": (0, 1)}
_CROSS_PX = 9.0


class KeyPointer:
    """A pointer that keys move while a tool is active; Return presses and lets go."""

    def __init__(self, tools: ToolController) -> None:
        """Drive the active tool."""
        self._tools = tools
        self._place: tuple[float, float] | None = None
        self._pressed = False

    def key(self, name: str, pane: tuple[int, int], modifiers: frozenset[str]) -> bool:
        """Take a key; False when it is none of these or no tool is active.

        Args:
            name: Key by Qt's name.
            pane: Size of the pane [px].
            modifiers: Held keys.
        """
        if self._tools.active is None:
            self._place, self._pressed = None, False
            return False
        if name in _ARROWS:
            self._move(_ARROWS[name], pane, modifiers)
            return True
        if name == "Escape":
            self._place, self._pressed = None, False
            return False
        if name not in ("Return", "Enter") or self._place is None:
            return False
        self._toggle(pane, modifiers)
        return True

    def leave(self) -> None:
        """A mouse takes over."""
        self._place, self._pressed = None, False

    def sketch(self) -> tuple[Sketch, ...]:
        """A cross where the pointer is."""
        if self._place is None or self._tools.active is None:
            return ()
        x, y = self._place
        return (
            Sketch("line", ((x - _CROSS_PX, y), (x + _CROSS_PX, y)), "focus"),
            Sketch("line", ((x, y - _CROSS_PX), (x, y + _CROSS_PX)), "focus"),
        )

    def _move(self, way: tuple[int, int], pane: tuple[int, int], modifiers: frozenset[str]) -> None:
        x, y = self._place or (pane[0] / 2, pane[1] / 2)
        step = 1.0 if "shift" in modifiers else STEP_PX
        self._place = (
            min(max(x + step * way[0], 0.0), float(pane[0])),
            min(max(y + step * way[1], 0.0), float(pane[1])),
        )
        x, y = self._place
        self._tools.move(PointerEvent(x, y, pane, "left" if self._pressed else "none"))

    def _toggle(self, pane: tuple[int, int], modifiers: frozenset[str]) -> None:
        x, y = self._place or (0.0, 0.0)
        event = PointerEvent(x, y, pane, "left", modifiers)
        if self._pressed:
            self._tools.release(event)
            self._pressed = False
        else:
            self._pressed = self._tools.press(event)
