"""`CardGrid`: cards side by side, in as many columns as the width has room for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from studio.views.card import CARD_WIDTH_PX, Card
from studio.views.theme import px, theme_changed

MOST_COLUMNS = 5
GAP_PX = 16


class CardGrid(QWidget):
    """Fills rows from the left; narrow windows and large texts get fewer columns."""

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        self._cards: tuple[Card, ...] = ()
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(px(GAP_PX))
        theme_changed.connect(self._arrange)

    def show_cards(self, cards: Sequence[Card]) -> None:
        """Show other cards; those that were shown are deleted."""
        for card in self._cards:
            self._grid.removeWidget(card)
            card.deleteLater()
        self._cards, self._columns = tuple(cards), 0
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        """One card wide [px]."""
        return QSize(px(CARD_WIDTH_PX), self._grid.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use the width there is."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        room = (self.width() + px(GAP_PX)) // (px(CARD_WIDTH_PX) + px(GAP_PX))
        columns = min(max(room, 1), MOST_COLUMNS)
        if columns == self._columns:
            return
        for card in self._cards:
            self._grid.removeWidget(card)
        self._grid.setColumnStretch(self._columns, 0)
        self._columns = columns
        for index, card in enumerate(self._cards):
            place = Qt.AlignmentFlag.AlignTop
            self._grid.addWidget(card, index // columns, index % columns, place)
        self._grid.setColumnStretch(columns, 1)
