"""`ChoicePage`: two variants side by side, and large buttons to choose one."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from sim.vote import Answer
from studio.controllers.stage_controller import StageController
from studio.controllers.studio_controller import Studio
from studio.state.gallery_view import resolve_gallery
from studio.state.language import tr
from studio.state.stage_view import StageView
from studio.views.candidates.picture_pane import PicturePane
from studio.views.stage.big_parts import big_button, big_text, big_title
from studio.views.theme import px

ANSWER_KEYS: dict[int, Answer] = {
    Qt.Key.Key_1: "left",
    Qt.Key.Key_2: "right",
    Qt.Key.Key_Equal: "same",
}


class ChoicePage(QWidget):
    """Nothing tells the two apart until the visitor has chosen; keys 1, 2 and = choose too."""

    def __init__(self, stage: StageController, visitor: Studio) -> None:
        """Ask about a visitor's two variants.

        Args:
            stage: Told the answer.
            visitor: Draws the two.
        """
        super().__init__()
        self._stage, self._visitor = stage, visitor
        self.title, self._text = big_title(), big_text()
        self.left, self.right = PicturePane(visitor.gallery), PicturePane(visitor.gallery)
        self.left.setAccessibleName(tr("Left take"))
        self.right.setAccessibleName(tr("Right take"))
        self._facts = (big_text(), big_text())
        self.answers: dict[Answer, QPushButton] = {}
        rows: tuple[tuple[Answer, str], ...] = (
            ("left", tr("The left one")), ("same", tr("No difference")),
            ("right", tr("The right one")),
        )  # fmt: skip
        for answer, text in rows:
            self.answers[answer] = big_button(text, partial(stage.vote, answer))
        self.back = big_button(tr("Back to the object"), stage.end_vote, primary=True)
        self._lay_out()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def apply(self, view: StageView) -> None:
        """Ask, or thank and say what the two were."""
        state = self._visitor.state
        ballot, told = state.votes.ballot, resolve_gallery(state).ballot
        self.title.setText(view.title)
        self._text.setText(view.text)
        self._text.setVisible(bool(view.text))
        for answer, button in self.answers.items():
            button.setVisible(not view.chosen)
            button.setEnabled(answer in ANSWER_KEYS.values())
        self.back.setVisible(bool(view.chosen))
        if ballot is not None and told is not None:
            self.left.key, self.right.key = ballot.left, ballot.right
            texts = (told.left_text, told.right_text)
            for fact, words, side in zip(self._facts, texts, ("left", "right"), strict=True):
                fact.setText(f"✓  {words}" if view.chosen == side else words)
                fact.setVisible(bool(words))
        self.show_pictures()

    def show_pictures(self) -> None:
        """Show both at the clock's moment."""
        ballot, shown = self._visitor.state.votes.ballot, self._visitor.gallery.shown
        if ballot is not None:
            self.left.show_picture(shown.get(ballot.left))
            self.right.show_picture(shown.get(ballot.right))

    def showEvent(self, event: QShowEvent) -> None:
        """Play both on one clock."""
        super().showEvent(event)
        self._visitor.gallery.on_pictures = self.show_pictures
        self._visitor.gallery.set_visible(True)
        self._tell_size()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        """Give clock and view process back."""
        super().hideEvent(event)
        self._visitor.gallery.set_visible(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Pictures of another size are needed."""
        super().resizeEvent(event)
        self._tell_size()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by keyboard."""
        answer = ANSWER_KEYS.get(event.key())
        if answer is not None:
            self._stage.vote(answer)
        else:
            super().keyPressEvent(event)

    def _tell_size(self) -> None:
        self._visitor.gallery.set_cell_size(*self.left.device_size())

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(px(32), px(88), px(32), px(48))
        column.setSpacing(px(16))
        panes, facts, foot = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for row, widgets in ((panes, (self.left, self.right)), (facts, self._facts)):
            row.setSpacing(px(16))
            for widget in widgets:
                row.addWidget(widget, 1)
        foot.setSpacing(px(16))
        foot.addStretch(1)
        for button in (*self.answers.values(), self.back):
            foot.addWidget(button)
        foot.addStretch(1)
        column.addWidget(self.title)
        column.addWidget(self._text)
        column.addLayout(panes, 1)
        column.addLayout(facts)
        column.addLayout(foot)
