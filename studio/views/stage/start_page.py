"""`StartPage`: the visitor drops a photo or chooses a bundled one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from studio.state.samples import Sample
from studio.views.gap import add_gap
from studio.views.stage.big_parts import big_text, big_title
from studio.views.theme import px
from studio.views.thumbnails import ThumbnailLoader

_PICTURE_PX = 512
_CARD_PX = 200
_CARDS = 5
_GAP_PX = 20
_MARGIN_PX = 24


class StartPage(QWidget):
    """Large words above a row of photos, as many as there is room for."""

    def __init__(
        self,
        samples: tuple[Sample, ...],
        thumbnails: ThumbnailLoader,
        choose: Callable[[Sample], None],
    ) -> None:
        """Offer photos.

        Args:
            samples: Bundled photos; the first ones are offered.
            thumbnails: Reads them.
            choose: Told which one was chosen.
        """
        super().__init__()
        self._thumbnails = thumbnails
        self.title, self.text = big_title(), big_text()
        self.cards: dict[str, QToolButton] = {}
        column = QVBoxLayout(self)
        column.setSpacing(px(24))
        column.setContentsMargins(px(_MARGIN_PX), px(88), px(_MARGIN_PX), px(48))
        column.addStretch(2)
        column.addWidget(self.title)
        column.addWidget(self.text)
        add_gap(column, px(16))
        row = QHBoxLayout()
        row.setSpacing(px(_GAP_PX))
        row.addStretch(1)
        for sample in samples[:_CARDS]:
            row.addWidget(self._made_card(sample, choose))
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(3)
        thumbnails.loaded.connect(self._show_picture)

    def minimumSizeHint(self) -> QSize:
        """Room for one photo."""
        least = super().minimumSizeHint()
        return QSize(self._card_px + 2 * px(_MARGIN_PX), least.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the photos that fit."""
        super().resizeEvent(event)
        gap = px(_GAP_PX)
        room = self.width() - 2 * px(_MARGIN_PX) + gap
        fitting = max(room // (self._card_px + gap), 1)
        for number, card in enumerate(self.cards.values()):
            card.setVisible(number < fitting)

    @property
    def _card_px(self) -> int:
        """Width of the widest photo's card."""
        return max((card.sizeHint().width() for card in self.cards.values()), default=0)

    def _made_card(self, sample: Sample, choose: Callable[[Sample], None]) -> QToolButton:
        card = QToolButton()
        card.setObjectName("stageCard")
        card.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        card.setText(sample.title)
        card.setAccessibleName(sample.title)
        card.setProperty("verbatim", True)
        card.setIconSize(QSize(px(_CARD_PX), px(_CARD_PX)))
        card.clicked.connect(partial(self._choose, choose, sample))
        self.cards[str(sample.path)] = card
        self._show_picture(str(sample.path))
        return card

    def _choose(
        self, choose: Callable[[Sample], None], sample: Sample, _checked: bool = False
    ) -> None:
        choose(sample)

    def _show_picture(self, path: str) -> None:
        card = self.cards.get(path)
        picture = self._thumbnails.get(Path(path), _PICTURE_PX) if card is not None else None
        if card is not None and picture is not None:
            side = min(picture.width(), picture.height())
            left, top = (picture.width() - side) // 2, (picture.height() - side) // 2
            card.setIcon(QIcon(picture.copy(left, top, side, side)))
