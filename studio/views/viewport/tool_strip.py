"""`ToolStrip`: the tools of the viewport as columns of buttons, and what a choice does."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QGridLayout, QToolButton, QWidget

from studio.state.language import tr
from studio.views.action_buttons import icon_button
from studio.views.theme import px

TOOLS = (
    "tool-navigate", "tool-rectangle", "tool-lasso", "tool-polygon", "tool-brush", "tool-color",
    "tool-connected", "tool-box", "tool-sphere", "tool-move", "tool-rotate", "tool-scale",
    "tool-floor", "tool-hand",
)  # fmt: skip
"""Commands of the buttons."""
SELECTING = frozenset(TOOLS[1:9])
MODES = ("mode-set", "mode-add", "mode-remove", "mode-intersect", "select-through")
"""Commands of the second strip, which shows while a tool selects."""
_TOP_PX = 60
_BOTTOM_PX = 56
"""Room below for the choice of passes."""
_LEFT_PX = 12
_GAP_PX = 2


class ToolStrip(QFrame):
    """Floats over the left edge of the viewport, in as many columns as its height asks for."""

    def __init__(self, parent: QWidget, actions: dict[str, QAction]) -> None:
        """Float over a viewport.

        Args:
            parent: Viewport.
            actions: Actions of the window by command name.
        """
        super().__init__(parent)
        self._actions = actions
        self._tools = _Columns(self, [actions[name] for name in TOOLS])
        self.setAccessibleName(tr("Tools"))
        self._modes = QFrame(parent)
        self._mode_buttons = _Columns(self._modes, [actions[name] for name in MODES])
        self._modes.setAccessibleName(tr("What a choice does"))
        self._modes.hide()
        for name in SELECTING:
            actions[name].changed.connect(self._follow)
        parent.installEventFilter(self)
        self._place()

    def set_shown(self, shown: bool) -> None:
        """Show both strips, or hide them while there is no object."""
        self.setVisible(shown)
        self._follow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in place when the viewport is resized."""
        if event.type() == QEvent.Type.Resize and watched is self.parent():
            self._place()
        return False

    def _follow(self) -> None:
        selects = any(self._actions[name].isChecked() for name in SELECTING)
        self._modes.setVisible(selects and not self.isHidden())
        self._place()

    def _place(self) -> None:
        parent = self.parentWidget()
        if parent is None:
            return
        room = parent.height() - px(_TOP_PX) - px(_BOTTOM_PX)
        self._tools.fit(room)
        self._mode_buttons.fit(room)
        self.move(px(_LEFT_PX), px(_TOP_PX))
        self._modes.move(px(_LEFT_PX) + self.width() + px(6), px(_TOP_PX))


class _Columns:
    """Buttons of a frame in one column, or in several where one is too long."""

    def __init__(self, frame: QFrame, actions: list[QAction]) -> None:
        self._frame = frame
        frame.setObjectName("overlay")
        self._grid = QGridLayout(frame)
        self._buttons: list[QToolButton] = []
        self._rows = 0
        for action in actions:
            button = icon_button(action)
            button.setAccessibleName(action.text())
            self._buttons.append(button)

    def fit(self, room_px: int) -> None:
        """Arrange the buttons in so many rows as there is room for [px]."""
        margin, gap = px(4), px(_GAP_PX)
        tall = max(button.sizeHint().height() for button in self._buttons) + gap
        most = max((room_px - 2 * margin + gap) // tall, 1)
        columns = -(-len(self._buttons) // most)
        rows = -(-len(self._buttons) // columns)
        self._grid.setContentsMargins(margin, margin, margin, margin)
        self._grid.setSpacing(gap)
        if rows != self._rows:
            self._rows = rows
            for number, button in enumerate(self._buttons):
                self._grid.addWidget(button, number % rows, number // rows)
        self._frame.adjustSize()
