"""`NoticeStack`: messages at the lower right; failures stay until they are dismissed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from studio.state.notices import Notice
from studio.views.icons import icon, pixmap
from studio.views.theme import label

_WIDTH_PX = 400
_MARGIN_PX = 16
_LIFETIME_MS = {"info": 5000, "success": 8000, "warning": 15000}


class NoticeStack(QWidget):
    """Floats over its parent and holds one card a notice."""

    def __init__(
        self, parent: QWidget, dismiss: Callable[[int], None], area: Callable[[], QRect]
    ) -> None:
        """Float over a parent.

        Args:
            parent: Widget to float over.
            dismiss: Called with the number of a notice that shall go.
            area: Part of the parent that may be covered.
        """
        super().__init__(parent)
        self._area = area
        self._dismiss = dismiss
        self._cards: dict[int, NoticeCard] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self.setFixedWidth(_WIDTH_PX)
        parent.installEventFilter(self)
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
                card = NoticeCard(notice, self._dismiss)
                card.resized = self.place
                self._cards[notice.number] = card
                self._column.addWidget(card)
        self.setVisible(bool(notices))
        self.place()

    def place(self) -> None:
        """Sit at the lower right of the area, as high as the cards need."""
        area = self._area()
        self._column.activate()
        height = min(self._column.totalHeightForWidth(_WIDTH_PX), area.height() - 2 * _MARGIN_PX)
        left = area.right() - _WIDTH_PX - _MARGIN_PX
        self.setGeometry(left, area.bottom() - height - _MARGIN_PX, _WIDTH_PX, height)
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the parent's size."""
        if event.type() == QEvent.Type.Resize and watched is self.parent():
            QTimer.singleShot(0, self.place)  # the children are laid out first
        return False


class NoticeCard(QFrame):
    """One notice: icon, line, and buttons for what can be done."""

    def __init__(self, notice: Notice, dismiss: Callable[[int], None]) -> None:
        """Show a notice."""
        super().__init__()
        self.setObjectName("notice")
        self.setProperty("severity", notice.severity)
        self.notice = notice
        self.resized: Callable[[], None] = lambda: None
        self._details: QPlainTextEdit | None = None
        self._text = label(notice.text, wrap=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setAccessibleName(notice.text)
        close = QToolButton()
        close.setIcon(icon("close"))
        close.setToolTip("Dismiss")
        close.setAccessibleName("Dismiss")
        close.clicked.connect(lambda: dismiss(notice.number))
        sign = QLabel()
        sign.setPixmap(pixmap(notice.severity, _TOKENS[notice.severity], 20))
        row = QHBoxLayout()
        row.setSpacing(8)
        sign.setContentsMargins(0, 3, 0, 0)
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 8, 10)
        column.setSpacing(4)
        column.addLayout(row)
        self._add_buttons(column)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(lambda: dismiss(notice.number))
        if notice.severity in _LIFETIME_MS and not notice.details:
            self._timer.start(_LIFETIME_MS[notice.severity])

    def toggle_details(self) -> None:
        """Unfold or fold the long text."""
        if self._details is None:
            self._details = QPlainTextEdit(self.notice.details)
            self._details.setReadOnly(True)
            self._details.setFixedHeight(160)
            self._details.moveCursor(self._details.textCursor().MoveOperation.End)
            layout = self.layout()
            if layout is not None:
                layout.addWidget(self._details)
        else:
            self._details.setVisible(not self._details.isVisible())
        self.updateGeometry()
        QTimer.singleShot(0, self.resized)

    def _add_buttons(self, column: QVBoxLayout) -> None:
        notice = self.notice
        buttons = []
        if notice.details:
            buttons += [("Details", self.toggle_details)]
        if notice.details or notice.severity == "error":
            buttons += [("Copy", self._copy)]
        if notice.reveal is not None:
            buttons += [("Show in folder", self._reveal)]
        if not buttons:
            return
        row = QHBoxLayout()
        row.setContentsMargins(24, 0, 0, 0)
        row.setSpacing(4)
        for text, verb in buttons:
            button = QPushButton(text)
            button.setProperty("role", "link")
            button.clicked.connect(verb)
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)

    def _copy(self) -> None:
        text = self.notice.text + (f"\n\n{self.notice.details}" if self.notice.details else "")
        QGuiApplication.clipboard().setText(text)

    def _reveal(self) -> None:
        if self.notice.reveal is not None:
            reveal(self.notice.reveal)


def reveal(path: Path) -> None:
    """Open the folder that holds a file in the system's file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))


_TOKENS = {"info": "text_muted", "success": "success", "warning": "warning", "error": "error"}
