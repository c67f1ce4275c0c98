"""`FoldingRow`: two halves side by side, or one above the other where there is less room."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from studio.views.theme import px

_BESIDE = QBoxLayout.Direction.LeftToRight
_ABOVE = QBoxLayout.Direction.TopToBottom


class FoldingRow(QWidget):
    """Needs no more width than its wider half."""

    def __init__(self, gap_px: int) -> None:
        """Make two empty rows.

        Args:
            gap_px: Between widgets and halves, at 100 %.
        """
        super().__init__()
        self._halves = (QWidget(), QWidget())
        self._lines = QBoxLayout(_BESIDE, self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(px(gap_px))
        rows = []
        for half in self._halves:
            row = QHBoxLayout(half)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(px(gap_px))
            rows.append(row)
            self._lines.addWidget(half)
        self.left, self.right = rows

    @property
    def folded(self) -> bool:
        """Whether the halves stand one above the other."""
        return self._lines.direction() == _ABOVE

    def minimumSizeHint(self) -> QSize:
        """As wide as the wider half."""
        least = max(half.minimumSizeHint().width() for half in self._halves)
        return QSize(least, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold or unfold."""
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        """Fold or unfold when a half needs another width."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._arrange()
        return done

    def _arrange(self) -> None:
        needed = sum(half.sizeHint().width() for half in self._halves) + self._lines.spacing()
        along = _BESIDE if needed <= self.width() else _ABOVE
        if along != self._lines.direction():
            self._lines.setDirection(along)
            self.updateGeometry()
