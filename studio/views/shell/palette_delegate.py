"""`PaletteDelegate`: paints one line of the palette: matched letters, keys, why it is disabled."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from studio.controllers.commands.palette import FoundEntry
from studio.views.shell.actions import native_keys
from studio.views.theme import color, px

ENTRY_ROLE = int(Qt.ItemDataRole.UserRole)
_ROW_PX = 36
_SMALLER = 0.9


class PaletteDelegate(QStyledItemDelegate):
    """Title at the left, keys or the reason against it at the right."""

    def sizeHint(
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """One line."""
        return QSize(px(200), px(_ROW_PX))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one entry."""
        found: FoundEntry = index.data(ENTRY_ROLE)
        rect: QRect = option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("accent_soft"))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.drawRoundedRect(rect.adjusted(px(4), 1, -px(4), -1), px(6), px(6))
        font: QFont = option.font
        inner = rect.adjusted(px(14), 0, -px(14), 0)
        used = self._paint_right(painter, inner, font, found)
        _paint_title(painter, inner.adjusted(0, 0, -used - px(16), 0), font, found)
        painter.restore()

    def _paint_right(self, painter: QPainter, rect: QRect, font: QFont, found: FoundEntry) -> int:
        """Reason or keys; returns the width that they take [px]."""
        entry = found.entry
        small = QFont(font)
        small.setPixelSize(max(round(font.pixelSize() * _SMALLER), 1))
        metrics = QFontMetrics(small)
        text = entry.refusal or native_keys(entry.keys)
        limit = round(rect.width() * (0.55 if entry.refusal else 0.4))
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, limit)
        painter.setFont(small)
        painter.setPen(color("text_faint" if entry.refusal else "text_muted"))
        painter.drawText(
            rect, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), shown
        )
        return metrics.horizontalAdvance(shown)


def _paint_title(painter: QPainter, rect: QRect, font: QFont, found: FoundEntry) -> None:
    """The title with its matched letters in the accent colour, cut where it does not fit."""
    plain, bold = QFont(font), QFont(font)
    bold.setWeight(QFont.Weight.Bold)
    title = found.entry.title
    fitting = QFontMetrics(bold).elidedText(title, Qt.TextElideMode.ElideRight, rect.width())
    base = color("text_faint" if found.entry.refusal else "text")
    left = rect.left()
    for start, end in _runs(len(fitting), frozenset(found.places)):
        matched = start in found.places
        painter.setFont(bold if matched else plain)
        painter.setPen(color("accent") if matched and not found.entry.refusal else base)
        part = fitting[start:end]
        painter.drawText(
            QRect(left, rect.top(), rect.right() - left + 1, rect.height()),
            int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter),
            part,
        )
        left += QFontMetrics(bold if matched else plain).horizontalAdvance(part)


def _runs(length: int, places: frozenset[int]) -> list[tuple[int, int]]:
    """Spans of letters that are all matched or all not."""
    runs, start = [], 0
    for place in range(1, length + 1):
        if place == length or (place in places) != (start in places):
            runs.append((start, place))
            start = place
    return runs
