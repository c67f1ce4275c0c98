"""`WorkspaceView`: the viewport in the middle, docks round it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QChildEvent, Qt, QTimer
from PySide6.QtGui import QAction, QMouseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QDockWidget, QMainWindow, QStackedWidget, QTabWidget, QWidget

from studio.controllers.studio_controller import Studio
from studio.state.language import tr
from studio.state.layouts import Area, Arrangement, LayoutsState
from studio.state.resolve import WindowView
from studio.state.studio_state import StudioState
from studio.views.centre_pages import CENTRE_PAGES, VIEWPORT
from studio.views.docks import (
    DOCKS,
    Dock,
    DockContext,
    built_in_arrangement,
    with_new_docks,
)
from studio.views.dressing import dress, dress_child, hold_parts
from studio.views.overlay import Overlay
from studio.views.panel import Panel
from studio.views.shell.dock_focus import focus_next
from studio.views.shell.dock_layout import arrange, capture, resize_docks, widen_at_foot
from studio.views.shell.dock_titles import DockTitles
from studio.views.shell.panel_frame import PanelFrame
from studio.views.shell.panel_shelf import PanelShelf
from studio.views.shell.separator_style import SeparatorStyle
from studio.views.theme import px, theme_changed, ui_scale
from studio.views.thumbnails import ThumbnailLoader
from studio.views.viewport.furniture import ViewportFurniture
from studio.views.viewport_widget import ViewportWidget

PHOTO_PREVIEW_PX = 1024
_VIEW_COMMANDS = ("frame", "home-view")
_READABLE_PX = 200
_READABLE_WIDTH_PX = 360
"""Height and width that a dock gets at least when it is asked for by name."""
_NARROW_PX = 1120
"""Width of a workspace at 100 % with too little between its sides for what stands at its foot."""
_CENTRES = {"compare": "candidates"}
"""Page in the middle of a layout, where it is not the viewport."""


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
        self._share_corners()
        self.setDocumentMode(True)
        self.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        self._style = SeparatorStyle()
        self.setStyle(self._style)
        self.viewport = ViewportWidget(studio.viewport, studio.tools, studio.places)
        dress(self.viewport)
        self._furniture = ViewportFurniture(self.viewport, studio, actions)
        self._context = DockContext(studio, actions, thumbnails)
        self._thumbnails = thumbnails
        self._shown: WindowView | None = None
        thumbnails.loaded.connect(self._on_thumbnail_loaded)
        self._overlays = (
            Overlay(self.viewport, [actions[name] for name in _VIEW_COMMANDS]),
            Overlay(self.viewport, [actions["export"]], right=True, with_text=True),
        )
        self._centre = QStackedWidget()
        hold_parts(self._centre)
        self._centre.addWidget(self.viewport)
        self.setCentralWidget(self._centre)
        self._pages: dict[str, QWidget] = {VIEWPORT: self.viewport}
        self.panels = PanelShelf(self._make_panel, self._place_panel)
        self._seen_first: list[str] = []
        self.docks: dict[str, QDockWidget] = {}
        for dock in DOCKS:
            self._make_dock(dock)
        self._titles = DockTitles(self, self.docks)
        self._scale = ui_scale()
        self._sizes_px: Mapping[Area, int] = {}
        theme_changed.connect(self._on_theme_changed)
        self._asked = -1
        self._wanted = Arrangement()
        self._present: Arrangement | None = studio.state.layouts.present

    def showEvent(self, event: QShowEvent) -> None:
        """Give the docks their sizes, which Qt takes once they are on screen."""
        super().showEvent(event)
        if self._wanted.sizes_px:
            wanted, self._wanted = self._wanted, Arrangement()
            QTimer.singleShot(0, self, lambda: resize_docks(self, self.docks, wanted))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the foot its room."""
        super().resizeEvent(event)
        self._share_corners()

    def childEvent(self, event: QChildEvent) -> None:
        """Dress docks, and the tabs that Qt makes for them."""
        super().childEvent(event)
        dress_child(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Remember the sizes that the person gave the docks by dragging their edges."""
        super().mouseReleaseEvent(event)
        self._sizes_px = {**self._sizes_px, **self.arrangement.sizes_px}

    @property
    def visible_docks(self) -> frozenset[str]:
        """Names of the commands whose docks are not hidden."""
        return frozenset(f"dock-{name}" for name, dock in self.docks.items() if not dock.isHidden())

    @property
    def arrangement(self) -> Arrangement:
        """Where the docks stand now; while they are not seen, they keep the sizes they had."""
        found = capture(self, self.docks)
        return replace(found, sizes_px={**self._sizes_px, **found.sizes_px})

    def toggle_dock(self, name: str) -> None:
        """Show a dock and bring it to the front; hide it if it is there already."""
        dock = self.docks[name]
        if dock.isHidden() or dock.visibleRegion().isEmpty():
            self.show_dock(name)
        else:
            dock.hide()

    def show_dock(self, name: str) -> None:
        """Show a dock and bring it to the front."""
        dock = self.docks[name]
        dock.show()
        dock.raise_()
        if dock.height() < px(_READABLE_PX) and not dock.isFloating():
            self.resizeDocks([dock], [px(_READABLE_PX)], Qt.Orientation.Vertical)
        widen_at_foot(self, dock, px(_READABLE_WIDTH_PX))

    def focus_next_dock(self) -> None:
        """Give the keyboard to the dock after the one that has it, or to the viewport."""
        focus_next(self._centre, list(self.docks.values()))

    def show_centre(self, name: str) -> None:
        """Show a page in the middle, built when it is first asked for."""
        if name not in self._pages:
            page = next(page for page in CENTRE_PAGES if page.name == name)
            panel = page.make(self._context)
            self.panels[name] = panel
            self._pages[name] = PanelFrame(panel)  # a wide page must not squeeze the docks
            dress(self._pages[name])
            self._centre.addWidget(self._pages[name])
            panel.show_state(self._context.studio.state)
        self._centre.setCurrentWidget(self._pages[name])

    def toggle_centre(self, name: str) -> None:
        """Show a page in the middle, or the viewport if the page is there already."""
        shown = self._pages.get(name)
        self.show_centre(VIEWPORT if self._centre.currentWidget() is shown else name)

    def show_state(self, state: StudioState) -> None:
        """Arrange the docks when that is asked for, and let every panel show a state."""
        if state.layouts.asked != self._asked:
            self._arrange(state.layouts)
        for panel in self.panels.values():
            panel.show_state(state)
        self._furniture.show_state()
        self.viewport.layer.update()

    def apply(self, old: WindowView | None, new: WindowView) -> None:
        """Show what differs in the viewport between two views of the state."""
        self._shown = new
        hints = (new.viewport_hint, new.object.photo)
        if old is None or (old.viewport_hint, old.object.photo) != hints:
            self.viewport.show_hint(new.viewport_hint)
            self._show_photo(new)
            for overlay in self._overlays:
                overlay.setVisible(not new.viewport_hint)

    def _make_dock(self, dock: Dock) -> None:
        widget = QDockWidget(tr(dock.title), self)
        widget.setObjectName(f"dock-{dock.name}")
        widget.visibilityChanged.connect(partial(self._on_dock_seen, dock.name))
        self.docks[dock.name] = widget

    def _make_panel(self, name: str) -> Panel[Any]:
        """Build a dock's panel; docks that nobody looks at stay empty and cost no time."""
        dock = next(dock for dock in DOCKS if dock.name == name)
        panel = dock.make(self._context)
        panel.setAccessibleName(tr(dock.title))
        return panel

    def _place_panel(self, name: str, panel: Panel[Any]) -> None:
        """Put a panel into its dock, which dresses it."""
        self.docks[name].setWidget(PanelFrame(panel))
        panel.show_state(self._context.studio.state)

    def _share_corners(self) -> None:
        """The foot goes from side to side where it would be too narrow between the sides."""
        sides = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea
        if self.width() < px(_NARROW_PX):
            sides = Qt.DockWidgetArea.BottomDockWidgetArea, Qt.DockWidgetArea.BottomDockWidgetArea
        corners = Qt.Corner.BottomLeftCorner, Qt.Corner.BottomRightCorner
        for corner, area in zip(corners, sides, strict=True):
            if self.corner(corner) != area:
                self.setCorner(corner, area)

    def _on_theme_changed(self) -> None:
        """Docks keep their share of the window at another scale."""
        self._share_corners()
        if ui_scale() != self._scale:
            self._scale = ui_scale()
            kept = replace(self.arrangement, sizes_px=self._sizes_px)
            QTimer.singleShot(0, self, lambda: resize_docks(self, self.docks, kept))

    def _on_dock_seen(self, name: str, seen: bool) -> None:
        """Build what is seen first, half a panel an event: at once they would hold the window."""
        if not seen or name in self.panels or name in self._seen_first:
            return
        self._seen_first.append(name)
        if len(self._seen_first) == 1:
            QTimer.singleShot(0, self, self._build_seen)

    def _build_seen(self) -> None:
        if self.panels.step(self._seen_first[0]):
            del self._seen_first[0]
        if self._seen_first:
            QTimer.singleShot(0, self, self._build_seen)

    def _arrange(self, layouts: LayoutsState) -> None:
        """Put the docks where the last session left them, later where a layout has them."""
        first, self._asked = self._asked < 0, layouts.asked
        wanted = layouts.own.get(layouts.current) or built_in_arrangement(layouts.current)
        if first and self._present is not None:
            wanted = self._present
        self._wanted = with_new_docks(wanted, layouts.current)
        self._sizes_px = self._wanted.sizes_px
        arrange(self, self.docks, self._wanted)
        self._titles.follow()
        centre = _CENTRES.get(layouts.current, VIEWPORT)
        pages = {page.name for page in CENTRE_PAGES}
        if not first:
            self.show_centre(centre if centre in pages else VIEWPORT)

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
