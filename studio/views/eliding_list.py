"""`ElidingList`: a combo box whose long entries end in "…"."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
)

from studio.views.theme import px

_ICON_ROOM_PX = 24
_LEAST_PX = 64


class ElidingList(QComboBox):
    """Takes the width it is given; styled combo boxes cut long texts off otherwise."""

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        """Room for a word; entries do not count."""
        return QSize(px(_LEAST_PX), super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the box with its entry, or the placeholder, elided."""
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        area = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option,
            QStyle.SubControl.SC_ComboBoxEditField, self,
        )  # fmt: skip
        text = self.placeholderText() if self.currentIndex() < 0 else option.currentText
        room = area.width() - (0 if option.currentIcon.isNull() else px(_ICON_ROOM_PX))
        option.currentText = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
