"""`VotePane`: two takes side by side and the question which is better; nothing tells them apart."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from sim.vote import Answer
from studio.controllers.studio_controller import Studio
from studio.state.gallery_parts import BallotView
from studio.state.language import tr
from studio.state.votes import Ballot
from studio.views.candidates.picture_pane import PicturePane
from studio.views.elided_label import ElidedLabel
from studio.views.flow_row import FlowRow
from studio.views.theme import label, px

ANSWER_KEYS: dict[Qt.Key, Answer] = {
    Qt.Key.Key_1: "left",
    Qt.Key.Key_2: "right",
    Qt.Key.Key_Equal: "same",
    Qt.Key.Key_S: "skip",
}
NEXT_KEYS = (Qt.Key.Key_N, Qt.Key.Key_Return, Qt.Key.Key_Enter)
_QUESTION_PX = 220


class VotePane(QWidget):
    """Keys 1, 2, = and S answer; N or Return goes on after the two were revealed."""

    def __init__(self, studio: Studio) -> None:
        """Build the two panes and the answers."""
        super().__init__()
        self._studio = studio
        self._blind = False
        self.left, self.right = PicturePane(studio.gallery), PicturePane(studio.gallery)
        self.left.setAccessibleName(tr("Left take"))
        self.right.setAccessibleName(tr("Right take"))
        self._texts = (ElidedLabel(role="muted"), ElidedLabel(role="muted"))
        self._question = label(tr("Which one moves more like the real thing?"), "title", wrap=True)
        self._progress = label(role="muted")
        self._answers = self._made_answers()
        self._next = QPushButton(tr("Next pair  (N)"))
        self._next.setProperty("role", "primary")
        self._next.clicked.connect(studio.votes.next)
        self._next.hide()
        end = QPushButton(tr("Stop voting"))
        end.clicked.connect(studio.votes.end)
        self._lay_out(end)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Blind vote"))

    def apply(self, view: BallotView, ballot: Ballot) -> None:
        """Ask for a pair, or reveal it."""
        self._blind = view.answer is None
        self.left.key, self.right.key = ballot.left, ballot.right
        self._progress.setText(view.progress)
        shown = (("left", view.left_text), ("right", view.right_text))
        for text, (side, words) in zip(self._texts, shown, strict=True):
            text.show_text(f"✓  {words}" if view.answer == side else words)
        for answer, button in self._answers.items():
            button.setEnabled(self._blind)
            button.setVisible(self._blind or view.answer == answer)
        self._next.setVisible(not self._blind)

    def event(self, event: QEvent) -> bool:
        """Take the keys of the vote before any shortcut of the window gets them."""
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and self._is_own(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer, or go on."""
        key = Qt.Key(event.key())
        if not self._is_own(event):
            super().keyPressEvent(event)
        elif self._blind:
            self._studio.votes.answer(ANSWER_KEYS[key])
        else:
            self._studio.votes.next()

    def _is_own(self, event: QKeyEvent) -> bool:
        plain = not event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        )
        key = Qt.Key(event.key())
        return plain and (key in ANSWER_KEYS if self._blind else key in NEXT_KEYS)

    def _made_answers(self) -> dict[Answer, QPushButton]:
        rows: tuple[tuple[Answer, str], ...] = (
            ("left", tr("Left  (1)")),
            ("same", tr("No difference  (=)")),
            ("right", tr("Right  (2)")),
            ("skip", tr("Skip  (S)")),
        )
        buttons = {}
        for answer, text in rows:
            button = QPushButton(text)
            button.clicked.connect(partial(self._studio.votes.answer, answer))
            buttons[answer] = button
        return buttons

    def _lay_out(self, end: QPushButton) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(px(8), px(8), px(8), px(8))
        column.setSpacing(px(8))
        head, foot = FlowRow(12), FlowRow(8, centred=True)
        head.add(self._question, grows_from_px=_QUESTION_PX)
        head.push()
        head.add(self._progress)
        head.add(end)
        panes, words = QHBoxLayout(), QHBoxLayout()
        for row, widgets in ((panes, (self.left, self.right)), (words, self._texts)):
            row.setSpacing(px(8))
            for widget in widgets:
                row.addWidget(widget, 1)
        for answer in ("left", "same", "right", "skip"):
            foot.add(self._answers[answer])
        foot.add(self._next)
        column.addWidget(head)
        column.addLayout(panes, 1)
        column.addLayout(words)
        column.addWidget(foot)
