"""`ConsolePanel`: Python on the open project."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QFontDatabase, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QToolButton, QVBoxLayout

from studio.controllers.studio_controller import Studio
from studio.state.console import ENTRY_LIMIT, ConsoleEntry
from studio.state.language import tr
from studio.state.studio_state import StudioState
from studio.views.console.console_input import ConsoleInput
from studio.views.panel import Panel
from studio.views.theme import color, label, px, theme_changed

_COLORS = {"input": "text", "output": "text_muted", "error": "error", "call": "predicted"}
_BUTTONS = ("console-interrupt", "console-copy", "console-clear")


@dataclass(frozen=True, slots=True)
class ConsoleView:
    """What the console shows."""

    total: int
    """Entries written so far; tells whether there are new ones."""
    entries: tuple[ConsoleEntry, ...]
    """Entries, oldest first."""
    history: tuple[str, ...]
    """What was typed."""
    busy: bool
    """Whether code runs."""


class ConsolePanel(Panel[ConsoleView]):
    """What was typed and written above the line that is being typed."""

    def __init__(self, studio: Studio, actions: dict[str, QAction]) -> None:
        """Build an empty console.

        Args:
            studio: Its console runs what is typed.
            actions: Actions of the window by command name.
        """
        super().__init__()
        self._console = studio.console
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._entries: tuple[ConsoleEntry, ...] = ()
        self.output = QPlainTextEdit()
        self.output.setReadOnly(True)
        self.output.setAccessibleName(tr("Python output"))
        self.output.setPlaceholderText(
            tr("The open project is `studio`: studio.takes, studio.simulate(\"jelly\"), "
               "studio.run(\"undo\"). Every menu tells its call.")
        )  # fmt: skip
        self.output.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.output.setMaximumBlockCount(4 * ENTRY_LIMIT)
        self.input = ConsoleInput(self._console.complete)
        self.input.entered.connect(self._on_entered)
        self._prompt = label(">>>", "muted")
        self._prompt.setFont(self.input.font())
        self._prompt.setProperty("verbatim", True)
        self._buttons = [self._made_button(actions[name]) for name in _BUTTONS]
        self._build()
        self.setFocusProxy(self.input)
        theme_changed.connect(self._repaint)

    def resolve(self, state: StudioState) -> ConsoleView:
        """The console as it is."""
        console = state.console
        return ConsoleView(console.total, console.entries, console.history, console.busy)

    def apply(self, old: ConsoleView | None, new: ConsoleView) -> None:
        """Add what is new, or show everything anew."""
        before, self._entries = self._entries, new.entries
        added = new.total - (old.total if old is not None else 0)
        fits = old is not None and added <= len(new.entries)
        if fits and new.entries[: len(new.entries) - added] == before[-len(new.entries) :]:
            for entry in new.entries[len(new.entries) - added :]:
                self._append(entry)
        elif new.entries != before:
            self._repaint()
        if old is None or old.history != new.history:
            self.input.set_history(new.history)
        self._prompt.setText("…" if new.busy else ">>>")

    def _on_entered(self, text: str) -> None:
        if self._console.enter(text):
            self.input.take_over()
        else:
            self.input.begin_line()

    def _repaint(self) -> None:
        self.output.clear()
        for entry in self._entries:
            self._append(entry)

    def _append(self, entry: ConsoleEntry) -> None:
        bar = self.output.verticalScrollBar()
        at_end = bar.value() >= bar.maximum() - 1
        ink = QTextCharFormat()
        ink.setForeground(color(_COLORS[entry.kind]))
        cursor = QTextCursor(self.output.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        if not self.output.document().isEmpty():
            cursor.insertBlock()
        cursor.insertText(_shown(entry), ink)
        if at_end or entry.kind == "input":
            bar.setValue(bar.maximum())

    def _made_button(self, action: QAction) -> QToolButton:
        button = QToolButton()
        button.setDefaultAction(action)
        button.setAccessibleName(action.text())
        return button

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(px(6))
        row.addWidget(self._prompt, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.input, 1)
        for button in self._buttons:
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(12), px(8), px(12), px(8))
        column.setSpacing(px(6))
        column.addWidget(self.output, 1)
        column.addLayout(row)


def _shown(entry: ConsoleEntry) -> str:
    """An entry as text; input with its prompt."""
    if entry.kind == "input":
        return ">>> " + entry.text.replace("\n", "\n... ")
    return f"# {entry.text}" if entry.kind == "call" else entry.text
