"""`ClassBars`: probabilities of the material classes as bars that can be dragged."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip

from sim.materials import MaterialClass
from studio.state.language import tr
from studio.state.material_view import ClassBar
from studio.state.resolve_material import PROMINENT_SHARE
from studio.views.focus_painted import FocusPainted
from studio.views.material.bar_painting import BarRow, paint_bar, percent_text
from studio.views.material.percent_editor import PercentEditor
from studio.views.theme import px

ROW_PX = 24
_MIN_ROWS = 3
_DRAG_FROM_PX = 3
_FINE = 0.1
_KEY_STEP = 0.01
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_ROWS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_ENDS = {Qt.Key.Key_Home: 0.0, Qt.Key.Key_End: 1.0}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2)
_RESET = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class ClassBars(FocusPainted):
    """Drag a bar, or use the arrow keys; click a class to see its curves; type exact percents."""

    chosen = Signal(object)
    """`MaterialClass` whose curves the user wants to see."""
    drag_started = Signal(object)
    """`MaterialClass` whose bar is taken hold of."""
    dragged = Signal(object, float)
    """`MaterialClass` and its new probability."""
    drag_ended = Signal(bool)
    """The bar was let go: True keeps it, False puts it back."""
    entered = Signal(object, float)
    """`MaterialClass` and a probability by key or as typed."""
    reset = Signal(object)
    """`MaterialClass` that gets its predicted probability back."""

    def __init__(self) -> None:
        """Start without bars."""
        super().__init__()
        self._bars: tuple[ClassBar, ...] = ()
        self._expanded = False
        self._hovered = -1
        self._focused: MaterialClass | None = None
        self._press: tuple[ClassBar, QPointF] | None = None
        self._dragging = False
        self._editor = PercentEditor(self)
        self._editor.committed.connect(self._on_percent_typed)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Probabilities of the material classes"))

    @property
    def hidden_count(self) -> int:
        """Classes that are only shown when expanded."""
        return len(self._bars) - len(self._prominent())

    def apply(self, bars: tuple[ClassBar, ...]) -> None:
        """Show new probabilities."""
        count = len(self._rows())
        self._bars = bars
        self.setAccessibleDescription(
            ", ".join(
                f"{tr(bar.material_class.label)} {percent_text(bar.probability)}"
                for bar in bars[:5]
            )
        )
        if len(self._rows()) != count:
            self.updateGeometry()
        self.update()

    def set_expanded(self, expanded: bool) -> None:
        """Show all classes, or the probable ones."""
        self._expanded = expanded
        self.updateGeometry()
        self.update()

    def row_rect(self, row: int) -> QRect:
        """Where a row is [px]."""
        return QRect(0, row * px(ROW_PX), self.width(), px(ROW_PX))

    def sizeHint(self) -> QSize:
        """Size for the rows that are shown [px]."""
        return QSize(px(240), px(ROW_PX) * len(self._rows()))

    def minimumSizeHint(self) -> QSize:
        """As `sizeHint`: rows are never squeezed."""
        return QSize(px(200), px(ROW_PX) * len(self._rows()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint one row a class."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        active = self._active_row()
        for row, bar in enumerate(self._rows()):
            state = BarRow(
                self.row_rect(row), hovered=row == self._hovered,
                focused=self.hasFocus() and row == active,
            )  # fmt: skip
            paint_bar(painter, state, bar)

    def event(self, event: QEvent) -> bool:
        """Tooltips tell what a row is and can do."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            row = self._row_at(event.pos().y())
            if row is not None:
                QToolTip.showText(event.globalPos(), _tip(self._rows()[row]), self)
                return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of a bar, reset it or open its percent for typing."""
        row = self._row_at(event.position().y())
        if event.button() != Qt.MouseButton.LeftButton or row is None:
            return
        bar = self._rows()[row]
        self._focused = bar.material_class
        parts = BarRow(self.row_rect(row))
        if bar.edited and parts.reset.contains(event.position()):
            self.reset.emit(bar.material_class)
        elif parts.percent.contains(event.position()):
            self._open_editor(row)
        else:
            self._press = (bar, event.position())
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the bar, or light up the row under the pointer."""
        if self._press is None:
            self._hover(event.position())
            return
        bar, start = self._press
        moved = event.position().x() - start.x()
        if not self._dragging and abs(moved) >= px(_DRAG_FROM_PX):
            self._dragging = True
            self.drag_started.emit(bar.material_class)
        if self._dragging:
            groove = BarRow(self.row_rect(0)).groove.width()
            fine = _FINE if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1.0
            value = min(max(bar.probability + fine * moved / max(groove, 1), 0.0), 1.0)
            self.dragged.emit(bar.material_class, value)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go; a press without a move chooses the class."""
        if event.button() != Qt.MouseButton.LeftButton or self._press is None:
            return
        bar, _ = self._press
        self._press = None
        if self._dragging:
            self._dragging = False
            self.drag_ended.emit(True)
        else:
            self.chosen.emit(bar.material_class)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Type an exact percent."""
        row = self._row_at(event.position().y())
        self._press = None
        if row is not None:
            self._open_editor(row)

    def leaveEvent(self, _event: QEvent) -> None:
        """No row is lit."""
        self._hovered = -1
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows change and choose, Home and End give 0 and 100 %, Delete resets, Enter types."""
        key, rows = Qt.Key(event.key()), self._rows()
        if not rows:
            super().keyPressEvent(event)
            return
        bar = rows[self._active_row()]
        if key == Qt.Key.Key_Escape and self._press is not None:
            self._abandon()
        elif key in _ROWS:
            self._move_row(_ROWS[key])
        elif key in _STEPS:
            fine = _FINE if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1.0
            value = bar.probability + _STEPS[key] * fine * _KEY_STEP
            self.entered.emit(bar.material_class, min(max(value, 0.0), 1.0))
        elif key in _ENDS:
            self.entered.emit(bar.material_class, _ENDS[key])
        elif key in _RESET:
            self.reset.emit(bar.material_class)
        elif key in _ENTER:
            self._open_editor(self._active_row())
        elif event.text().isdigit():
            self._open_editor(self._active_row(), event.text())
        else:
            super().keyPressEvent(event)

    def _abandon(self) -> None:
        self._press = None
        if self._dragging:
            self._dragging = False
            self.drag_ended.emit(False)

    def _move_row(self, step: int) -> None:
        rows = self._rows()
        row = min(max(self._active_row() + step, 0), len(rows) - 1)
        self._focused = rows[row].material_class
        self.chosen.emit(rows[row].material_class)

    def _open_editor(self, row: int, text: str = "") -> None:
        bar = self._rows()[row]
        self._focused = bar.material_class
        area = BarRow(self.row_rect(row)).percent.toRect().adjusted(-px(14), 0, px(4), 0)
        self._editor.edit(area, bar.material_class, bar.probability, text)

    def _on_percent_typed(self, material_class: MaterialClass, probability: float) -> None:
        self.entered.emit(material_class, probability)

    def _hover(self, place: QPointF) -> None:
        row = self._row_at(place.y())
        self._hovered = -1 if row is None else row
        over = row is not None and BarRow(self.row_rect(row)).groove.contains(place)
        self.setCursor(Qt.CursorShape.SizeHorCursor if over else Qt.CursorShape.PointingHandCursor)
        self.update()

    def _row_at(self, y: float) -> int | None:
        row = int(y // px(ROW_PX))
        return row if 0 <= row < len(self._rows()) else None

    def _active_row(self) -> int:
        rows = self._rows()
        wanted = self._focused
        found = (i for i, bar in enumerate(rows) if bar.material_class is wanted)
        chosen = next((i for i, bar in enumerate(rows) if bar.chosen), 0)
        return next(found, chosen)

    def _rows(self) -> tuple[ClassBar, ...]:
        return self._bars if self._expanded else self._prominent()

    def _prominent(self) -> tuple[ClassBar, ...]:
        """The first three, and what is probable, was so, or is shown in the curves."""
        return tuple(
            bar
            for place, bar in enumerate(self._bars)
            if place < _MIN_ROWS
            or bar.chosen
            or max(bar.predicted, bar.probability) >= PROMINENT_SHARE
        )


def _tip(bar: ClassBar) -> str:
    name = tr(bar.material_class.label)
    now, predicted = percent_text(bar.probability), percent_text(bar.predicted)
    head = tr("{name}: {now}", name=name, now=now)
    if bar.edited:
        head = tr("{name}: {now}, predicted {predicted}", name=name, now=now, predicted=predicted)
    return (
        head
        + "\n"
        + tr(
            "Drag the bar (Shift: finely), or type a percent; click to see and simulate this class"
        )
    )
