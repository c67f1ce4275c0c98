"""`ViewportWidget`: shows drawn pictures and turns the camera with the mouse."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from studio.controllers.tools.key_pointer import KeyPointer
from studio.controllers.tools.tool import Sketch
from studio.controllers.tools.tool_controller import NAVIGATE, ToolController
from studio.controllers.view_places import ViewPlaces
from studio.controllers.viewport_controller import ViewportController
from studio.jobs.view_runner import Picture
from studio.state.language import tr
from studio.views.fly_keys import FlyKeys, flight_key, moves_flight, pace_of
from studio.views.theme import color, px
from studio.views.viewport.pointer_events import gesture, held_keys, key_name, pointer_event
from studio.views.viewport.sketch_layer import SketchLayer

_DEGREES_PER_NOTCH = 120.0

_KEY_STEP = 0.04
"""Drag that an arrow key stands for, in shares of the pane's height."""
_ARROWS: dict[int, tuple[float, float]] = {
    Qt.Key.Key_Left: (-_KEY_STEP, 0.0), Qt.Key.Key_Right: (_KEY_STEP, 0.0),
    Qt.Key.Key_Up: (0.0, -_KEY_STEP), Qt.Key.Key_Down: (0.0, _KEY_STEP),
}  # fmt: skip
_ZOOM_KEYS: dict[int, float] = {
    Qt.Key.Key_Plus: 1.0, Qt.Key.Key_Equal: 1.0, Qt.Key.Key_Minus: -1.0,
}  # fmt: skip
"""Notches of the wheel that keys stand for."""
_LEAST_PX = (192, 144)
"""Size below which nothing of the object could be made out."""


