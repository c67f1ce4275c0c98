"""`PanelFrame`: holds a panel and scrolls it where its dock is smaller than it must be."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from studio.views.theme import px, theme_changed

_LEAST_PX = 72
"""Width and height below which nothing of a panel could be read."""


class PanelFrame(QScrollArea):
    """Keeps panels from dictating how wide and high the window must be."""

    def __init__(self, panel: QWidget) -> None:
        """Take a panel over.

        Args:
            panel: Shown as large as the dock, but never smaller than it allows.
        """
        super().__init__()
        self.setObjectName("panelFrame")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the panel's own controls scroll into view
        self.setWidgetResizable(True)
        self._panel = panel
        self._holder = _Holder(panel)
        self.setWidget(self._holder)
        theme_changed.connect(self._measure_soon)

    def sizeHint(self) -> QSize:
        """Size at which the panel fits."""
        return self._panel.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """As little as shows something."""
        return QSize(px(_LEAST_PX), px(_LEAST_PX))

    def _measure_soon(self) -> None:
        """Ask the panel again once its inner layouts have settled at another scale."""
        QTimer.singleShot(0, self._holder, self._holder.updateGeometry)


class _Holder(QWidget):
    """Fills itself with a panel, whose height must not follow from its width.

    `QScrollArea` asks layouts with wrapped texts for the height of a width that still has room for
    the scroll bar, and then keeps bars that nothing needs.
    """

    def __init__(self, panel: QWidget) -> None:
        super().__init__()
        self._panel = panel
        panel.setParent(self)

    def sizeHint(self) -> QSize:
        """The panel's."""
        return self._panel.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """What the panel's contents and its own limits ask for."""
        return self._panel.minimumSizeHint().expandedTo(self._panel.minimumSize())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the panel follow."""
        super().resizeEvent(event)
        self._panel.setGeometry(self.rect())

    def event(self, event: QEvent) -> bool:
        """Pass on that the panel needs another size."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().event(event)
