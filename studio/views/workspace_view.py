"""`WorkspaceView`: the viewport in the middle, docks round it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDockWidget, QMainWindow, QStackedWidget, QWidget

from studio.controllers.studio_controller import Studio
from studio.state.language import tr
from studio.state.resolve import WindowView
from studio.state.studio_state import StudioState
from studio.views.centre_pages import CENTRE_PAGES, VIEWPORT
from studio.views.docks import DOCKS, Dock, DockContext
from studio.views.overlay import Overlay
from studio.views.panel import Panel
from studio.views.thumbnails import ThumbnailLoader
from studio.views.viewport_widget import ViewportWidget

PHOTO_PREVIEW_PX = 1024
_VIEW_COMMANDS = ("frame", "home-view")
_AREAS = {
    "left": Qt.DockWidgetArea.LeftDockWidgetArea,
    "right": Qt.DockWidgetArea.RightDockWidgetArea,
    "bottom": Qt.DockWidgetArea.BottomDockWidgetArea,
}


class WorkspaceView(QMainWindow):
    """Shown while a photo or project is open; a page of the window, not a window."""

    def __init__(
        self, studio: Studio, thumbnails: ThumbnailLoader, actions: dict[str, QAction]
    ) -> None:
        """Build viewport and docks.

        Args:
            studio: Controllers that the panels call.
            thumbnails: Reads the photo.
            actions: Actions of the window by command name.
        """
        super().__init__()
        self.setObjectName("workspace")
        self.setWindowFlags(Qt.WindowType.Widget)
        self.setDockNestingEnabled(True)
        self.viewport = ViewportWidget(studio.viewport)
        self._context = DockContext(studio, actions, thumbnails)
        self._thumbnails = thumbnails
        self._shown: WindowView | None = None
        thumbnails.loaded.connect(self._on_thumbnail_loaded)
        self._overlays = (
            Overlay(self.viewport, [actions[name] for name in _VIEW_COMMANDS]),
            Overlay(self.viewport, [actions["export"]], right=True, with_text=True),
        )
        self._centre = QStackedWidget()
        self._centre.addWidget(self.viewport)
        self.setCentralWidget(self._centre)
        self._pages: dict[str, QWidget] = {VIEWPORT: self.viewport}
        self.panels: dict[str, Panel[Any]] = {}
        self.docks: dict[str, QDockWidget] = {}
        for dock in DOCKS:
            self._add_dock(dock)

    @property
    def visible_docks(self) -> frozenset[str]:
        """Names of the commands whose docks are not hidden."""
        return frozenset(f"dock-{name}" for name, dock in self.docks.items() if not dock.isHidden())

    def toggle_dock(self, name: str) -> None:
        """Show or hide a dock."""
        dock = self.docks[name]
        dock.setVisible(dock.isHidden())

    def set_layout(self, name: str) -> None:
        """Show the docks of a layout and hide the others."""
        for dock in DOCKS:
            self.docks[dock.name].setVisible(name in dock.layouts)

    def show_centre(self, name: str) -> None:
        """Show a page in the middle, built when it is first asked for."""
        if name not in self._pages:
            page = next(page for page in CENTRE_PAGES if page.name == name)
            panel = page.make(self._context)
            self._pages[name] = self.panels[name] = panel
            self._centre.addWidget(panel)
            panel.show_state(self._context.studio.state)
        self._centre.setCurrentWidget(self._pages[name])

    def show_state(self, state: StudioState) -> None:
        """Let every panel show a state."""
        for panel in self.panels.values():
            panel.show_state(state)

    def apply(self, old: WindowView | None, new: WindowView) -> None:
        """Show what differs in the viewport between two views of the state."""
        self._shown = new
        hints = (new.viewport_hint, new.object.photo)
        if old is None or (old.viewport_hint, old.object.photo) != hints:
            self.viewport.show_hint(new.viewport_hint)
            self._show_photo(new)
            for overlay in self._overlays:
                overlay.setVisible(not new.viewport_hint)

    def _add_dock(self, dock: Dock) -> None:
        widget = QDockWidget(tr(dock.title))
        widget.setObjectName(f"dock-{dock.name}")
        panel = dock.make(self._context)
        widget.setWidget(panel)
        area = _AREAS[dock.area]
        self.addDockWidget(area, widget)
        neighbours = [
            self.docks[other.name]
            for other in DOCKS
            if other.area == dock.area and other.name in self.docks
        ]
        if neighbours:
            self.tabifyDockWidget(neighbours[-1], widget)
        widget.setVisible("edit" in dock.layouts)
        self.panels[dock.name], self.docks[dock.name] = panel, widget

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
