"""`CanvasKeys`: everything that the pointer does on the photo, by keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from studio.controllers.studio_controller import Studio

if TYPE_CHECKING:
    from studio.views.photo.photo_canvas import PhotoCanvas

_ARROWS = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1),
}  # fmt: skip
_STEP, _LARGE_STEP = 0.005, 0.04
"""Way of an arrow key, alone and with Shift, in longer sides."""
_ZOOM_STEP = 1.25
_CLOSING = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class CanvasKeys:
    """Arrows move, Space presses and lets go, Enter closes, Backspace and Escape take back."""

    def __init__(self, canvas: PhotoCanvas, studio: Studio) -> None:
        """Draw on a canvas."""
        self._canvas = canvas
        self._studio = studio
        self._verbs: dict[Qt.Key, Callable[[], object]] = {
            Qt.Key.Key_Space: self._press,
            Qt.Key.Key_Backspace: studio.photo_pointer.back,
            Qt.Key.Key_Escape: studio.photo_pointer.abandon,
            Qt.Key.Key_BracketLeft: lambda: self._resize(-1),
            Qt.Key.Key_BracketRight: lambda: self._resize(1),
            Qt.Key.Key_Plus: lambda: self._zoom(_ZOOM_STEP),
            Qt.Key.Key_Equal: lambda: self._zoom(_ZOOM_STEP),
            Qt.Key.Key_Minus: lambda: self._zoom(1 / _ZOOM_STEP),
            Qt.Key.Key_0: lambda: self._zoom(0.0),
        }

    def takes(self, event: QKeyEvent) -> bool:
        """Whether a key means something here rather than in the window."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        key = Qt.Key(event.key())
        return key in _ARROWS or key in _CLOSING or key in self._verbs

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key means; False when it means nothing here."""
        if not self.takes(event):
            return False
        key = Qt.Key(event.key())
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key in _ARROWS:
            self._move(_ARROWS[key], _LARGE_STEP if shift else _STEP)
            return True
        if key in _CLOSING:
            return self._studio.photo_pointer.close_outline(adds=not shift)
        return self._verbs[key]() is not False

    def _move(self, way: tuple[int, int], step: float) -> None:
        extent = self._canvas.extent
        x, y = self._canvas.pointer or (extent[0] / 2, extent[1] / 2)
        place = (
            min(max(x + way[0] * step, 0.0), extent[0]),
            min(max(y + way[1] * step, 0.0), extent[1]),
        )
        self._canvas.move_pointer(place)

    def _press(self) -> bool:
        pointer = self._studio.photo_pointer
        if pointer.drawing:
            pointer.release()
            return True
        extent = self._canvas.extent
        place = self._canvas.pointer or (extent[0] / 2, extent[1] / 2)
        self._canvas.move_pointer(place)
        pointer.press(place, reach=self._canvas.snap)
        return True

    def _resize(self, steps: int) -> bool:
        self._studio.photo.resize_brush(steps)
        return True

    def _zoom(self, factor: float) -> bool:
        self._canvas.zoom_by(factor)
        return True
