"""`Prompt`: a question over the window that blocks nothing: jobs, timers and views go on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from studio.views.icons import pixmap
from studio.views.theme import label, px

_WIDTH_PX = 520


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer."""

    text: str
    """Text of its button."""
    verb: Callable[[], None]
    """What it does."""
    role: str = ""
    """"primary" for the answer of Enter, "link" for one that stands apart on the left."""
    explanation: str = ""
    """Tooltip."""


class Prompt(QDialog):
    """Icon, title, text, body and buttons; it stays until it is answered."""

    def __init__(self, parent: QWidget, title: str, text: str, sign: str = "info") -> None:
        """Make an empty question.

        Args:
            parent: Window to stand over.
            title: The question in a few words.
            text: What it is about, one or two sentences.
            sign: Icon, the name of a severity.
        """
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAccessibleDescription(text)
        self.setMinimumWidth(px(_WIDTH_PX))
        self.on_escape: Callable[[], None] | None = None
        self.text = label(text, wrap=True)
        picture = label()
        token = {"warning": "warning", "error": "error"}.get(sign, "predicted")
        picture.setPixmap(pixmap(sign, token, px(28)))
        words = QVBoxLayout()
        words.setSpacing(px(6))
        words.addWidget(label(title, "title", wrap=True))
        words.addWidget(self.text)
        top = QHBoxLayout()
        top.setSpacing(px(14))
        top.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(words, 1)
        self.body = QVBoxLayout()
        self.body.setSpacing(px(8))
        self.body.setContentsMargins(px(42), 0, 0, 0)
        self._left, self._right = QHBoxLayout(), QHBoxLayout()
        buttons = QHBoxLayout()
        buttons.addLayout(self._left)
        buttons.addStretch(1)
        buttons.addLayout(self._right)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(22), px(20), px(22), px(18))
        column.setSpacing(px(16))
        column.addLayout(top)
        column.addLayout(self.body)
        column.addLayout(buttons)

    def add_choices(self, *choices: Choice) -> list[QPushButton]:
        """Add answers, from left to right; those with the role "link" stand apart."""
        made = []
        for choice in choices:
            button = QPushButton(choice.text)
            button.setAutoDefault(choice.role == "primary")
            button.setDefault(choice.role == "primary")
            if choice.role:
                button.setProperty("role", choice.role)
            if choice.explanation:
                button.setToolTip(choice.explanation)
            button.clicked.connect(choice.verb)
            (self._left if choice.role == "link" else self._right).addWidget(button)
            if choice.role == "primary":
                button.setFocus()
            made.append(button)
        return made

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape gives the answer that changes nothing, or none at all."""
        if event.key() == Qt.Key.Key_Escape:
            if self.on_escape is not None:
                self.on_escape()
            event.accept()
            return
        super().keyPressEvent(event)

    def reject(self) -> None:
        """The window's close button is like Escape."""
        if self.on_escape is not None:
            self.on_escape()

    def end(self) -> None:
        """Go away, because it was answered."""
        self.hide()
        self.deleteLater()