class ViewportWidget(QWidget):
    """LMB or MMB orbits, RMB or Shift pans, the wheel or Ctrl+MMB moves closer, Ctrl+wheel zooms.

    In a flight LMB looks round, WASD and QE move (Shift: faster, Alt: slower) and the wheel sets
    the speed. The active tool is asked first; a double click without one turns round what is
    there. Without a tool arrow keys turn, with Shift they pan; + and - come closer and go away.
    """

    touched = Signal()
    """The user moved something: a picture should be asked for now."""

    def __init__(
        self,
        controller: ViewportController,
        tools: ToolController | None = None,
        places: ViewPlaces | None = None,
    ) -> None:
        """Show the pictures of a controller.

        Args:
            controller: Gives pictures and turns the camera.
            tools: Asked before the camera; None for a viewport without tools.
            places: Told where the pointer is, and where a double click went.
        """
        super().__init__()
        self._controller = controller
        self._tools = tools
        self._places = places
        self._key_pointer = None if tools is None else KeyPointer(tools)
        self._picture: Picture | None = None
        self._image = QImage()
        self._hint = ""
        self._photo: QPixmap | None = None
        self._surface: QWidget | None = None
        self._button = Qt.MouseButton.NoButton
        self._last = QPointF()
        self._keys = FlyKeys(self, self._fly)
        self.layer = SketchLayer(self, self._sketch, controller.readout)
        self.setMouseTracking(True)
        self.setMinimumSize(px(_LEAST_PX[0]), px(_LEAST_PX[1]))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Viewport"))
        self.setAccessibleDescription(
            tr(
                "Drag to orbit, right-drag to pan, wheel to move closer. "
                "Arrow keys turn, with Shift they pan, plus and minus come closer and go away."
            )
        )
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    @property
    def picture(self) -> Picture | None:
        """Picture that is shown."""
        return self._picture

    def show_picture(self, picture: Picture) -> None:
        """Show a drawn picture, stretched to the widget."""
        camera = picture.query.camera
        self.layer.update()
        self._picture = picture  # keeps the pixels alive that the image looks at
        self._image = QImage(
            picture.pixels, camera.width, camera.height, QImage.Format.Format_RGB32
        )
        self.update()

    def show_hint(self, text: str) -> None:
        """Show a text instead of a picture; an empty one shows pictures again."""
        if text != self._hint:
            self._hint = text
            if text:
                self._picture, self._image = None, QImage()
            if self._surface is not None:
                self._surface.setVisible(not text)
            self.update()

    def show_photo(self, photo: QPixmap | None) -> None:
        """Show a photo above the hint; None shows the hint alone."""
        self._photo = photo
        self.update()

    def set_surface(self, surface: QWidget | None) -> None:
        """Cover the widget with one that draws by itself; None shows pictures again."""
        self._surface = surface
        self._picture, self._image = None, QImage()
        if surface is not None:
            surface.setGeometry(self.rect())
            surface.lower()  # the buttons float above it
            surface.setVisible(not self._hint)
        self.update()

    def sizeHint(self) -> QSize:
        """Preferred size [px]."""
        return QSize(900, 600)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the picture or the hint."""
        painter = QPainter(self)
        if self._hint or self._image.isNull():
            self._paint_hint(painter)
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(self.rect(), self._image)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Tell the controller the new size."""
        if self._surface is not None:
            self._surface.setGeometry(self.rect())
        self.layer.setGeometry(self.rect())
        self._tell_size()

    def _tell_size(self) -> None:
        ratio = self.devicePixelRatioF()
        width, height = round(self.width() * ratio), round(self.height() * ratio)
        self._controller.set_pane(width, height, ratio)
        self.touched.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a drag."""
        if self._key_pointer is not None:
            self._key_pointer.leave()
        if self._button == Qt.MouseButton.NoButton:
            self._button = event.button()
            self._last = event.position()
            self._controller.set_interacting(True)
            if self._tools is not None:
                self._tools.press(pointer_event(event, self))
            self._show_marks()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Tell the tool; without one turn round what is under the pointer."""
        if self._tools is not None and self._tools.press(pointer_event(event, self, clicks=2)):
            self._button = event.button()
            self._show_marks()
        elif self._places is not None and event.button() == Qt.MouseButton.LeftButton:
            self._places.focus((event.position().x(), event.position().y()))
            self.touched.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag with the tool, orbit or pan."""
        if self._places is not None:
            self._places.point_at((event.position().x(), event.position().y()))
        if self._tools is not None:
            taken = self._tools.move(pointer_event(event, self))
            self._show_marks()
            if taken:
                self._last = event.position()
                self.touched.emit()
                return
        if self._button == Qt.MouseButton.NoButton:
            return
        moved = event.position() - self._last
        self._last = event.position()
        right, down = moved.x() / self.height(), moved.y() / self.height()
        self._controller.drag(gesture(self._button, event.modifiers()), right, down)
        self.touched.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a drag."""
        if event.button() == self._button:
            self._button = Qt.MouseButton.NoButton
            self._controller.set_interacting(False)
            if self._tools is not None:
                self._tools.release(pointer_event(event, self))
            self._show_marks()
            self.touched.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Move closer or away; with Ctrl take another lens."""
        notches = event.angleDelta().y() / _DEGREES_PER_NOTCH
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._controller.turn_lens(notches)
        else:
            self._controller.dolly(notches)
        event.accept()
        self.touched.emit()

    def event(self, event: QEvent) -> bool:
        """Fly by keys that are shortcuts elsewhere; follow a screen of another resolution."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if self._controller.flies and moves_flight(event):
                event.accept()
                return True
        elif event.type() == QEvent.Type.DevicePixelRatioChange:
            self._tell_size()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give keys to the tool; fly or walk while a key is held."""
        if self._take_tool_key(event):
            self._show_marks()
            self.touched.emit()
            return
        if self._controller.flies and moves_flight(event):
            self._keys.press(flight_key(event), pace_of(event))
        elif not self._take_camera_key(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Stop when the key comes up."""
        if event.isAutoRepeat() or not self._keys.release(flight_key(event)):
            super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Stop when the keyboard goes elsewhere."""
        self._keys.release_all()
        super().focusOutEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer is elsewhere."""
        if self._places is not None:
            self._places.point_at(None)
        super().leaveEvent(event)

    def _take_tool_key(self, event: QKeyEvent) -> bool:
        """Whether the active tool, or the pointer that keys move, takes a key."""
        tools, pointer = self._tools, self._key_pointer
        if tools is None or pointer is None or tools.active is None:
            return False
        name, held = key_name(event), held_keys(event.modifiers())
        if tools.key(name) or pointer.key(name, (self.width(), self.height()), held):
            return True
        if name == "Escape":
            tools.choose(NAVIGATE)
            return True
        return False

    def _take_camera_key(self, event: QKeyEvent) -> bool:
        """Whether a key turns or moves the camera."""
        held = held_keys(event.modifiers())
        way, notches = _ARROWS.get(event.key()), _ZOOM_KEYS.get(event.key())
        if held - {"shift"} or (way is None and notches is None):
            return False
        if way is not None:
            self._controller.drag("move" if "shift" in held else "turn", *way)
        elif notches is not None:
            self._controller.dolly(notches)
        self.touched.emit()
        return True

    def _sketch(self) -> tuple[Sketch, ...]:
        """Marks of the active tool, none over a hint."""
        if self._tools is None or self._key_pointer is None or self._hint:
            return ()
        return (*self._tools.sketch(), *self._key_pointer.sketch())

    def _show_marks(self) -> None:
        if self._tools is not None and self._tools.active is not None:
            self.layer.update()

    def _fly(self, right: float, up: float, forward: float, seconds: float) -> None:
        self._controller.fly(right, up, forward, seconds)
        self.touched.emit()

    def _paint_hint(self, painter: QPainter) -> None:
        painter.fillRect(self.rect(), color("window"))
        painter.setPen(color("text_muted"))
        area = QRect(0, 0, min(self.width() - 48, 480), self.height())
        area.moveCenter(self.rect().center())
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        if self._photo is not None and not self._photo.isNull():
            bound = QSize(round(self.width() * 0.6), round(self.height() * 0.6))
            size = self._photo.size().scaled(bound, Qt.AspectRatioMode.KeepAspectRatio)
            place = QRect(QPoint(0, 0), size)
            place.moveCenter(self.rect().center() - QPoint(0, 24))
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.setOpacity(0.6)
            painter.drawPixmap(place, self._photo)
            painter.setOpacity(1.0)
            area = QRect(area.left(), place.bottom() + 8, area.width(), 40)
        painter.drawText(area, int(flags), self._hint)
