"""`NoticeStack`: messages at the lower right; failures stay until they are dismissed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, QRect, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.state.notices import Notice
from studio.views.dressing import dress
from studio.views.shell.notice_card import NoticeCard
from studio.views.theme import px

_WIDTH_PX = 400
_MARGIN_PX = 16


class NoticeStack(QWidget):
    """Floats over its parent and holds one card a notice."""

    def __init__(
        self,
        parent: QWidget,
        actions: Mapping[str, QAction],
        dismiss: Callable[[int], None],
        area: Callable[[], QRect],
    ) -> None:
        """Float over a parent.

        Args:
            parent: Widget to float over.
            actions: Actions by command name, which remedies run.
            dismiss: Called with the number of a notice that shall go.
            area: Part of the parent that may be covered.
        """
        super().__init__(parent)
        dress(self)
        self._area = area
        self._actions = actions
        self._dismiss = dismiss
        self._cards: dict[int, NoticeCard] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self.follow(parent)
        self.hide()

    @property
    def cards(self) -> tuple[NoticeCard, ...]:
        """Cards on screen, oldest first."""
        return tuple(self._cards.values())

    def apply(self, notices: tuple[Notice, ...]) -> None:
        """Show these notices."""
        present = {notice.number for notice in notices}
        for number in [number for number in self._cards if number not in present]:
            card = self._cards.pop(number)
            card.hide()
            card.deleteLater()
        for notice in notices:
            if notice.number not in self._cards:
                card = NoticeCard(notice, self._actions, self._dismiss)
                card.resized = self.place
                self._cards[notice.number] = card
                self._column.addWidget(card)
                card.show()  # Qt would show it later, too late for `place` to count its height
        self.setVisible(bool(notices))
        self.place()

    def place(self) -> None:
        """Sit at the lower right of the area, as high as the cards need."""
        area, margin = self._area(), px(_MARGIN_PX)
        width = min(px(_WIDTH_PX), area.width() - 2 * margin)
        self._column.activate()
        height = min(self._column.totalHeightForWidth(width), area.height() - 2 * margin)
        left = area.right() - width - margin
        self.setGeometry(left, area.bottom() - height - margin, width, height)
        self.raise_()

    def follow(self, widget: QWidget) -> None:
        """Be placed anew when a widget changes its size: one that the area depends on."""
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Follow the size of the parent and of what else the area depends on."""
        if event.type() == QEvent.Type.Resize:
            QTimer.singleShot(0, self, self.place)  # the children are laid out first
        return False
