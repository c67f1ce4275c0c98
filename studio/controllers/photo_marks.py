"""Lines that are drawn over the photo: strokes, outlines, measured line, level line, brush."""

from __future__ import annotations

import math

from models.mask_edits import Point
from studio.controllers.tools.tool import Sketch
from studio.state.language import tr
from studio.state.photo_zoom import PhotoZoom
from studio.state.resolve_photo import CanvasView, horizon

_LINES = ("measure", "level")
_HANDLE_PX = 4.0
_CROSS_PX = 8.0
_RING_CORNERS = 40
_TEXT_PX, _ABOVE_PX = 70.0, 16.0
"""Place of a text relative to the end of its line [px]."""


class PhotoMarks:
    """Marks in pixels of a pane."""

    def __init__(self, view: CanvasView, zoom: PhotoZoom, pane: tuple[int, int]) -> None:
        """Draw for a view of the photo in a pane of some size [px]."""
        self._view = view
        self._zoom = zoom
        self._pane = pane
        self._extent = (1.0, 1.0) if view.facts is None else view.facts.extent

    def all(
        self, centre: Point | None, pointer: Point | None, line_text: str
    ) -> tuple[Sketch, ...]:
        """Everything that is drawn.

        Args:
            centre: Middle of the object, in longer sides; None while unknown.
            pointer: Place under the pointer; None when it is elsewhere.
            line_text: Length of the measured line, in words.
        """
        if self._view.facts is None:
            return ()
        level = () if centre is None else self._level(centre)
        return (*level, *self._measured(line_text), *self._draft(), *self._pointer(pointer))

    def _at(self, place: Point) -> Point:
        return self._zoom.to_pane(place, self._extent, self._pane)

    def _level(self, centre: Point) -> tuple[Sketch, ...]:
        """The horizon where it crosses the photo, else a level line through the object."""
        place, along = horizon(self._view, centre)
        text = tr("Horizon")
        if not -0.02 <= place[1] <= self._extent[1] + 0.02:
            place, text = centre, tr("Level")
        left, right = self._ends(place, along)
        first, last = self._at(left), self._at(right)
        spot = (last[0] - _TEXT_PX, last[1] - _ABOVE_PX)
        angle = tr("{angle:.1f}° down", angle=self._view.elevation_deg)
        return (
            Sketch("line", (first, last), "warning", 1.5, dashed=True),
            Sketch("text", (spot,), "text", text=f"{text} · {angle}"),
        )

    def _ends(self, place: Point, along: Point) -> tuple[Point, Point]:
        """Where a line leaves the photo's width, or its height where it is steep."""
        reach = sum(self._extent)
        left = (place[0] - along[0] * reach, place[1] - along[1] * reach)
        right = (place[0] + along[0] * reach, place[1] + along[1] * reach)
        return clipped_line(left, right, self._extent)

    def _measured(self, text: str) -> tuple[Sketch, ...]:
        line = self._view.measured
        if line is None:
            return ()
        first, last = self._at(line[0]), self._at(line[1])
        middle = ((first[0] + last[0]) / 2, (first[1] + last[1]) / 2 - 16)
        named = (Sketch("text", (middle,), "text", text=text),) if text else ()
        return (
            Sketch("line", (first, last), "series_2", 2.0),
            Sketch("handle", (first,), "series_2", _HANDLE_PX),
            Sketch("handle", (last,), "series_2", _HANDLE_PX),
            *named,
        )

    def _draft(self) -> tuple[Sketch, ...]:
        points = tuple(self._at(place) for place in self._view.draft)
        if not points:
            return ()
        if self._view.tool == "polygon":
            corners = tuple(Sketch("handle", (p,), "accent", _HANDLE_PX) for p in points)
            return (Sketch("line", points, "accent", 2.0), *corners)
        if self._view.tool in _LINES:
            ends = tuple(Sketch("handle", (p,), "series_2", _HANDLE_PX) for p in points)
            return (Sketch("line", points, "series_2", 2.0), *ends)
        token = "error" if self._view.erasing else "accent"
        width = 2 * self._radius_px
        return (Sketch("line", (*points, points[-1]), token, width),)

    def _pointer(self, pointer: Point | None) -> tuple[Sketch, ...]:
        """The ring of the brush, or a cross."""
        if pointer is None:
            return ()
        x, y = self._at(pointer)
        if self._view.tool in ("brush", "eraser"):
            return (Sketch("line", self._ring(x, y), "focus", 1.5),)
        return (
            Sketch("line", ((x - _CROSS_PX, y), (x + _CROSS_PX, y)), "focus", 1.5),
            Sketch("line", ((x, y - _CROSS_PX), (x, y + _CROSS_PX)), "focus", 1.5),
        )

    def _ring(self, x: float, y: float) -> tuple[Point, ...]:
        turns = [2 * math.pi * corner / _RING_CORNERS for corner in range(_RING_CORNERS + 1)]
        radius = self._radius_px
        return tuple((x + radius * math.cos(t), y + radius * math.sin(t)) for t in turns)

    @property
    def _radius_px(self) -> float:
        return self._view.brush_radius * self._zoom.scale(self._extent, self._pane)


def clipped_line(first: Point, last: Point, extent: Point) -> tuple[Point, Point]:
    """The part of a line inside the photo (Liang and Barsky, 1984); its ends where it misses."""
    dx, dy = last[0] - first[0], last[1] - first[1]
    low, high = 0.0, 1.0
    sides = (
        (-dx, first[0]),
        (dx, extent[0] - first[0]),
        (-dy, first[1]),
        (dy, extent[1] - first[1]),
    )
    for slope, room in sides:
        if slope == 0:
            continue
        share = room / slope
        if slope < 0:
            low = max(low, share)
        else:
            high = min(high, share)
    if low > high:
        return first, last
    return (
        (first[0] + low * dx, first[1] + low * dy),
        (first[0] + high * dx, first[1] + high * dy),
    )
