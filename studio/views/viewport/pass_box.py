"""`PassBox`: chooses what the viewport shows of the object."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QComboBox, QWidget

from render.passes.registry import PASSES
from studio.controllers.commands.viewport_commands import SHOWN_PASSES
from studio.controllers.viewport_controller import ViewportController
from studio.state.language import tr
from studio.views.theme import px

_MARGIN_PX = 12


class PassBox(QComboBox):
    """Floats over the lower left corner of the viewport."""

    def __init__(self, parent: QWidget, controller: ViewportController) -> None:
        """Float over a viewport.

        Args:
            parent: Viewport.
            controller: Told the choice.
        """
        super().__init__(parent)
        self._controller = controller
        self.setAccessibleName(tr("What is shown"))
        self.setToolTip(tr("What is shown of the object"))
        for name in SHOWN_PASSES:
            self.addItem(tr(PASSES[name].title), name)
        self.activated.connect(self._on_activated)
        parent.installEventFilter(self)
        self._place()

    def show_pass(self, name: str) -> None:
        """Show which pass is chosen."""
        index = self.findData(name)
        if index != self.currentIndex():
            self.setCurrentIndex(index)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in place when the viewport is resized."""
        if event.type() == QEvent.Type.Resize and watched is self.parent():
            self._place()
        return False

    def _on_activated(self, index: int) -> None:
        self._controller.set_pass(str(self.itemData(index)))

    def _place(self) -> None:
        parent = self.parentWidget()
        if parent is not None:
            self.setFixedWidth(px(260))
            self.adjustSize()
            self.move(px(_MARGIN_PX), parent.height() - self.height() - px(_MARGIN_PX))
