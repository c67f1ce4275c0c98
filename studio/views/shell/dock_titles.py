"""`DockTitles`: takes away the title of docks whose tab says it already."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDockWidget, QMainWindow, QWidget

_DRAG_CHECK_MS = 200
"""How often the end of a drag is looked for: a dock in the hand keeps its title."""


class DockTitles(QObject):
    """Follows docks as they become tabs and stand alone again."""

    def __init__(self, window: QMainWindow, docks: Mapping[str, QDockWidget]) -> None:
        """Watch docks.

        Args:
            window: Window that holds them.
            docks: Docks by name.
        """
        super().__init__(window)
        self._window = window
        self._docks = tuple(docks.values())
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.follow)
        for dock in self._docks:
            dock.topLevelChanged.connect(self._look_soon)
            dock.dockLocationChanged.connect(self._look_soon)
            dock.visibilityChanged.connect(self._look_soon)

    def follow(self) -> None:
        """Give every dock the title that it needs, once no dock is in the hand."""
        if QApplication.mouseButtons() != Qt.MouseButton.NoButton:
            self._timer.start(_DRAG_CHECK_MS)
            return
        for dock in self._docks:
            bare = dock.titleBarWidget() is not None
            if self._is_tab(dock) and not bare:
                dock.setTitleBarWidget(_NoTitle())
            elif bare and not self._is_tab(dock):
                old = dock.titleBarWidget()
                dock.setTitleBarWidget(None)  # type: ignore[arg-type]
                old.deleteLater()

    def _is_tab(self, dock: QDockWidget) -> bool:
        others = self._window.tabifiedDockWidgets(dock)
        return not dock.isFloating() and any(not other.isHidden() for other in others)

    def _look_soon(self) -> None:
        if not self._timer.isActive():
            self._timer.start(0)


class _NoTitle(QWidget):
    """A title of no height."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(0)
