"""`NoticesPanel`: all notices of the session, also those that have left the screen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.controllers.studio_controller import Studio
from studio.state.language import mark, tr
from studio.state.notices import SEVERITIES, Notice
from studio.state.studio_state import StudioState
from studio.views.panel import Panel
from studio.views.scroll_pane import scroll_pane
from studio.views.shell.notice_card import NoticeCard
from studio.views.theme import label, px

_FILTERS = (
    ("info", mark("All")),
    ("warning", mark("Warnings and errors")),
    ("error", mark("Errors only")),
)


class NoticesPanel(Panel[tuple[Notice, ...]]):
    """Newest first; each with its details, copy and remedy."""

    def __init__(self, studio: Studio, actions: dict[str, QAction]) -> None:
        """Show the notices of a studio.

        Args:
            studio: Its notices are shown.
            actions: Actions by command name, which remedies run.
        """
        super().__init__()
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._actions = actions
        self._cards: dict[int, NoticeCard] = {}
        self._history: tuple[Notice, ...] = ()
        self._filter = QComboBox()
        for severity, text in _FILTERS:
            self._filter.addItem(tr(text), severity)
        self._filter.setAccessibleName(tr("Severity"))
        self._filter.currentIndexChanged.connect(self._fill)
        self._clear = QPushButton(tr("Clear"))
        self._clear.clicked.connect(studio.state.notices.clear_history)
        self._empty = label(tr("No notifications."), "muted")
        self._column = QVBoxLayout()
        self._column.setSpacing(px(8))
        self._build()

    @property
    def cards(self) -> tuple[NoticeCard, ...]:
        """Cards that are shown, newest first."""
        return tuple(reversed(self._cards.values()))

    def resolve(self, state: StudioState) -> tuple[Notice, ...]:
        """The history."""
        return state.notices.history

    def apply(self, _old: tuple[Notice, ...] | None, new: tuple[Notice, ...]) -> None:
        """Show another history."""
        self._history = new
        self._fill()

    def _fill(self) -> None:
        lowest = SEVERITIES.index(self._filter.currentData())
        shown = [n for n in self._history if SEVERITIES.index(n.severity) >= lowest]
        numbers = {notice.number for notice in shown}
        for gone in [number for number in self._cards if number not in numbers]:
            card = self._cards.pop(gone)
            card.hide()
            card.deleteLater()
        for notice in shown:
            if notice.number not in self._cards:
                self._cards[notice.number] = NoticeCard(notice, self._actions)
        self._cards = {number: self._cards[number] for number in sorted(self._cards)}
        for place, card in enumerate(self.cards):
            self._column.insertWidget(place, card)
        self._empty.setVisible(not shown)
        self._clear.setEnabled(bool(self._history))

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(px(8))
        head.addWidget(self._filter)
        head.addStretch(1)
        head.addWidget(self._clear)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, px(8), 0)
        column.addWidget(self._empty)
        column.addLayout(self._column)
        column.addStretch(1)
        scroll = scroll_pane(inner, tr("Notifications"), sideways=True)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(px(12), px(8), px(4), px(8))
        outer.setSpacing(px(8))
        outer.addLayout(head)
        outer.addWidget(scroll, 1)
