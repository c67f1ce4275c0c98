"""`AdapterBox`: which preference adapter is on the model, in the model picker."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QHBoxLayout

from studio.controllers.learning_controller import LearningController
from studio.state.language import tr
from studio.state.resolve_adapter import AdapterView, resolve_adapter
from studio.state.studio_state import StudioState
from studio.views.action_buttons import icon_button
from studio.views.panel import Panel
from studio.views.theme import label, px


class AdapterBox(Panel[AdapterView]):
    """No adapter, those used last, or one from a file."""

    def __init__(self, learning: LearningController, actions: dict[str, QAction]) -> None:
        """Choose through a controller.

        Args:
            learning: Puts adapters on and takes them off.
            actions: Actions of the window by command name.
        """
        super().__init__()
        self._learning = learning
        self.choice = QComboBox()
        self.choice.setAccessibleName(tr("Adapter"))
        self.choice.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.choice.setMinimumContentsLength(7)
        self.choice.activated.connect(self._on_activated)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(4))
        row.addWidget(label(tr("Adapter"), "muted"))
        row.addWidget(self.choice, 1)
        row.addWidget(icon_button(actions["choose-adapter"]))

    def resolve(self, state: StudioState) -> AdapterView:
        """What the picker shows for a state."""
        return resolve_adapter(state)

    def apply(self, old: AdapterView | None, new: AdapterView) -> None:
        """Show choices and the one in use."""
        del old
        with QSignalBlocker(self.choice):
            self.choice.clear()
            for row in new.rows:
                self.choice.addItem(row.text, row.file)
                tip = "" if row.file is None else str(row.file)
                place = self.choice.count() - 1
                self.choice.setItemData(place, tip, Qt.ItemDataRole.ToolTipRole)
            self.choice.setCurrentIndex(new.current)
        self.setEnabled(new.enabled)

    def _on_activated(self, row: int) -> None:
        """Do what was chosen; the picker shows what is in use until that is done."""
        shown = self._shown
        if shown is None or row == shown.current:
            return
        with QSignalBlocker(self.choice):
            self.choice.setCurrentIndex(shown.current)
        file = shown.rows[row].file
        if file is not None:
            self._learning.put_on(file)
        elif row == 0:
            self._learning.take_off()
