"""`GLSurface`: draws backdrop and cloud through the graphics driver, in the window."""

from __future__ import annotations

import logging
import time
from typing import Any

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtOpenGLWidgets import QOpenGLWidget
from PySide6.QtWidgets import QWidget

from render.backdrop import Backdrop
from render.camera import Camera
from render.errors import BackendUnavailableError
from render.gaussians import GaussianCloud
from render.opengl.probe import OpenGLReport
from render.overlays import Overlays, overlay_scene
from studio.controllers.viewport_controller import ViewportController
from studio.jobs.view_messages import SceneRef
from studio.jobs.view_runner import CloudFrame
from studio.views.surface_format import modern_opengl

_log = logging.getLogger(__name__)


class GLSurface:
    """A VisPy canvas over its parent; the mouse goes through it to the parent.

    VisPy and OpenGL are imported when a surface is made, never before.
    """

    def __init__(self, parent: QWidget, controller: ViewportController) -> None:
        """Open a canvas.

        Args:
            parent: Widget that is covered.
            controller: Gives the view and hands out clouds.

        Raises:
            BackendUnavailableError: If there is no usable OpenGL in this window.
        """
        self._controller = controller
        self._visual: Any = None
        self._scene: SceneRef | None = None
        self._pending: CloudFrame | None = None
        self._shown: CloudFrame | None = None
        self._fitted: tuple[object, ...] = ()
        self.driver: OpenGLReport | None = None
        self._fault = ""
        try:
            self._canvas = _open_canvas(parent)
        except (ImportError, OSError, RuntimeError, AttributeError) as error:
            raise BackendUnavailableError(f"OpenGL cannot draw in this window: {error}") from error
        self.widget: QOpenGLWidget = self._canvas.native
        self.widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._canvas.events.draw.connect(self._on_draw)

    @property
    def failure(self) -> str:
        """Why nothing is drawn any more, empty while all is well."""
        handle = self.widget.window().windowHandle()
        on_screen = self.widget.isVisible() and handle is not None and handle.isExposed()
        if on_screen and not self.widget.isValid():
            return "this window got no OpenGL 3.3 context"
        return self._fault

    @property
    def shown_scene(self) -> SceneRef | None:
        """Scene whose cloud lies in graphics memory."""
        return self._scene

    def show_cloud(self, cloud: CloudFrame) -> None:
        """Draw another frame at the next paint."""
        keeps_colors = self._pending is not None and self._pending.query.with_colors
        if keeps_colors and not cloud.query.with_colors:
            self._upload()
        self._pending = cloud
        self._canvas.update()

    def refresh(self) -> None:
        """Draw again, because the view has changed."""
        self._canvas.update()

    def close(self) -> None:
        """Release the canvas."""
        self._canvas.events.draw.disconnect(self._on_draw)
        self._canvas.close()
        self.widget.setParent(None)
        self.widget.deleteLater()

    def _on_draw(self, _event: object) -> None:
        if self._fault:
            return
        try:
            self._draw()
        except (RuntimeError, OSError, ValueError) as error:
            self._fault = " ".join(str(error).split())
            _log.exception("OpenGL failed")

    def _draw(self) -> None:
        from render.opengl.context import forget_errors

        forget_errors()
        self._start()
        self._upload()
        camera, backdrop, settings, overlays = self._controller.view()
        self._visual.backdrop.backdrop = backdrop
        self._fit_overlays(camera, backdrop, overlays)
        start = time.perf_counter()
        self._visual.draw(camera, settings, overlays)
        self._controller.drawn_ms = (time.perf_counter() - start) * 1e3

    def _fit_overlays(self, camera: Camera, backdrop: Backdrop, overlays: Overlays) -> None:
        """Fit grid, axes and bounds to the cloud that is shown, when it has changed."""
        if not overlays.any_drawn or self._shown is None:
            return
        on_light = backdrop.is_light(camera)
        wanted = (self._shown, on_light, backdrop.ground_z_m)
        if wanted == self._fitted:
            return
        self._fitted = wanted
        count = len(self._shown.geometry[0])
        cloud = GaussianCloud(*self._shown.geometry, np.zeros((count, 1, 3), np.float32))
        self._visual.overlay_scene = overlay_scene(
            cloud, ground_z_m=backdrop.ground_z_m, on_light=on_light
        )

    def _start(self) -> None:
        """Load the shaders once the context is current."""
        if self._visual is not None:
            return
        from render.opengl.context import current_driver, prepare_context, require_version
        from render.opengl.scene_visual import SceneVisual

        prepare_context()
        self.driver = current_driver()
        require_version(self.driver)
        self._visual = SceneVisual()

    def _upload(self) -> None:
        cloud, self._pending = self._pending, None
        if cloud is None or self._visual is None:
            self._pending = cloud
            return
        if cloud.query.with_colors:
            self._visual.splats.set_cloud(cloud.cloud())
            self._scene = cloud.query.scene
        elif cloud.query.scene == self._scene:
            self._visual.splats.set_geometry(*cloud.geometry)
        else:
            return
        self._shown = cloud
        self._visual.backdrop.set_shadow(cloud.shadow)


def _open_canvas(parent: QWidget) -> Any:
    from vispy import app

    from render.opengl.context import choose_opengl

    choose_opengl()
    application = app.use_app("pyside6")
    canvas = app.Canvas(app=application, parent=parent, keys=None, show=False)
    canvas.native.setFormat(modern_opengl(canvas.native.format()))
    return canvas
