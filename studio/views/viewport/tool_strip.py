"""`ToolStrip`: the tools of the viewport as a column of buttons, and what a choice does."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QToolButton, QVBoxLayout, QWidget

from studio.state.language import tr
from studio.views.action_buttons import icon_button
from studio.views.theme import px, separator

TOOL_GROUPS = (
    ("tool-navigate",),
    (
        "tool-rectangle", "tool-lasso", "tool-polygon", "tool-brush", "tool-color",
        "tool-connected", "tool-box", "tool-sphere",
    ),
    ("tool-move", "tool-rotate", "tool-scale", "tool-floor"),
)  # fmt: skip
"""Commands of the buttons, with a line between groups."""
SELECTING = frozenset(TOOL_GROUPS[1])
MODES = ("mode-set", "mode-add", "mode-remove", "mode-intersect", "select-through")
"""Commands of the second column, which shows while a tool selects."""
_TOP_PX = 60
_LEFT_PX = 12


class ToolStrip(QFrame):
    """Floats over the left edge of the viewport; the second column follows the tool."""

    def __init__(self, parent: QWidget, actions: dict[str, QAction]) -> None:
        """Float over a viewport.

        Args:
            parent: Viewport.
            actions: Actions of the window by command name.
        """
        super().__init__(parent)
        self.setObjectName("overlay")
        self.setAccessibleName(tr("Tools"))
        self._actions = actions
        self._modes = _Column(parent, [[actions[name] for name in MODES]])
        self._modes.setAccessibleName(tr("What a choice does"))
        column = _filled(self, [[actions[name] for name in group] for group in TOOL_GROUPS])
        column.setContentsMargins(px(4), px(4), px(4), px(4))
        for name in SELECTING:
            actions[name].changed.connect(self._follow)
        parent.installEventFilter(self)
        self._place()

    def set_shown(self, shown: bool) -> None:
        """Show both columns, or hide them while there is no object."""
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
        self.adjustSize()
        self.move(px(_LEFT_PX), px(_TOP_PX))
        self._modes.adjustSize()
        self._modes.move(px(_LEFT_PX) + self.width() + px(6), px(_TOP_PX))


class _Column(QFrame):
    def __init__(self, parent: QWidget, groups: list[list[QAction]]) -> None:
        super().__init__(parent)
        self.setObjectName("overlay")
        _filled(self, groups).setContentsMargins(px(4), px(4), px(4), px(4))
        self.hide()


def _filled(frame: QFrame, groups: list[list[QAction]]) -> QVBoxLayout:
    column = QVBoxLayout(frame)
    column.setSpacing(px(2))
    for number, group in enumerate(groups):
        if number:
            column.addWidget(separator())
        for action in group:
            button: QToolButton = icon_button(action)
            button.setAccessibleName(action.text())
            column.addWidget(button)
    return column
