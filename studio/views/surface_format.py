"""The kind of OpenGL context that the window asks for."""

from __future__ import annotations

from PySide6.QtGui import QSurfaceFormat

from render.opengl.context import LOWEST_VERSION


def modern_opengl(base: QSurfaceFormat | None = None) -> QSurfaceFormat:
    """A format with a core profile, the only one in which macOS has modern OpenGL.

    Args:
        base: Its buffers are kept; None takes Qt's.
    """
    wanted = QSurfaceFormat(base) if base is not None else QSurfaceFormat()
    wanted.setVersion(*LOWEST_VERSION)  # drivers give a newer one where they can
    wanted.setProfile(QSurfaceFormat.OpenGLContextProfile.CoreProfile)
    return wanted


def choose_before_application() -> None:
    """Let all of Qt's contexts be of that kind, without which they cannot share on macOS."""
    QSurfaceFormat.setDefaultFormat(modern_opengl())
