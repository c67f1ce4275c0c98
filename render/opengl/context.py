"""An off-screen OpenGL context through VisPy's EGL back-end."""

from __future__ import annotations

import importlib
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
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


def choose_opengl() -> None:
    """Make VisPy use desktop OpenGL; call it before a canvas is made.

    Errors are looked for by VisPy alone: PyOpenGL would raise at a feature that VisPy switches on
    whenever a context becomes current, and which core profiles do not have.
    """
    import OpenGL

    OpenGL.ERROR_CHECKING = False
    from vispy import gloo

    gloo.gl.use_gl("gl+")


def prepare_context() -> None:
    """Give the context that is current now a vertex array; core profiles have none by default."""
    from OpenGL import GL

    forget_errors()
    GL.glBindVertexArray(GL.glGenVertexArrays(1))


def forget_errors() -> None:
    """Drop the error of making a context current, which VisPy would blame on the next drawing."""
    from OpenGL import GL
    from vispy import gloo

    gloo.flush()
    while GL.glGetError() != GL.GL_NO_ERROR:
        pass


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
            self._canvas = _open_canvas()
            self._driver = current_driver()
        except BackendUnavailableError:
            raise
        except (ImportError, OSError, RuntimeError, AttributeError) as error:
            raise BackendUnavailableError(f"{error}; {REMEDY}") from error
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
    choose_opengl()
    from OpenGL import platform

    if type(platform.PLATFORM).__name__ != "EGLPlatform":
        raise BackendUnavailableError(
            "this process already draws in a window and cannot draw off-screen as well; "
            "render in a process of its own"
        )


def _open_canvas() -> Any:
    """Canvas that is never shown, on the default EGL device or else on Mesa's surfaceless one.

    A display server is hidden meanwhile: EGL would draw through it, which servers without a
    graphics card refuse.
    """
    reasons = []
    for platform in (None, "surfaceless"):
        changes: dict[str, str | None] = {"DISPLAY": None, "WAYLAND_DISPLAY": None}
        if "EGL_PLATFORM" not in os.environ:
            changes["EGL_PLATFORM"] = platform
        with _environment(changes):
            try:
                return _try_canvas()
            except (OSError, RuntimeError, AttributeError) as error:
                reasons.append(str(error))
    raise BackendUnavailableError(f"EGL cannot start ({'; '.join(reasons)}); {REMEDY}")


def _try_canvas() -> Any:
    backend: Any = importlib.import_module("vispy.app.backends._egl")
    if not backend.available:
        backend = importlib.reload(backend)
    if not backend.available:
        raise RuntimeError(backend.why_not)
    from vispy import app

    try:
        canvas = app.Canvas(app=app.Application("egl"), size=(16, 16), show=False)
    except (OSError, RuntimeError, AttributeError):
        backend.available = False  # so that the next platform is tried from the start
        raise
    canvas.set_current()
    prepare_context()
    return canvas


@contextmanager
def _environment(changes: dict[str, str | None]) -> Iterator[None]:
    """Set or remove environment variables for the length of a block."""
    before = {name: os.environ.get(name) for name in changes}
    try:
        _apply(changes)
        yield
    finally:
        _apply(before)


def _apply(values: dict[str, str | None]) -> None:
    for name, value in values.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
