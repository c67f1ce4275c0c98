"""`PhotoPointer`: what pressing, moving and letting go on the photo does, tool by tool."""

from __future__ import annotations

import math

from models.mask_edits import MaskPolygon, MaskStroke, Point
from studio.controllers.photo_controller import PhotoController, line_length
from studio.state.language import tr
from studio.state.studio_state import StudioState

SPACING = 0.25
"""Distance between kept places of a stroke, in radii of the brush."""
SHORTEST_LINE = 0.01
"""Shorter lines, in longer sides, are clicks."""
STROKE_LIMIT = 4000
"""Places of one stroke; longer ones are ended and begun anew."""
_LINES = ("measure", "level")


class PhotoPointer:
    """Draws on the photo; every stroke, outline and line is one step."""

    def __init__(self, state: StudioState, photo: PhotoController) -> None:
        """Draw for a state's photo.

        Args:
            state: Where tool and draft are.
            photo: Takes what was drawn.
        """
        self._state = state
        self._photo = photo
        self._down = False

    @property
    def drawing(self) -> bool:
        """Whether a stroke or line is being drawn with the button held."""
        return self._down

    def press(self, place: Point, *, other: bool = False, reach: float = 0.0) -> None:
        """Begin a stroke or line, or put a corner.

        Args:
            place: Where.
            other: Whether the second button is held: the brush erases, the eraser paints.
            reach: Distance at which the first corner of an outline is hit, in longer sides.
        """
        photo = self._state.photo
        if photo.facts is None:
            return
        if photo.tool == "polygon":
            if len(photo.draft) > 2 and line_length((photo.draft[0], place)) <= reach:
                self.close_outline(adds=not other)
            else:
                photo.draft = (*photo.draft, place)
            return
        self._down = True
        photo.erasing = (photo.tool == "eraser") != other
        if photo.tool in _LINES and len(photo.draft) == 1:
            photo.draft = (*photo.draft, place)  # the second click of a line
        else:
            photo.draft = (place,)

    def move(self, place: Point) -> None:
        """Go on with what is being drawn."""
        photo = self._state.photo
        if not self._down or not photo.draft:
            return
        if photo.tool in _LINES:
            photo.draft = (photo.draft[0], place)
        elif line_length((photo.draft[-1], place)) >= SPACING * photo.brush_radius:
            photo.draft = (*photo.draft, place)
            if len(photo.draft) >= STROKE_LIMIT:
                self.release()
                self.press(place, other=photo.erasing != (photo.tool == "eraser"))

    def release(self) -> None:
        """Finish a stroke, or a line that was dragged or clicked twice."""
        photo = self._state.photo
        if not self._down:
            return
        self._down = False
        draft = photo.draft
        if photo.tool in _LINES:
            if len(draft) == 2 and line_length(draft) >= SHORTEST_LINE:
                photo.draft = ()
                self._take_line((draft[0], draft[1]))
            else:
                photo.draft = draft[:1]
            return
        photo.draft = ()
        if draft:
            adds = not photo.erasing
            label = tr("Paint the mask") if adds else tr("Erase from the mask")
            self._photo.add_edit(MaskStroke(draft, photo.brush_radius, adds), label)

    def close_outline(self, *, adds: bool = True) -> bool:
        """Add the inside of the outline that is drawn, or take it away."""
        photo = self._state.photo
        if photo.tool != "polygon" or len(photo.draft) < 3:
            return False
        corners, photo.draft = photo.draft, ()
        label = tr("Add an outline") if adds else tr("Cut an outline out")
        self._photo.add_edit(MaskPolygon(corners, adds), label)
        return True

    def back(self) -> bool:
        """Take the last corner, or the first end of a line, away."""
        photo = self._state.photo
        if not photo.draft or self._down:
            return False
        photo.draft = photo.draft[:-1]
        return True

    def abandon(self) -> bool:
        """Give up what is being drawn."""
        self._down = False
        if not self._state.photo.draft:
            return False
        self._state.photo.draft = ()
        return True

    def _take_line(self, line: tuple[Point, Point]) -> None:
        if self._state.photo.tool == "measure":
            self._state.photo.measured = line
        else:
            self._photo.set_roll(round(roll_of_level(line), 2))


def roll_of_level(line: tuple[Point, Point]) -> float:
    """Roll of the camera [degrees] on whose photo a level edge looks like a line.

    A camera that is turned clockwise shows the world turned counter-clockwise.
    """
    (x0, y0), (x1, y1) = line
    angle = math.degrees(math.atan2(y0 - y1, x1 - x0))
    return (angle + 90) % 180 - 90
