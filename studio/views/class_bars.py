"""`ClassBars`: probabilities of the material classes as bars; one can be chosen."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.state.resolve_material import PROMINENT_SHARE, ClassBar
from studio.views.theme import color

_ROW_PX = 24
_LABEL_PX = 84
_PERCENT_PX = 48
_MIN_ROWS = 3


class ClassBars(QWidget):
    """Click a class, or move with the arrow keys, to condition on it."""

    chosen = Signal(object)
    """`MaterialClass` that the user chose."""

    def __init__(self) -> None:
        """Start without bars."""
        super().__init__()
        self._bars: tuple[ClassBar, ...] = ()
        self._expanded = False
        self._hovered = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Material classes")
        self.setToolTip("Choose a class to simulate it and see its curves")

    @property
    def hidden_count(self) -> int:
        """Classes that are only shown when expanded."""
        return len(self._bars) - self._prominent_count()

    def apply(self, bars: tuple[ClassBar, ...]) -> None:
        """Show new probabilities."""
        self._bars = bars
        self.setAccessibleDescription(
            ", ".join(f"{bar.material_class.label} {bar.probability:.0%}" for bar in bars[:4])
        )
        self.updateGeometry()
        self.update()

    def set_expanded(self, expanded: bool) -> None:
        """Show all classes, or the probable ones."""
        self._expanded = expanded
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Size for the rows that are shown [px]."""
        return QSize(240, _ROW_PX * len(self._rows()))

    def minimumSizeHint(self) -> QSize:
        """As `sizeHint`: rows are never squeezed."""
        return QSize(180, _ROW_PX * len(self._rows()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint one row a class."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for row, bar in enumerate(self._rows()):
            self._paint_row(painter, row, bar)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light up the row under the pointer."""
        self._hovered = int(event.position().y() // _ROW_PX)
        self.update()

    def leaveEvent(self, _event: object) -> None:
        """No row is lit."""
        self._hovered = -1
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the class of a row."""
        row = int(event.position().y() // _ROW_PX)
        if event.button() == Qt.MouseButton.LeftButton and 0 <= row < len(self._rows()):
            self.chosen.emit(self._rows()[row].material_class)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose the class above or below."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        step = steps.get(Qt.Key(event.key()))
        rows = self._rows()
        if step is None or not rows:
            super().keyPressEvent(event)
            return
        now = next((i for i, bar in enumerate(rows) if bar.chosen), 0)
        self.chosen.emit(rows[min(max(now + step, 0), len(rows) - 1)].material_class)

    def _paint_row(self, painter: QPainter, row: int, bar: ClassBar) -> None:
        area = QRectF(0, row * _ROW_PX + 1, self.width(), _ROW_PX - 2)
        painter.setPen(Qt.PenStyle.NoPen)
        if bar.chosen or row == self._hovered:
            painter.setBrush(color("accent_soft" if bar.chosen else "raised"))
            painter.drawRoundedRect(area, 4, 4)
        groove = QRectF(_LABEL_PX, area.center().y() - 4, self.width() - _LABEL_PX - _PERCENT_PX, 8)
        painter.setBrush(color("field"))
        painter.drawRoundedRect(groove, 4, 4)
        filled = QRectF(groove)
        filled.setWidth(max(groove.width() * bar.probability, 2))
        painter.setBrush(color("accent" if bar.chosen else "border_strong"))
        painter.drawRoundedRect(filled, min(4, filled.width() / 2), 4)
        prominent = bar.chosen or bar.probability >= PROMINENT_SHARE
        painter.setPen(color("text" if prominent else "text_muted"))
        left = QRectF(8, area.top(), _LABEL_PX - 12, area.height())
        painter.drawText(left, int(Qt.AlignmentFlag.AlignVCenter), bar.material_class.label)
        right = QRectF(self.width() - _PERCENT_PX, area.top(), _PERCENT_PX - 8, area.height())
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(right, int(flags), _percent(bar.probability))

    def _rows(self) -> tuple[ClassBar, ...]:
        return self._bars if self._expanded else self._bars[: self._prominent_count()]

    def _prominent_count(self) -> int:
        """Probable classes, never less than three, and always the chosen one."""
        count = sum(bar.probability >= PROMINENT_SHARE for bar in self._bars)
        chosen = next((i + 1 for i, bar in enumerate(self._bars) if bar.chosen), 0)
        return min(max(count, chosen, _MIN_ROWS), len(self._bars))


def _percent(probability: float) -> str:
    if 0 < probability < 0.005:
        return "<1 %"
    return f"{100 * probability:.0f} %"
