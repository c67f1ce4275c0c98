"""`LogPanel`: what the program logged, filtered by level and words, to be copied."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QToolButton,
    QVBoxLayout,
)

from studio.controllers.studio_controller import Studio
from studio.state.language import mark, tr
from studio.state.log_entries import LEVELS, LOG_LIMIT, LogEntry, found_entries
from studio.state.studio_state import StudioState
from studio.views.elided_label import ElidedLabel
from studio.views.eliding_list import ElidingList
from studio.views.icons import icon
from studio.views.panel import Panel
from studio.views.theme import px

_LEVEL_TEXTS = {
    "debug": mark("Everything"), "info": mark("Information"),
    "warning": mark("Warnings"), "error": mark("Errors"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class LogView:
    """What the log shows."""

    total: int
    """Entries logged so far; tells whether there are new ones."""
    entries: tuple[LogEntry, ...]
    """Entries in the ring, oldest first."""


class LogPanel(Panel[LogView]):
    """Stays at the end unless the user has scrolled away from it."""

    def __init__(self, studio: Studio) -> None:
        """Show the log of a studio."""
        super().__init__()
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._found: tuple[LogEntry, ...] = ()
        self._entries: tuple[LogEntry, ...] = ()
        self._level = ElidingList()
        for name in LEVELS:
            self._level.addItem(tr(_LEVEL_TEXTS[name]), name)
        self._level.setCurrentIndex(self._level.findData("info"))
        self._level.setAccessibleName(tr("Level"))
        self._level.currentIndexChanged.connect(self._show_all)
        self._query = QLineEdit()
        self._query.setPlaceholderText(tr("Search the log"))
        self._query.setAccessibleName(tr("Search the log"))
        self._query.setClearButtonEnabled(True)
        self._query.setMinimumWidth(px(56))
        self._query.textChanged.connect(self._show_all)
        self._count = ElidedLabel(role="muted")
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setAccessibleName(tr("Log"))
        self._text.setPlaceholderText(tr("Nothing was logged."))
        self._text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._text.setMaximumBlockCount(4 * LOG_LIMIT)
        self._clear = studio.log.clear
        self._build()

    @property
    def found(self) -> tuple[LogEntry, ...]:
        """Entries that are shown."""
        return self._found

    def resolve(self, state: StudioState) -> LogView:
        """The ring as it is."""
        return LogView(state.log.total, state.log.entries)

    def apply(self, _old: LogView | None, new: LogView) -> None:
        """Add what is new, or show everything anew."""
        before, self._entries = self._found, new.entries
        self._found = self._search()
        if before and self._found[: len(before)] == before:
            for entry in self._found[len(before) :]:
                self._text.appendPlainText(line_of(entry))
            self._show_count()
        else:
            self._show_all()

    def copy(self) -> None:
        """Copy what is shown."""
        QGuiApplication.clipboard().setText("\n".join(map(line_of, self._found)))

    def _search(self) -> tuple[LogEntry, ...]:
        level = str(self._level.currentData())
        return found_entries(self._entries, level=level, query=self._query.text())

    def _show_all(self) -> None:
        self._found = self._search()
        self._text.setPlainText("\n".join(map(line_of, self._found)))
        self._text.moveCursor(self._text.textCursor().MoveOperation.End)
        self._show_count()

    def _show_count(self) -> None:
        shown, all_of_them = len(self._found), len(self._entries)
        self._count.show_text(tr("{shown} of {total}", shown=shown, total=all_of_them))

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(self._query, 3)
        row.addWidget(self._level, 3)
        row.addWidget(self._count, 2)
        for sign, text, verb in (
            ("copy", tr("Copy what is shown"), self.copy),
            ("close", tr("Clear the log"), self._clear),
        ):
            row.addWidget(_small_button(sign, text, verb))
        column = QVBoxLayout(self)
        column.setContentsMargins(px(12), px(8), px(12), px(8))
        column.setSpacing(px(8))
        column.addLayout(row)
        column.addWidget(self._text, 1)


def _small_button(sign: str, text: str, verb: Callable[[], object]) -> QToolButton:
    button = QToolButton()
    button.setIcon(icon(sign))
    button.setToolTip(text)
    button.setAccessibleName(text)
    button.clicked.connect(verb)
    return button


def line_of(entry: LogEntry) -> str:
    """One entry as text: time, level, source and message."""
    clock = time.strftime("%H:%M:%S", time.localtime(entry.time_s))
    return f"{clock}  {entry.level_name:<7}  {entry.source}  {entry.text}"
