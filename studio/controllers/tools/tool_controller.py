"""`ToolController`: which tool is active."""

from __future__ import annotations

from collections.abc import Callable

from studio.controllers.tools.tool import PointerEvent, Sketch, Tool
from studio.state.viewport import ViewportState

NAVIGATE = "navigate"
"""No tool: the pointer moves the camera."""


class ToolController:
    """Hands what the pointer does to the active tool."""

    def __init__(self, viewport: ViewportState) -> None:
        self._viewport = viewport
        self._tools: dict[str, Tool] = {}
        self._layers: list[Callable[[], tuple[Sketch, ...]]] = []
        self._dragging: Tool | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Registered tools."""
        return tuple(self._tools)

    @property
    def active(self) -> Tool | None:
        """The active tool; None lets the pointer move the camera."""
        return self._tools.get(self._viewport.tool)

    def register(self, tool: Tool) -> None:
        """Make a tool known."""
        self._tools[tool.name] = tool

    def add_layer(self, sketch: Callable[[], tuple[Sketch, ...]]) -> None:
        """Draw marks below those of whichever tool is active."""
        self._layers.append(sketch)

    def choose(self, name: str) -> None:
        """Activate a tool by name; the active one again, or `NAVIGATE`, goes back to the camera."""
        again = name == self._viewport.tool
        self._viewport.tool = NAVIGATE if again or name not in self._tools else name

    def press(self, event: PointerEvent) -> bool:
        """A button went down; True when the tool takes the drag."""
        tool = self.active
        self._dragging = tool if tool is not None and tool.press(event) else None
        return self._dragging is not None

    def move(self, event: PointerEvent) -> bool:
        """The pointer moved; True while a tool has the drag."""
        if self._dragging is not None:
            self._dragging.move(event)
            return True
        if self.active is not None and event.button == "none":
            self.active.hover(event)
        return False

    def release(self, event: PointerEvent) -> bool:
        """The button came up; True when a tool had the drag."""
        tool, self._dragging = self._dragging, None
        if tool is not None:
            tool.release(event)
        return tool is not None

    def key(self, name: str) -> bool:
        """A key went down; True when the tool takes it."""
        return self.active is not None and self.active.key(name)

    def sketch(self) -> tuple[Sketch, ...]:
        """Marks of the layers and of the active tool."""
        below = tuple(mark for layer in self._layers for mark in layer())
        return below if self.active is None else (*below, *self.active.sketch())
