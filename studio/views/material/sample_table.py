"""`SampleTable`: the drawn samples as rows; one can be chosen to be simulated."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip

from studio.state.language import tr
from studio.state.material_view import SampleRow
from studio.views.focus_painted import FocusPainted
from studio.views.theme import color, px

_ROW_PX = 22
_FEW = 8
_COLUMNS = (20.0, 0.0, 64.0, 36.0, 52.0, 38.0)
"""Widths of number, class (the rest), stiffness, ratio, density and likelihood [px]."""
_CLASS_PX = 110
"""Width of the class from which on the numbers get room, too [px]."""
_LAST = len(_COLUMNS) - 1
_MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_NONE = (Qt.Key.Key_Escape, Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class SampleTable(FocusPainted):
    """Click a row, or move with the arrow keys, to simulate that sample; again for the mean."""

    chosen = Signal(object)
    """Number of the sample, or None for the mean."""

    def __init__(self) -> None:
        """Start without samples."""
        super().__init__()
        self._rows: tuple[SampleRow, ...] = ()
        self._expanded = False
        self._hovered = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Samples"))

    @property
    def hidden_count(self) -> int:
        """Samples that are only shown when expanded."""
        return max(len(self._rows) - self._few(), 0)

    def apply(self, rows: tuple[SampleRow, ...]) -> None:
        """Show samples."""
        if len(rows) != len(self._rows):
            self._rows = rows
            self.updateGeometry()
        self._rows = rows
        chosen = next((row for row in rows if row.chosen), None)
        self.setAccessibleDescription(tr("Mean") if chosen is None else _words(chosen))
        self.update()

    def set_expanded(self, expanded: bool) -> None:
        """Show all samples, or the first."""
        self._expanded = expanded
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Size for head and rows [px]."""
        return QSize(px(280), px(_ROW_PX) * (1 + len(self._shown())))

    def minimumSizeHint(self) -> QSize:
        """As `sizeHint`: rows are never squeezed."""
        return QSize(px(240), self.sizeHint().height())

    def row_rect(self, row: int) -> QRect:
        """Where a row is [px]; -1 for the head."""
        return QRect(0, px(_ROW_PX) * (row + 1), self.width(), px(_ROW_PX))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint head and rows."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = painter.font()
        font.setPixelSize(px(12))
        painter.setFont(font)
        head = ("", tr("class"), "E", "ν", "kg/m³", "ln p")
        painter.setPen(color("text_faint"))
        self._paint_cells(painter, self.row_rect(-1), head)
        for place, row in enumerate(self._shown()):
            self._paint_row(painter, place, row)

    def event(self, event: QEvent) -> bool:
        """Tooltips tell a sample in full."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            row = self._row_at(event.pos().y())
            if row is not None:
                QToolTip.showText(event.globalPos(), _words(self._rows[row]), self)
                return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light up the row under the pointer."""
        row = self._row_at(event.position().y())
        self._hovered = -1 if row is None else row
        self.update()

    def leaveEvent(self, _event: QEvent) -> None:
        """No row is lit."""
        self._hovered = -1
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a sample; the chosen one again goes back to the mean."""
        row = self._row_at(event.position().y())
        if event.button() == Qt.MouseButton.LeftButton and row is not None:
            again = self._rows[row].chosen
            self.chosen.emit(None if again else self._rows[row].index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose the sample above or below, or none."""
        key = Qt.Key(event.key())
        if key in _MOVES and self._rows:
            now = next((place for place, row in enumerate(self._rows) if row.chosen), None)
            step = _MOVES[key]
            place = (0 if step > 0 else len(self._rows) - 1) if now is None else now + step
            self.chosen.emit(self._rows[min(max(place, 0), len(self._rows) - 1)].index)
        elif key in _NONE and any(row.chosen for row in self._rows):
            self.chosen.emit(None)
        else:
            super().keyPressEvent(event)

    def _paint_row(self, painter: QPainter, place: int, row: SampleRow) -> None:
        area = self.row_rect(place)
        inner = QRectF(area).adjusted(0.5, 1, -0.5, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        if row.chosen or place == self._hovered:
            painter.setBrush(color("accent_soft" if row.chosen else "raised"))
            painter.drawRoundedRect(inner, px(4), px(4))
        full = px(_COLUMNS[-1]) + px(4)
        bar = QRectF(area.right() - full, area.top() + px(3), full, area.height() - px(6))
        bar.setLeft(bar.right() - full * row.share)
        painter.setBrush(color("accent", 0.3))
        painter.drawRoundedRect(bar, px(3), px(3))
        if self.hasFocus() and (row.chosen or (place == 0 and not self._any_chosen())):
            painter.setPen(QPen(color("focus"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(inner, px(4), px(4))
        painter.setPen(color("text" if row.chosen else "text_muted"))
        cells = (str(row.index + 1), tr(row.material_class.label), *row.values, row.log_likelihood)
        self._paint_cells(painter, area, cells)

    def _paint_cells(self, painter: QPainter, area: QRect, cells: tuple[str, ...]) -> None:
        metrics = QFontMetrics(painter.font())
        spare = area.width() - sum(px(width) for width in _COLUMNS) - px(10)
        wider = max(spare - px(_CLASS_PX), 0) / 4  # a share each for class and three numbers
        rest = max(spare - 3 * wider, px(30))
        left = float(px(6))
        for place, (text, design) in enumerate(zip(cells, _COLUMNS, strict=True)):
            width = rest if not design else px(design) + (wider if 1 < place < _LAST else 0)
            flags = Qt.AlignmentFlag.AlignVCenter
            if place != 1:
                flags |= Qt.AlignmentFlag.AlignRight
            inset = px(8) if place == 1 else 0
            cell = QRectF(left + inset, area.top(), width - inset, area.height())
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(cell.width()))
            painter.drawText(cell, int(flags), shown)
            left += width

    def _any_chosen(self) -> bool:
        return any(row.chosen for row in self._rows)

    def _row_at(self, y: float) -> int | None:
        row = int(y // px(_ROW_PX)) - 1
        return row if 0 <= row < len(self._shown()) else None

    def _few(self) -> int:
        """The first rows, and always down to the chosen one."""
        chosen = next((place + 1 for place, row in enumerate(self._rows) if row.chosen), 0)
        return max(_FEW, chosen)

    def _shown(self) -> tuple[SampleRow, ...]:
        return self._rows if self._expanded else self._rows[: self._few()]


def _words(row: SampleRow) -> str:
    stiffness, ratio, density = row.values
    return tr(
        "Sample {number}: {name}, {stiffness}, ν {ratio}, {density} kg/m³, log-likelihood {log}",
        number=row.index + 1, name=tr(row.material_class.label), stiffness=stiffness, ratio=ratio,
        density=density, log=row.log_likelihood,
    )  # fmt: skip
