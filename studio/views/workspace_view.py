"""`WorkspaceView`: object panel, viewport with timeline, and material panel."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from studio.controllers.studio_controller import Studio
from studio.state.resolve import WindowView
from studio.views.material_panel import PANEL_WIDTH_PX, MaterialPanel
from studio.views.object_panel import ObjectPanel
from studio.views.overlay import Overlay
from studio.views.thumbnails import ThumbnailLoader
from studio.views.timeline_widget import TimelineWidget
from studio.views.viewport_widget import ViewportWidget

_LEFT_WIDTH_PX = 240
PHOTO_PREVIEW_PX = 1024
_VIEW_COMMANDS = ("frame", "home-view")


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
        self._thumbnails = thumbnails
        self._shown: WindowView | None = None
        thumbnails.loaded.connect(self._on_thumbnail_loaded)
        self._overlays = (
            Overlay(self.viewport, [actions[name] for name in _VIEW_COMMANDS]),
            Overlay(self.viewport, [actions["export"]], right=True, with_text=True),
        )
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
        self._shown = new
        if old is None or old.object != new.object:
            self.object_panel.apply_object(new.object)
        if old is None or old.takes != new.takes:
            self.object_panel.apply_takes(new.takes)
        if old is None or (old.material, old.material_hint) != (new.material, new.material_hint):
            self.material_panel.apply(new.material, new.material_hint)
        if old is None or old.timeline != new.timeline:
            self.timeline.apply(new.timeline)
        hints = (new.viewport_hint, new.object.photo)
        if old is None or (old.viewport_hint, old.object.photo) != hints:
            self.viewport.show_hint(new.viewport_hint)
            self._show_photo(new)
            for overlay in self._overlays:
                overlay.setVisible(not new.viewport_hint)

    def _show_photo(self, view: WindowView) -> None:
        """While there is no object, the viewport shows its photo."""
        path = view.object.photo
        shown = path is not None and bool(view.viewport_hint)
        photo = self._thumbnails.get(path, PHOTO_PREVIEW_PX) if path and shown else None
        self.viewport.show_photo(photo)

    def _on_thumbnail_loaded(self, path: str) -> None:
        view = self._shown
        if view is not None and path == str(view.object.photo):
            self._show_photo(view)
