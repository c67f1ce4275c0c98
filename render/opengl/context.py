"""An off-screen OpenGL context through VisPy's EGL back-end."""

from __future__ import annotations

import importlib
import logging
import os
import sys
from typing import Any

from render.errors import BackendUnavailableError
from render.opengl.probe import REMEDY, OpenGLReport

logger = logging.getLogger(__name__)

LOWEST_VERSION = (3, 3)
"""Oldest OpenGL that the shaders run on."""


def current_driver() -> OpenGLReport:
    """Driver of the context that is current now."""
    from vispy.gloo import gl

    return OpenGLReport(
        vendor=str(gl.glGetParameter(gl.GL_VENDOR)),
        renderer=str(gl.glGetParameter(gl.GL_RENDERER)),
        version=str(gl.glGetParameter(gl.GL_VERSION)),
    )


def require_version(driver: OpenGLReport) -> None:
    """Refuse drivers older than `LOWEST_VERSION`.

    Raises:
        BackendUnavailableError: If it is older; the message names both versions.
    """
    words = driver.version.split()[0].split(".")
    found = tuple(int(word) for word in words[:2] if word.isdigit())
    if found < LOWEST_VERSION:
        raise BackendUnavailableError(
            f"OpenGL 3.3 is needed, {driver.renderer} offers {driver.version}; {REMEDY}"
        )


class OffscreenContext:
    """Owns a canvas that is never shown; its context is current after construction."""

    def __init__(self) -> None:
        """Open the context.

        Raises:
            BackendUnavailableError: If there is no EGL or OpenGL is too old.
        """
        if not sys.platform.startswith("linux"):
            raise BackendUnavailableError(f"off-screen OpenGL needs EGL on Linux; {REMEDY}")
        try:
            _choose_egl()
            _prepare_egl()
            from vispy import app, gloo

            gloo.gl.use_gl("gl+")
            self._application = app.Application("egl")
            self._canvas: Any = app.Canvas(app=self._application, size=(16, 16), show=False)
            self._canvas.set_current()
            self._driver = current_driver()
        except BackendUnavailableError:
            raise
        except (ImportError, OSError, RuntimeError, AttributeError) as error:
            raise BackendUnavailableError(f"OpenGL cannot start ({error}); {REMEDY}") from error
        require_version(self._driver)

    def make_current(self) -> None:
        """Make this the context that OpenGL calls go to."""
        self._canvas.set_current()

    def report(self) -> OpenGLReport:
        """Driver behind this context."""
        return self._driver

    def close(self) -> None:
        """Release the context."""
        self._canvas.close()


def _choose_egl() -> None:
    """Make PyOpenGL look up functions and contexts through EGL; it decides once, when imported."""
    if "OpenGL" not in sys.modules:
        os.environ.setdefault("PYOPENGL_PLATFORM", "egl")
    from OpenGL import platform

    if type(platform.PLATFORM).__name__ != "EGLPlatform":
        raise BackendUnavailableError(
            "this process already draws in a window and cannot draw off-screen as well; "
            "render in a process of its own"
        )


def _prepare_egl() -> None:
    """Load VisPy's EGL back-end; without a display server Mesa needs the surfaceless platform."""
    backend = importlib.import_module("vispy.app.backends._egl")
    if backend.available or "EGL_PLATFORM" in os.environ:
        _require_available(backend)
        return
    os.environ["EGL_PLATFORM"] = "surfaceless"
    try:
        backend = importlib.reload(backend)
    finally:
        del os.environ["EGL_PLATFORM"]
    _require_available(backend)


def _require_available(backend: Any) -> None:
    if not backend.available:
        raise BackendUnavailableError(f"EGL cannot start ({backend.why_not}); {REMEDY}")
