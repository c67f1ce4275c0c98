"""Tools that select in the picture: rectangle, lasso, brush, eyedropper and connected part."""

from __future__ import annotations

import math

from studio.controllers.selection_controller import SelectionController
from studio.controllers.tools.tool import PointerEvent, Sketch
from studio.controllers.view_probe import ViewProbe
from studio.jobs.view_questions import ConnectedAt, LikeColor, Picked, Point
from studio.state.language import tr
from studio.state.selection import SelectionMode, SelectionState

LASSO_STEP_PX = 3.0
"""Shortest piece of a lasso or stroke."""
CLICK_PX = 3.0
"""A drag shorter than this is a click."""
_CIRCLE = tuple(
    (math.cos(2 * math.pi * k / 48), math.sin(2 * math.pi * k / 48)) for k in range(49)
)  # fmt: skip


def mode_of(event: PointerEvent) -> SelectionMode | None:
    """What held keys ask for: Shift adds, Ctrl removes, both intersect; None for no key."""
    held = event.modifiers & {"shift", "ctrl"}
    modes = {
        frozenset({"shift"}): SelectionMode.ADD,
        frozenset({"ctrl"}): SelectionMode.REMOVE,
        frozenset({"shift", "ctrl"}): SelectionMode.INTERSECT,
    }
    return modes.get(held)


def circle(center: Point, radius_px: float) -> tuple[Point, ...]:
    """Corners of a circle in the pane [px]."""
    return tuple((center[0] + radius_px * x, center[1] + radius_px * y) for x, y in _CIRCLE)


class DragTool:
    """A drag with the left button that collects points; Escape drops it."""

    name = ""

    def __init__(self, selection: SelectionController) -> None:
        """Select through a controller."""
        self._selection = selection
        self._points: list[Point] = []
        self._mode: SelectionMode | None = None
        self._pointer: Point | None = None

    def press(self, event: PointerEvent) -> bool:
        """Begin a drag."""
        if event.button != "left" or "alt" in event.modifiers:
            return False
        self._points = [(event.x, event.y)]
        self._mode = mode_of(event)
        return True

    def move(self, event: PointerEvent) -> None:
        """Go on with it."""
        self._pointer = (event.x, event.y)
        if self._points and math.dist(self._points[-1], self._pointer) >= LASSO_STEP_PX:
            self._points.append(self._pointer)

    def release(self, event: PointerEvent) -> None:
        """End it."""
        self.move(event)
        points, self._points = tuple(self._points), []
        if points:
            self.finish(points, self._mode)

    def finish(self, points: tuple[Point, ...], mode: SelectionMode | None) -> None:
        """Select by what was dragged."""
        raise NotImplementedError

    def hover(self, event: PointerEvent) -> None:
        """Follow the pointer."""
        self._pointer = (event.x, event.y)

    def key(self, name: str) -> bool:
        """Escape drops a drag."""
        dragging = bool(self._points)
        if name == "Escape" and dragging:
            self._points = []
            return True
        return False

    def sketch(self) -> tuple[Sketch, ...]:
        """The outline so far."""
        return (Sketch("polygon", tuple(self._points), dashed=True),) if self._points else ()


class RectangleTool(DragTool):
    """Selects what lies between two corners."""

    name = "rectangle"

    def sketch(self) -> tuple[Sketch, ...]:
        """The rectangle so far."""
        if len(self._points) < 2:
            return ()
        (x0, y0), (x1, y1) = self._points[0], self._points[-1]
        return (Sketch("polygon", ((x0, y0), (x1, y0), (x1, y1), (x0, y1)), dashed=True),)

    def finish(self, points: tuple[Point, ...], mode: SelectionMode | None) -> None:
        """Select by the first and the last corner; a click on the same place selects nothing."""
        if math.dist(points[0], points[-1]) >= CLICK_PX:
            self._selection.rectangle(points[0], points[-1], mode)
        elif mode is None:
            self._selection.set_none()


class LassoTool(DragTool):
    """Selects what lies in an outline drawn by hand."""

    name = "lasso"

    def finish(self, points: tuple[Point, ...], mode: SelectionMode | None) -> None:
        """Select by the outline."""
        if len(points) >= 3:
            self._selection.lasso(points, mode)
        elif mode is None:
            self._selection.set_none()


class BrushTool(DragTool):
    """Selects what a round brush goes over; [ and ] change its size."""

    name = "brush"

    def __init__(self, selection: SelectionController, state: SelectionState) -> None:
        """Select through a controller; the brush's size is part of the state."""
        super().__init__(selection)
        self._state = state

    def finish(self, points: tuple[Point, ...], mode: SelectionMode | None) -> None:
        """Select by the stroke; strokes of one after the other add up unless keys say else."""
        chosen = mode
        if chosen is None and self._state.mode is SelectionMode.SET:
            chosen = SelectionMode.ADD
        self._selection.stroke(points, chosen)

    def key(self, name: str) -> bool:
        """Escape drops a stroke; brackets change the size."""
        steps = {"[": -1, "]": 1, "BracketLeft": -1, "BracketRight": 1}.get(name, 0)
        if steps:
            self._selection.resize_brush(steps)
            return True
        return super().key(name)

    def sketch(self) -> tuple[Sketch, ...]:
        """The brush, and the stroke so far."""
        marks: list[Sketch] = []
        if len(self._points) > 1:
            width = 2 * self._state.brush_px
            marks.append(Sketch("line", tuple(self._points), "accent_soft", width))
        if self._pointer is not None:
            marks.append(Sketch("line", circle(self._pointer, self._state.brush_px)))
        return tuple(marks)


class ClickTool:
    """A click with the left button on what is seen."""

    name = ""

    def __init__(
        self, selection: SelectionController, probe: ViewProbe, state: SelectionState
    ) -> None:
        """Select through a controller what a probe picks.

        Args:
            selection: Makes selections.
            probe: Asks what is under the pointer.
            state: How alike and how near things must be.
        """
        self._selection = selection
        self._probe = probe
        self._state = state

    def press(self, event: PointerEvent) -> bool:
        """Choose what is under the pointer."""
        if event.button != "left" or "alt" in event.modifiers:
            return False
        self.click((event.x, event.y), mode_of(event))
        return True

    def click(self, point: Point, mode: SelectionMode | None) -> None:
        """Select by what is under a pixel."""
        raise NotImplementedError

    def move(self, event: PointerEvent) -> None:
        """Nothing: a click is no drag."""

    def release(self, event: PointerEvent) -> None:
        """Nothing: a click is no drag."""

    def hover(self, event: PointerEvent) -> None:
        """Nothing to show."""

    def key(self, name: str) -> bool:
        """No keys."""
        del name
        return False

    def sketch(self) -> tuple[Sketch, ...]:
        """Nothing to paint."""
        return ()


class ColorTool(ClickTool):
    """Selects everything that has the colour under the pointer."""

    name = "color"

    def click(self, point: Point, mode: SelectionMode | None) -> None:
        """Ask for the colour, then for what has it."""

        def take(picked: Picked | None) -> None:
            if picked is not None and picked.gaussian >= 0:
                choice = LikeColor(picked.color, self._state.color_tolerance)
                self._selection.choose(choice, tr("Select by colour"), mode=mode)

        self._probe.pick(point, take, channel=self.name)


class ConnectedTool(ClickTool):
    """Selects the connected part under the pointer."""

    name = "connected"

    def click(self, point: Point, mode: SelectionMode | None) -> None:
        """Ask for the part."""
        choice = ConnectedAt(point, self._state.gap_share)
        self._selection.choose(choice, tr("Select connected part"), mode=mode)
