"""`NoticeCard`: one notice with what can be done about it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QAction, QDesktopServices, QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
)

from studio.state.language import tr
from studio.state.notices import Notice
from studio.views.icon_label import IconLabel
from studio.views.icons import icon
from studio.views.theme import label, px

_TOKENS = {"info": "text_muted", "success": "success", "warning": "warning", "error": "error"}
_LIFETIME_MS = {"info": 5000, "success": 8000, "warning": 15000}


class NoticeCard(QFrame):
    """Sign, line, and buttons for details, copy, folder and remedy."""

    def __init__(
        self,
        notice: Notice,
        actions: Mapping[str, QAction],
        dismiss: Callable[[int], None] | None = None,
    ) -> None:
        """Show a notice.

        Args:
            notice: What is shown.
            actions: Actions by command name, which remedies run.
            dismiss: Called with its number when it shall go; None for one that stays, with its
                time.
        """
        super().__init__()
        self.setObjectName("notice")
        self.setProperty("severity", notice.severity)
        self.notice = notice
        self.resized: Callable[[], None] = lambda: None
        self._actions = actions
        self._dismiss = dismiss
        self._details: QPlainTextEdit | None = None
        self.setAccessibleName(notice.text)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(12), px(10), px(8), px(10))
        column.setSpacing(px(4))
        column.addLayout(self._head())
        self._add_buttons(column)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._leave)
        if dismiss is not None and notice.severity in _LIFETIME_MS and not self._needs_time():
            self._timer.start(_LIFETIME_MS[notice.severity])

    @property
    def details(self) -> QPlainTextEdit | None:
        """Field with the long text; None before it was asked for."""
        return self._details

    def toggle_details(self) -> None:
        """Unfold or fold the long text."""
        if self._details is None:
            self._details = QPlainTextEdit(self.notice.details)
            self._details.setReadOnly(True)
            self._details.setAccessibleName(tr("Details"))
            self._details.setFixedHeight(px(160))
            self._details.moveCursor(self._details.textCursor().MoveOperation.End)
            layout = self.layout()
            if layout is not None:
                layout.addWidget(self._details)
        else:
            self._details.setVisible(not self._details.isVisible())
        self.updateGeometry()
        QTimer.singleShot(0, self, self.resized)

    def copy(self) -> None:
        """Copy line and details."""
        QGuiApplication.clipboard().setText(self.notice.full_text)

    def _needs_time(self) -> bool:
        """Whether there is something to read or to press."""
        return bool(self.notice.details) or self.notice.remedy is not None

    def _leave(self) -> None:
        if self._dismiss is not None:
            self._dismiss(self.notice.number)

    def _head(self) -> QHBoxLayout:
        notice = self.notice
        times = f"  ({notice.count}×)" if notice.count > 1 else ""
        text = label(f"{notice.text}{times}", wrap=True)
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        sign = IconLabel(notice.severity, _TOKENS[notice.severity], 20)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(text, 1)
        if self._dismiss is None:
            clock = time.strftime("%H:%M:%S", time.localtime(notice.posted_s))
            row.addWidget(label(clock, "faint"), 0, Qt.AlignmentFlag.AlignTop)
            return row
        close = QToolButton()
        close.setIcon(icon("close"))
        close.setToolTip(tr("Dismiss"))
        close.setAccessibleName(tr("Dismiss"))
        close.clicked.connect(self._leave)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _add_buttons(self, column: QVBoxLayout) -> None:
        notice = self.notice
        buttons: list[tuple[str, Callable[[], object]]] = []
        if notice.remedy is not None and notice.remedy.command in self._actions:
            buttons.append((notice.remedy.text, self._cure))
        if notice.details:
            buttons.append((tr("Details"), self.toggle_details))
        if notice.details or notice.severity == "error":
            buttons.append((tr("Copy"), self.copy))
        if notice.reveal is not None:
            buttons.append((tr("Show in folder"), self._reveal))
        if not buttons:
            return
        row = QHBoxLayout()
        row.setContentsMargins(px(24), 0, 0, 0)
        row.setSpacing(px(4))
        for text, verb in buttons:
            button = QPushButton(text)
            button.setProperty("role", "link")
            button.clicked.connect(verb)
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)

    def _cure(self) -> None:
        if self.notice.remedy is None:
            return
        action = self._actions[self.notice.remedy.command]
        if action.isEnabled():
            action.trigger()
            self._leave()

    def _reveal(self) -> None:
        if self.notice.reveal is not None:
            reveal(self.notice.reveal)


def reveal(path: Path) -> None:
    """Open the folder that holds a file in the system's file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
