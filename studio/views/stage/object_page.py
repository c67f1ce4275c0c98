"""`ObjectPage`: the visitor's object, and the few things to do with it."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from studio.controllers.stage_controller import StageController
from studio.controllers.studio_controller import Studio
from studio.state.language import tr
from studio.state.stage_view import StageView
from studio.views.flow_row import FlowRow
from studio.views.stage.big_parts import big_button, big_text
from studio.views.theme import px
from studio.views.viewport_drawing import ViewportDrawing
from studio.views.viewport_widget import ViewportWidget


class ObjectPage(QWidget):
    """A viewport that fills the screen above a row of large buttons."""

    def __init__(self, stage: StageController, visitor: Studio) -> None:
        """Show the object of a visitor's studio.

        Args:
            stage: Told what the visitor wants.
            visitor: Draws and turns the object.
        """
        super().__init__()
        self.viewport = ViewportWidget(visitor.viewport, visitor.tools)
        self.viewport.setAccessibleName(tr("Your object"))
        visitor.viewport.on_picture = self.viewport.show_picture
        self._drawing = ViewportDrawing(visitor, self.viewport)
        self._text = big_text()
        self.soft = big_button(tr("Soft"), lambda: stage.set_soft(True))
        self.real = big_button(tr("As it really is"), lambda: stage.set_soft(False))
        self.compare = big_button(tr("Compare two variants"), stage.compare, primary=True)
        self.pull = big_button(tr("Pull it"), lambda: stage.pull(True))
        self.look = big_button(tr("Look round"), lambda: stage.pull(False))
        self.again = big_button(tr("Another photo"), stage.again)
        for two in ((self.soft, self.real), (self.look, self.pull)):
            pair = QButtonGroup(self)
            for button in two:
                button.setCheckable(True)
                pair.addButton(button)
        row = FlowRow(16, centred=True)
        for group in ((self.look, self.pull), (self.soft, self.real), (self.compare, self.again)):
            row.add(_together(group))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, px(28))
        column.setSpacing(px(16))
        column.addWidget(self.viewport, 1)
        column.addWidget(self._text)
        foot = QHBoxLayout()
        foot.setContentsMargins(px(24), 0, px(24), 0)
        foot.addWidget(row)
        column.addLayout(foot)
        self.viewport.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # no frame round what is clicked

    def apply(self, view: StageView) -> None:
        """Show what differs."""
        self._text.setText(tr("It is being simulated …") if view.busy else view.text)
        self.soft.setChecked(view.soft)
        self.real.setChecked(not view.soft)
        self.pull.setChecked(view.pulls)
        self.look.setChecked(not view.pulls)

    def update_drawing(self) -> None:
        """Follow preference and driver; call at every poll."""
        self._drawing.update()

    def close_drawing(self) -> None:
        """Give the graphics card back."""
        self._drawing.close()


def _together(buttons: Iterable[QWidget]) -> QWidget:
    """Buttons that stay side by side, a little apart from others."""
    group = QWidget()
    line = QHBoxLayout(group)
    line.setContentsMargins(px(12), 0, px(12), 0)
    line.setSpacing(px(16))
    for button in buttons:
        line.addWidget(button)
    return group
