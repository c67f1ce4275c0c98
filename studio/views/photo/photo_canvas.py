"""`PhotoCanvas`: the photo with its mask, on which one paints, outlines and measures."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QHideEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from models.mask_edits import Point
from studio.controllers.photo_marks import PhotoMarks
from studio.controllers.studio_controller import Studio
from studio.state.language import tr
from studio.state.photo_quantities import LINE_LENGTH
from studio.state.photo_zoom import PhotoZoom
from studio.state.resolve_photo import CanvasView, resolve_canvas
from studio.state.studio_state import StudioState
from studio.views.photo.canvas_keys import CanvasKeys
from studio.views.rescaling import UNSCALED
from studio.views.theme import color, px, theme_changed
from studio.views.thumbnails import ThumbnailLoader
from studio.views.viewport.sketch_layer import paint_mark

PICTURE_SIDE_PX = 1536
"""Longer side of the photo that is shown [px]."""
_NOTCH = 120.0
_LEAST_PX = 150
_HIGHEST = 1.1
"""Largest height over width of a picture that fits its width."""
_ZOOM_STEP = 1.2
_SNAP_PX = 9.0
"""Distance at which a click closes an outline [px of the design]."""
_RESIZING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class PhotoCanvas(QWidget):
    """Paints what `resolve_canvas` says; the pointer goes to `PhotoPointer`."""

    def __init__(
        self, studio: Studio, thumbnails: ThumbnailLoader, *, fits_width: bool = False
    ) -> None:
        """Show the photo of a studio.

        Args:
            studio: Its controllers.
            thumbnails: Reads the photo.
            fits_width: Whether it is as high as the photo in its width.
        """
        super().__init__()
        self._studio = studio
        self._thumbnails = thumbnails
        self._view: CanvasView | None = None
        self._picture: QPixmap | None = None
        self._tinted: QPixmap | None = None
        self._tinted_for: tuple[object, ...] = ()
        self.zoom = PhotoZoom()
        self.pointer: Point | None = None
        self._grip: QPointF | None = None
        self._keys = CanvasKeys(self, studio)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._fits_width = fits_width
        self.setProperty(UNSCALED, True)  # its height follows the photo
        self.setMinimumHeight(px(_LEAST_PX))
        self.setAccessibleName(tr("Photo with its mask"))
        self.setAccessibleDescription(
            tr(
                "Arrow keys move the pointer, Space presses and lets go, Enter closes an outline, "
                "Backspace takes its last corner away, square brackets change the brush, "
                "plus, minus and zero zoom."
            )
        )
        thumbnails.loaded.connect(self._on_thumbnail_loaded)
        theme_changed.connect(self.update)

    @property
    def extent(self) -> Point:
        """Width and height of the photo, in longer sides."""
        view = self._view
        return (1.0, 1.0) if view is None or view.facts is None else view.facts.extent

    @property
    def pane(self) -> tuple[int, int]:
        """Size of the widget [px]."""
        return self.width(), self.height()

    def show_state(self, state: StudioState) -> None:
        """Repaint where a state shows something else."""
        new, old = resolve_canvas(state), self._view
        if new == old:
            return
        self._view = new
        if old is None or old.facts != new.facts:
            if (
                old is None
                or old.facts is None
                or new.facts is None
                or (old.facts.photo != new.facts.photo)
            ):
                self.zoom = PhotoZoom()
            self._show_picture()
            self._fit()
        self.update()

    def set_zoom(self, zoom: PhotoZoom) -> None:
        """Show another part of the photo."""
        self.zoom = zoom
        self.update()

    def zoom_by(self, factor: float, spot: QPointF | None = None) -> None:
        """Magnify about a spot [px], the middle of the pane unless another is given."""
        spot = QPointF(self.width() / 2, self.height() / 2) if spot is None else spot
        self.set_zoom(self.zoom.zoomed(factor, (spot.x(), spot.y()), self.extent, self.pane))

    def move_pointer(self, place: Point | None) -> None:
        """Put the pointer somewhere on the photo."""
        self.pointer = place
        if place is not None and self._studio.photo_pointer.drawing:
            self._studio.photo_pointer.move(place)
        self.update()

    def place_at(self, spot: QPointF) -> Point:
        """Place of the photo under a spot [px]."""
        return self.zoom.to_photo((spot.x(), spot.y()), self.extent, self.pane)

    @property
    def snap(self) -> float:
        """Distance at which the first corner of an outline is hit, in longer sides."""
        return px(_SNAP_PX) / self.zoom.scale(self.extent, self.pane)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Keep the photo's proportions where the width is given."""
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Let the mask be computed while it is seen."""
        super().showEvent(event)
        self._studio.photo.watch(True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody sees the mask here any more."""
        super().hideEvent(event)
        self._studio.photo.watch(False)

    def event(self, event: QEvent) -> bool:
        """Keys of the canvas are its own while it has the keyboard."""
        overrides = event.type() == QEvent.Type.ShortcutOverride
        if overrides and isinstance(event, QKeyEvent) and self._keys.takes(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Draw, zoom and size the brush by keys."""
        if not self._keys.press(event):
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Draw, or hold the photo with the middle button."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if event.button() == Qt.MouseButton.MiddleButton:
            self._grip = event.position()
        elif event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton):
            other = event.button() == Qt.MouseButton.RightButton
            place = self.place_at(event.position())
            self.pointer = place
            self._studio.photo_pointer.press(place, other=other, reach=self.snap)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on drawing, or pan."""
        if self._grip is not None:
            way = event.position() - self._grip
            self._grip = event.position()
            self.set_zoom(self.zoom.panned(way.x(), way.y(), self.extent, self.pane))
        self.move_pointer(self.place_at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Finish what was drawn."""
        if event.button() == Qt.MouseButton.MiddleButton:
            self._grip = None
        else:
            self._studio.photo_pointer.release()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom; with Ctrl or Alt the brush changes its size."""
        delta = event.angleDelta()
        notches = (delta.y() or delta.x()) / _NOTCH
        if event.modifiers() & _RESIZING:
            self._studio.photo.resize_brush(notches)
        else:
            self.zoom_by(_ZOOM_STEP**notches, event.position())
        event.accept()

    def leaveEvent(self, _event: QEvent) -> None:
        """The pointer is elsewhere."""
        if not self.hasFocus():
            self.move_pointer(None)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint photo, mask and marks."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), color("groove"))
        view = self._view
        if view is None or view.facts is None or self._picture is None:
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = self._picture_area()
        painter.drawPixmap(area, self._picture, QRectF(self._picture.rect()))
        if view.overlay:
            self._paint_mask(painter, area, view)
        mask = self._studio.photo.mask
        centre = None if mask is None else mask.centre
        marks = PhotoMarks(view, self.zoom, self.pane)
        for mark in marks.all(centre, self.pointer, self._line_text()):
            paint_mark(painter, mark, QRectF(self.rect()))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(color("focus"))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _fit(self) -> None:
        if self._fits_width:
            aspect = self.extent[1] / self.extent[0]
            self.setFixedHeight(max(round(self.width() * min(aspect, _HIGHEST)), px(_LEAST_PX)))

    def _picture_area(self) -> QRectF:
        left, top = self.zoom.to_pane((0.0, 0.0), self.extent, self.pane)
        right, bottom = self.zoom.to_pane(self.extent, self.extent, self.pane)
        return QRectF(QPointF(left, top), QPointF(right, bottom))

    def _paint_mask(self, painter: QPainter, area: QRectF, view: CanvasView) -> None:
        mask = self._studio.photo.mask
        if mask is None:
            return
        ink = color("accent")
        key = (view.mask_number, ink.name())
        if self._tinted is None or self._tinted_for != key:
            alpha = QImage(
                mask.coverage, mask.width, mask.height, mask.width, QImage.Format.Format_Alpha8
            )
            tinted = QImage(alpha.size(), QImage.Format.Format_ARGB32_Premultiplied)
            tinted.fill(ink)
            over = QPainter(tinted)
            over.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
            over.drawImage(0, 0, alpha)
            over.end()
            self._tinted, self._tinted_for = QPixmap.fromImage(tinted), key
        painter.setOpacity(view.opacity)
        painter.drawPixmap(area, self._tinted, QRectF(self._tinted.rect()))
        painter.setOpacity(1.0)

    def _line_text(self) -> str:
        length_m = self._studio.photo.line_length_m()
        return "" if length_m is None else LINE_LENGTH.format(length_m)

    def _show_picture(self) -> None:
        facts = None if self._view is None else self._view.facts
        self._picture = None
        if facts is not None:
            self._picture = self._thumbnails.get(facts.photo, PICTURE_SIDE_PX)

    def _on_thumbnail_loaded(self, path: str) -> None:
        facts = None if self._view is None else self._view.facts
        if facts is not None and path == str(facts.photo):
            self._show_picture()
            self.update()
