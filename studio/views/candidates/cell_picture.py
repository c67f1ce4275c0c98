"""`CellPicture`: the picture of a cell with its badges, or what the cell waits for."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen

from studio.controllers.gallery_controller import GalleryController
from studio.state.gallery_parts import CellView
from studio.state.gallery_text import GROUP_LETTERS
from studio.state.language import tr
from studio.views.candidates.picture_pane import PicturePane
from studio.views.theme import color, px

PIN_COLORS = {"A": "series_1", "B": "series_2"}
_GROUP_COLORS = ("series_3", "series_4", "series_5", "series_6")
_WAITING = ("queued", "running", "failed", "cancelled", "empty")


class CellPicture(PicturePane):
    """Paints the state of its candidate over the picture."""

    def __init__(self, gallery: GalleryController) -> None:
        """Start as an empty cell."""
        super().__init__(gallery)
        self._view = CellView("", "empty")

    def apply(self, view: CellView) -> None:
        """Show another state."""
        if view != self._view:
            self._view = view
            self.key = view.key
            self.setToolTip(view.group_text)
            self.setAccessibleName(view.title or tr("Empty cell"))
            self.setAccessibleDescription(
                ". ".join(part for part in (view.status_text, view.group_text) if part)
            )
            self.update()

    def paint_over(self, painter: QPainter) -> None:
        """Paint badges and progress, or the words of a cell without a picture."""
        view = self._view
        if view.status in _WAITING:
            self._paint_waiting(painter, view)
        elif self.picture is None:
            self._paint_words(painter, tr("Drawing"), "text_muted")
        if view.status == "rejected":
            painter.fillRect(self.rect(), color("window", 0.72))
            self._paint_words(painter, view.status_text, "text_muted")
        self._paint_badges(painter, view)
        if view.status == "shown" and 0 < view.fraction < 1:
            self._paint_bar(painter, QRect(0, self.height() - px(3), self.width(), px(3)), view)
        if view.selected or view.pin:
            token = PIN_COLORS.get(view.pin, "accent")
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(color(token), px(2)))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def _paint_waiting(self, painter: QPainter, view: CellView) -> None:
        if self.picture is None or view.status != "shown":
            painter.fillRect(self.rect(), color("field"))
        if view.status == "empty":
            painter.setPen(QPen(color("border"), 1, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            inset = px(8)
            painter.drawRoundedRect(self.rect().adjusted(inset, inset, -inset, -inset), 6, 6)
            return
        token = "error" if view.status == "failed" else "text_muted"
        self._paint_words(painter, view.status_text, token)
        if view.status == "running":
            bar = self.centred(px(160), px(4))
            bar.translate(0, px(20))
            self._paint_bar(painter, bar, view)

    def _paint_bar(self, painter: QPainter, area: QRect, view: CellView) -> None:
        painter.fillRect(area, color("border"))
        done = QRect(area)
        done.setWidth(round(area.width() * view.fraction))
        painter.fillRect(done, color("accent"))

    def _paint_words(self, painter: QPainter, text: str, token: str) -> None:
        painter.setPen(color(token))
        above, below = min(px(24), self.height() // 6), min(px(40), self.height() // 6)
        area = self.rect().adjusted(px(16), above, -px(16), -below)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(area, int(flags), text)

    def _paint_badges(self, painter: QPainter, view: CellView) -> None:
        """Right upper corner: pin, group, rank, quality."""
        right = self.width() - px(8)
        if view.pin:
            right = self._paint_chip(painter, right, view.pin, PIN_COLORS[view.pin])
        if view.group:
            place = GROUP_LETTERS.index(view.group) % len(_GROUP_COLORS)
            right = self._paint_chip(painter, right, view.group, _GROUP_COLORS[place])
        if view.rank:
            right = self._paint_chip(painter, right, view.rank, "text_muted")
        if view.status == "shown" and view.status_text:
            self._paint_chip(painter, right, view.status_text, "text_muted")

    def _paint_chip(self, painter: QPainter, right: int, text: str, token: str) -> int:
        """Paint a chip that ends at `right` [px]; returns where the next one ends."""
        metrics = QFontMetrics(painter.font())
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, self.width() // 2)
        width, height = metrics.horizontalAdvance(text) + px(14), metrics.height() + px(4)
        area = QRectF(right - width, px(8), width, height)
        painter.setPen(QPen(color(token), 1))
        painter.setBrush(color("panel", 0.88))
        painter.drawRoundedRect(area, height / 2, height / 2)
        painter.setPen(color("text"))
        painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter), text)
        return round(area.left()) - px(4)
