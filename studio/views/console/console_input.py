"""`ConsoleInput`: where Python is typed: several lines, history, completion."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QStringListModel, Qt, Signal
from PySide6.QtGui import QFontDatabase, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QCompleter, QListView, QPlainTextEdit

from studio.state.language import tr
from studio.views.theme import px

_MOST_LINES = 8
_RETURN_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ConsoleInput(QPlainTextEdit):
    """Return runs what is complete, Shift+Return begins a line, Up and Down bring earlier input.

    Tab completes a name; in an empty field it goes on to the next widget.
    """

    entered = Signal(str)
    """The user wants this text to run."""

    def __init__(self, complete: Callable[[str], tuple[str, ...]]) -> None:
        """Build an empty field.

        Args:
            complete: Texts that a text can become.
        """
        super().__init__()
        self._complete = complete
        self._history: tuple[str, ...] = ()
        self._place = 0
        self._draft = ""
        self._before = ""
        self.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.setPlaceholderText(tr("Python, for example studio.takes"))
        self.setAccessibleName(tr("Python input"))
        self.setAccessibleDescription(
            tr("Return runs, Shift+Return begins a line, Up and Down bring earlier input, "
               "Tab completes")
        )  # fmt: skip
        self._texts = QStringListModel(self)
        self._completer = QCompleter(self._texts, self)
        self._completer.setWidget(self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._list = QListView()
        self._list.setAccessibleName(tr("Completions"))
        self._completer.setPopup(self._list)
        self._completer.activated.connect(self._take_completion)
        self.textChanged.connect(self._fit)
        self._fit()

    def set_history(self, history: tuple[str, ...]) -> None:
        """What Up brings."""
        self._history = history
        self._place = len(history)

    def take_over(self) -> None:
        """What was typed is being run: begin anew."""
        self.clear()
        self._place, self._draft = len(self._history), ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Run, complete or go through the history; everything else writes."""
        key, shift = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if self._list.isVisible() and key in (*_RETURN_KEYS, Qt.Key.Key_Tab):
            event.ignore()  # the list takes it
            return
        if key in _RETURN_KEYS and not shift:
            self.entered.emit(self.toPlainText())
        elif key == Qt.Key.Key_Tab and self._offer():
            return
        elif key == Qt.Key.Key_Up and self._first_line():
            self._go(-1)
        elif key == Qt.Key.Key_Down and self._last_line():
            self._go(1)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Let Tab go on from a field without anything to complete."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Backtab:
                return self.focusNextPrevChild(False)
            if event.key() == Qt.Key.Key_Tab and not self._line_before().strip():
                if not self.toPlainText().strip():
                    return self.focusNextPrevChild(True)
                self.insertPlainText("    ")
                return True
        return super().event(event)

    def begin_line(self) -> None:
        """Go on with a line as deep as the one before, deeper after a colon."""
        line = self._line_before()
        depth = len(line) - len(line.lstrip(" ")) + (4 if line.rstrip().endswith(":") else 0)
        self.insertPlainText("\n" + " " * depth)

    def _offer(self) -> bool:
        """Complete the only possibility, or list all; True when there was one."""
        before = self._line_before()
        found = self._complete(before)
        if not found:
            return False
        self._before = before
        if len(found) == 1:
            self._take_completion(found[0])
            return True
        self._texts.setStringList(list(found))
        area = self.cursorRect()
        area.setWidth(min(px(360), max(self.width(), px(200))))
        self._completer.complete(area)
        self._list.setCurrentIndex(self._texts.index(0, 0))
        return True

    def _take_completion(self, text: str) -> None:
        cursor = self.textCursor()
        cursor.movePosition(
            QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, len(self._before)
        )
        cursor.insertText(text)
        self.setTextCursor(cursor)

    def _line_before(self) -> str:
        cursor = self.textCursor()
        return cursor.block().text()[: cursor.positionInBlock()]

    def _first_line(self) -> bool:
        return self.textCursor().blockNumber() == 0

    def _last_line(self) -> bool:
        return self.textCursor().blockNumber() == self.blockCount() - 1

    def _go(self, step: int) -> None:
        place = min(max(self._place + step, 0), len(self._history))
        if place == self._place:
            return
        if self._place == len(self._history):
            self._draft = self.toPlainText()
        self._place = place
        self.setPlainText(self._draft if place == len(self._history) else self._history[place])
        self.moveCursor(QTextCursor.MoveOperation.End)

    def _fit(self) -> None:
        """As high as what is typed."""
        lines = min(max(self.blockCount(), 1), _MOST_LINES)
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOff  # a bar would come where a pixel is missing
        if self.blockCount() > _MOST_LINES:
            policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setVerticalScrollBarPolicy(policy)
        frame = 2 * (self.frameWidth() + round(self.document().documentMargin())) + px(4)
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + frame)
