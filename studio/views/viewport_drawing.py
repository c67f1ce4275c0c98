"""`ViewportDrawing`: decides whether the viewport draws through OpenGL or shows pictures."""

from __future__ import annotations

import logging
import sys

from render.errors import BackendUnavailableError
from studio.controllers.studio_controller import Studio
from studio.jobs.view_messages import COLOR_PASS
from studio.jobs.view_renderer import CPU, CUDA
from studio.state.language import tr
from studio.views.gl_surface import GLSurface
from studio.views.viewport_widget import ViewportWidget

_log = logging.getLogger(__name__)


class ViewportDrawing:
    """Applies the preference of `RENDERERS`, at once and whenever it changes.

    "auto" takes OpenGL only where a graphics card stands behind it: software OpenGL is slower
    than the CPU tile renderer. Pictures come from the view process, drawn on the CPU or by gsplat.
    """

    def __init__(self, studio: Studio, viewport: ViewportWidget) -> None:
        """Draw in a viewport widget, with CPU pictures to begin with."""
        self._studio = studio
        self._viewport = viewport
        self._surface: GLSurface | None = None
        self._refused = False
        self._backend = CPU

    @property
    def surface(self) -> GLSurface | None:
        """The OpenGL surface, None while CPU pictures are shown."""
        return self._surface

    def update(self) -> None:
        """Follow preference, probe and driver; cheap, called with every change and poll."""
        if self._surface is not None and self._is_unfit(self._surface):
            self._refused = True
        self._choose_backend()
        wanted = self._wants_opengl()
        if wanted and self._surface is None:
            self._open()
        elif not wanted and self._surface is not None:
            self.close()

    def close(self) -> None:
        """Back to CPU pictures."""
        surface, self._surface = self._surface, None
        if surface is not None:
            self._viewport.set_surface(None)
            surface.close()
            self._studio.viewport.on_view = lambda: None
            self._studio.viewport.draw_clouds(False)

    def _choose_backend(self) -> None:
        """Tell the view process what draws its pictures."""
        choice = self._studio.preferences.value.renderer
        backend = CUDA if choice == CUDA else CPU
        if backend != self._backend:
            self._backend = backend
            self._studio.use_backend(backend)

    def _wants_opengl(self) -> bool:
        choice = self._studio.preferences.value.renderer
        if self._studio.state.viewport.pass_name != COLOR_PASS:
            return False  # passes come as pictures from the view process
        if choice in ("software", CUDA):
            self._refused = False  # a later "opengl" is tried anew
            return False
        if self._refused:
            return False
        if choice == "opengl":
            return True
        if not sys.platform.startswith("linux"):
            return True  # nothing can be probed off-screen; the surface tells what draws
        self._studio.graphics.start()
        report = self._studio.graphics.report()
        return report is not None and not report.is_software

    def _is_unfit(self, surface: GLSurface) -> bool:
        """OpenGL failed while drawing, or "auto" turned out to be drawn by the CPU."""
        if surface.failure:
            self._studio.state.notices.post(
                "warning",
                tr("OpenGL failed; the viewport draws on the CPU now."),
                details=surface.failure,
            )
            return True
        forced = self._studio.preferences.value.renderer == "opengl"
        return not forced and surface.driver is not None and surface.driver.is_software

    def _open(self) -> None:
        try:
            surface = GLSurface(self._viewport, self._studio.viewport)
        except BackendUnavailableError as error:
            self._refused = True
            _log.warning("%s", error)
            self._studio.state.notices.post("warning", str(error))
            return
        self._surface = surface
        self._viewport.set_surface(surface.widget)
        self._studio.viewport.feed.on_cloud = surface.show_cloud
        self._studio.viewport.on_view = surface.refresh
        self._studio.viewport.draw_clouds(True)
