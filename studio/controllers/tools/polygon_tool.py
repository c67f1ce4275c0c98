"""`PolygonTool`: selects what lies in an outline of straight sides."""

from __future__ import annotations

from studio.controllers.selection_controller import SelectionController
from studio.controllers.tools.selection_tools import mode_of
from studio.controllers.tools.tool import PointerEvent, Sketch
from studio.jobs.view_questions import Point
from studio.state.selection import SelectionMode


class PolygonTool:
    """Every click is a corner; a double click or Return closes the outline, Escape drops it."""

    name = "polygon"

    def __init__(self, selection: SelectionController) -> None:
        """Select through a controller."""
        self._selection = selection
        self._corners: list[Point] = []
        self._pointer: Point | None = None
        self._mode: SelectionMode | None = None

    def press(self, event: PointerEvent) -> bool:
        """Add a corner, or close the outline."""
        if event.button != "left" or "alt" in event.modifiers:
            return False
        if event.clicks == 2:
            self._close()
            return True
        if not self._corners:
            self._mode = mode_of(event)
        self._corners.append((event.x, event.y))
        return True

    def move(self, event: PointerEvent) -> None:
        """Follow the pointer."""
        self._pointer = (event.x, event.y)

    def release(self, event: PointerEvent) -> None:
        """Follow the pointer."""
        self._pointer = (event.x, event.y)

    def hover(self, event: PointerEvent) -> None:
        """Follow the pointer."""
        self._pointer = (event.x, event.y)

    def key(self, name: str) -> bool:
        """Return closes, Backspace takes the last corner back, Escape drops all."""
        if not self._corners or name not in ("Return", "Enter", "Backspace", "Escape"):
            return False
        if name == "Backspace":
            self._corners.pop()
        elif name == "Escape":
            self._corners.clear()
        else:
            self._close()
        return True

    def sketch(self) -> tuple[Sketch, ...]:
        """The outline so far, with the side that would come next."""
        if not self._corners:
            return ()
        ahead = [] if self._pointer is None else [self._pointer]
        outline = Sketch("polygon", (*self._corners, *ahead), dashed=True)
        return (outline, *(Sketch("handle", (corner,), width_px=3.5) for corner in self._corners))

    def _close(self) -> None:
        corners, self._corners = tuple(self._corners), []
        if len(corners) >= 3:
            self._selection.lasso(corners, self._mode)
