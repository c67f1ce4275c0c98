"""`WorkspaceView`: object panel, viewport with timeline, and material panel."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QToolButton, QVBoxLayout, QWidget

from studio.controllers.studio_controller import Studio
from studio.state.resolve import WindowView
from studio.views.material_panel import PANEL_WIDTH_PX, MaterialPanel
from studio.views.object_panel import ObjectPanel
from studio.views.thumbnails import ThumbnailLoader
from studio.views.timeline_widget import TimelineWidget
from studio.views.viewport_widget import ViewportWidget

_LEFT_WIDTH_PX = 240
_OVERLAY_COMMANDS = ("frame", "home-view")


class WorkspaceView(QWidget):
    """Shown while a photo or project is open."""

    def __init__(
        self, studio: Studio, thumbnails: ThumbnailLoader, actions: dict[str, QAction]
    ) -> None:
        """Build the panels.

        Args:
            studio: Controllers that the panels call.
            thumbnails: Reads the photo.
            actions: Actions of the window by command name.
        """
        super().__init__()
        self.setObjectName("workspace")
        self.viewport = ViewportWidget(studio.viewport)
        self.object_panel = ObjectPanel(thumbnails, studio.takes.show)
        self.material_panel = MaterialPanel(studio.physics, actions)
        self.timeline = TimelineWidget(studio.playback, actions)
        self._overlay = _overlay(self.viewport, actions)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.viewport, 1)
        column.addWidget(self.timeline)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        for widget, stretch in ((self.object_panel, 0), (middle, 1), (self.material_panel, 0)):
            splitter.addWidget(widget)
            splitter.setStretchFactor(splitter.count() - 1, stretch)
        splitter.setSizes([_LEFT_WIDTH_PX, 900, PANEL_WIDTH_PX])
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(splitter)

    def apply(self, old: WindowView | None, new: WindowView) -> None:
        """Show what differs between two views of the state."""
        if old is None or old.object != new.object:
            self.object_panel.apply_object(new.object)
        if old is None or old.takes != new.takes:
            self.object_panel.apply_takes(new.takes)
        if old is None or old.material != new.material:
            self.material_panel.apply(new.material)
        if old is None or old.timeline != new.timeline:
            self.timeline.apply(new.timeline)
        if old is None or old.viewport_hint != new.viewport_hint:
            self.viewport.show_hint(new.viewport_hint)
            self._overlay.setVisible(not new.viewport_hint)


def _overlay(viewport: ViewportWidget, actions: dict[str, QAction]) -> QFrame:
    """View buttons that float over the viewport's upper left."""
    box = QFrame(viewport)
    box.setObjectName("overlay")
    row = QHBoxLayout(box)
    row.setContentsMargins(4, 4, 4, 4)
    row.setSpacing(2)
    for name in _OVERLAY_COMMANDS:
        button = QToolButton()
        button.setDefaultAction(actions[name])
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row.addWidget(button)
    box.move(12, 12)
    box.adjustSize()
    return box
