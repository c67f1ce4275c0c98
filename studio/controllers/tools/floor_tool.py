"""`FloorTool`: three clicks on the object say which plane is the floor."""

from __future__ import annotations

from collections.abc import Callable

from render.errors import InputError
from studio.controllers.placement_controller import PlacementController
from studio.controllers.tools.tool import PointerEvent, Sketch
from studio.controllers.view_probe import ViewProbe
from studio.jobs.view_questions import Picked
from studio.state.language import mark, tr

HANDLE_PX = 7.0
STEPS = (
    mark("Click the first of three points of the floor"),
    mark("Click the second point"),
    mark("Click the third point"),
)


class FloorTool:
    """Collects points on the object; the third puts it on the ground. Escape starts anew."""

    name = "floor"

    def __init__(
        self, placement: PlacementController, probe: ViewProbe, complain: Callable[[str], object]
    ) -> None:
        """Place through a controller.

        Args:
            placement: Puts the object on the floor.
            probe: Picks points.
            complain: Told why three points are no floor.
        """
        self._placement = placement
        self._probe = probe
        self._complain = complain
        self._points: list[tuple[float, float, float]] = []

    def press(self, event: PointerEvent) -> bool:
        """Ask for the point under the pointer."""
        if event.button != "left":
            return False
        self._placement.show()
        self._probe.pick((event.x, event.y), self._take, channel=self.name)
        return True

    def move(self, event: PointerEvent) -> None:
        """Nothing: clicks are no drags."""

    def release(self, event: PointerEvent) -> None:
        """Nothing: clicks are no drags."""

    def hover(self, event: PointerEvent) -> None:
        """Nothing to show."""

    def key(self, name: str) -> bool:
        """Escape forgets the points; Backspace the last of them."""
        if name not in ("Escape", "Backspace") or not self._points:
            return False
        self._points = [] if name == "Escape" else self._points[:-1]
        return True

    def sketch(self) -> tuple[Sketch, ...]:
        """The points so far, and what to do next."""
        width, _ = self._probe.pane
        words = tr(STEPS[len(self._points)])
        marks = [Sketch("text", ((width / 2, 28.0),), "text", text=words)]
        places = [(float(x), float(y)) for x, y in self._probe.project(self._points or [[0, 0, 0]])]
        places = places[: len(self._points)]
        if len(places) > 1:
            marks.append(Sketch("line", tuple(places), "accent"))
        marks += [Sketch("handle", (place,), "accent", HANDLE_PX) for place in places]
        return tuple(marks)

    def _take(self, picked: Picked | None) -> None:
        if picked is None or picked.gaussian < 0:
            self._complain(tr("There is no object there; click on the object itself."))
            return
        self._points.append(picked.point_m)
        if len(self._points) < 3:
            return
        first, second, third = self._points
        self._points = []
        try:
            self._placement.set_floor((first, second, third))
        except InputError as error:
            self._complain(f"{error}".capitalize() + ".")
