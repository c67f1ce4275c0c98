"""`ViewportFurniture`: all that floats over the viewport, kept in step with the state."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAction

from studio.controllers.studio_controller import Studio
from studio.views.theme import px
from studio.views.viewport.pass_box import PassBox
from studio.views.viewport.tool_strip import ToolStrip
from studio.views.viewport.view_cube import SIZE_PX, ViewCube
from studio.views.viewport_widget import ViewportWidget

_MARGIN_PX = 12
_CUBE_TOP_PX = 56


class ViewportFurniture(QObject):
    """Tools on the left, the cube on the right, the choice of passes below."""

    def __init__(
        self, viewport: ViewportWidget, studio: Studio, actions: dict[str, QAction]
    ) -> None:
        """Furnish a viewport.

        Args:
            viewport: Viewport.
            studio: Controllers that are called.
            actions: Actions of the window by command name.
        """
        super().__init__(viewport)
        self._viewport = viewport
        self._state = studio.state
        self.tools = ToolStrip(viewport, actions)
        self.cube = ViewCube(viewport, studio.state, studio.places)
        self.passes = PassBox(viewport, studio.viewport)
        self._shown: tuple[object, ...] = ()
        viewport.installEventFilter(self)

    def show_state(self) -> None:
        """Follow the state; cheap while nothing changes."""
        view = self._state.viewport
        empty = self._state.document.project is None or not self._state.document.gaussian_count
        wanted = (empty, view.view_cube, view.pass_name, view.camera, view.hud, view.tool,
                  self._state.placement.pose, self._state.selection.mask)  # fmt: skip
        if wanted == self._shown:
            return
        self._shown = wanted
        self.tools.set_shown(not empty)
        self.cube.setVisible(view.view_cube and not empty)
        self.passes.setVisible(not empty)
        self.passes.show_pass(view.pass_name)
        self.cube.update()
        self._viewport.layer.update()
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the cube in its corner."""
        if event.type() == QEvent.Type.Resize and watched is self._viewport:
            self._place()
        return False

    def _place(self) -> None:
        left = self._viewport.width() - px(SIZE_PX) - px(_MARGIN_PX)
        self.cube.move(left, px(_CUBE_TOP_PX))
