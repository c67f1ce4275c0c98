"""`DensityCurve`: the density of one quantity, dragged by its centre, flanks and percentiles."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip

from studio.state.distribution_drags import Handle
from studio.state.material_view import CurveView
from studio.views.focus_painted import FocusPainted
from studio.views.material.curve_geometry import HEIGHT_PX, CurveGeometry
from studio.views.material.curve_painting import paint_curve
from studio.views.material.curve_tips import tip_at
from studio.views.theme import px

_KEY_STEP = 0.01
_KEY_WIDEN = 0.05
_FINE = 0.1
_MOVES = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_WIDENS = {Qt.Key.Key_Down: -1, Qt.Key.Key_Up: 1}


class DensityCurve(FocusPainted):
    """Drag knob, flank or percentiles; arrow keys move and widen; Shift does it finely."""

    drag_started = Signal()
    dragged = Signal(object, float, float)
    """`Handle`, where it was taken hold of and where it is, in the parameter's own scale."""
    drag_ended = Signal(bool)
    """It was let go: True keeps the change, False puts it back."""
    nudged = Signal(object, float)
    """`Handle` and a share of the axis; of itself for `Handle.WIDTH`."""
    reset = Signal()
    """The user wants the prediction back."""

    def __init__(self, name: str) -> None:
        """Start without a curve; `name` is read by screen readers."""
        super().__init__()
        self._geometry: CurveGeometry | None = None
        self._held: Handle | None = None
        self._hovered: Handle | None = None
        self._start = QPointF()
        self._grip = 0.0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        self.setMouseTracking(True)

    @property
    def geometry_shown(self) -> CurveGeometry | None:
        """Places of what is shown; None before anything is."""
        return self._geometry

    def apply(self, view: CurveView) -> None:
        """Show a new curve and values."""
        if self._geometry is None or view != self._geometry.view:
            self._geometry = CurveGeometry(view, self.width())
            self.setAccessibleDescription(view.quantity.format(view.mean))
            self.update()

    def sizeHint(self) -> QSize:
        """Preferred size [px]."""
        return QSize(px(240), px(HEIGHT_PX))

    def minimumSizeHint(self) -> QSize:
        """Smallest useful size [px]."""
        return QSize(px(180), px(HEIGHT_PX))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the curve."""
        geometry = self._placed()
        if geometry is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_curve(painter, geometry, self._held or self._hovered, focused=self.hasFocus())

    def event(self, event: QEvent) -> bool:
        """Tooltips tell what is under the pointer."""
        geometry = self._placed()
        if (
            event.type() == QEvent.Type.ToolTip
            and isinstance(event, QHelpEvent)
            and geometry is not None
        ):
            QToolTip.showText(event.globalPos(), tip_at(geometry, QPointF(event.pos())), self)
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of what is under the pointer; the background brings the knob there."""
        geometry = self._placed()
        if event.button() != Qt.MouseButton.LeftButton or geometry is None:
            return
        handle = geometry.handle_at(event.position())
        if handle is None:
            return
        self._held, self._start = handle, event.position()
        x = event.position().x()
        place = self._place_of(handle, geometry)
        near = place is not None and abs(place - x) <= px(12)
        self._grip = x - place if near and place is not None else 0.0
        self.drag_started.emit()
        if handle is Handle.CENTRE and not near:
            self._drag(geometry, x)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag, or light up what could be held."""
        geometry = self._placed()
        if geometry is None:
            return
        if self._held is None:
            self._hover(geometry.handle_at(event.position()))
            return
        x = event.position().x()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            x = self._start.x() + _FINE * (x - self._start.x())
        self._drag(geometry, x)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        if event.button() == Qt.MouseButton.LeftButton and self._held is not None:
            self._let_go(keep=True)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take the prediction again."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._let_go(keep=False)
            self.reset.emit()

    def leaveEvent(self, _event: QEvent) -> None:
        """Nothing is lit."""
        self._hover(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move and widen, Delete resets, Escape gives up a drag."""
        key = Qt.Key(event.key())
        fine = _FINE if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1.0
        if key == Qt.Key.Key_Escape and self._held is not None:
            self._let_go(keep=False)
        elif key in _MOVES:
            self.nudged.emit(Handle.CENTRE, _MOVES[key] * fine * _KEY_STEP)
        elif key in _WIDENS:
            self.nudged.emit(Handle.WIDTH, _WIDENS[key] * fine * _KEY_WIDEN)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.reset.emit()
        else:
            super().keyPressEvent(event)

    def _placed(self) -> CurveGeometry | None:
        """Geometry for the present width."""
        now = self._geometry
        if now is not None and now.width != self.width():
            self._geometry = now = CurveGeometry(now.view, self.width())
        return now

    def _place_of(self, handle: Handle, geometry: CurveGeometry) -> float | None:
        if handle is Handle.CENTRE:
            return geometry.knob.x()
        place = geometry.percentile_place(handle)
        return None if place is None else place.x()

    def _drag(self, geometry: CurveGeometry, x: float) -> None:
        handle = self._held
        if handle is None:
            return
        start = geometry.scaled_at(self._start.x())
        self.dragged.emit(handle, start, geometry.scaled_at(x - self._grip))

    def _let_go(self, *, keep: bool) -> None:
        if self._held is not None:
            self._held = None
            self.drag_ended.emit(keep)
            self.update()

    def _hover(self, handle: Handle | None) -> None:
        if handle is not self._hovered:
            self._hovered = handle
            shapes = {None: Qt.CursorShape.ArrowCursor, Handle.WIDTH: Qt.CursorShape.SplitHCursor}
            self.setCursor(shapes.get(handle, Qt.CursorShape.SizeHorCursor))
            self.update()
