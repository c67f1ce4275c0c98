"""Which back-ends run here, and the one door through which they are opened."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass

from render.base import Renderer
from render.errors import BackendUnavailableError, InputError

AUTO_ORDER = ("cpu_tiles", "reference")
"""Back-ends that "auto" tries for off-screen pictures, best first."""

BACKEND_NAMES = ("cpu_tiles", "opengl", "reference")


@dataclass(frozen=True, slots=True)
class BackendReport:
    """Whether a back-end runs here."""

    name: str
    """Name that `open_renderer` takes."""
    available: bool
    """Whether it can draw on this machine."""
    detail: str
    """What it draws with, or why it cannot and what helps."""


def available_backends() -> tuple[BackendReport, ...]:
    """Report on every back-end, the fastest exact one first."""
    return tuple(_report(name) for name in BACKEND_NAMES)


def open_renderer(name: str = "auto") -> Renderer:
    """Open a back-end.

    Args:
        name: "auto", or one of `BACKEND_NAMES`.

    Returns:
        A renderer; call its `close` when done.

    Raises:
        InputError: If there is no back-end of that name.
        BackendUnavailableError: If it cannot run here; the message names the remedy.
    """
    if name == "auto":
        name = next((item for item in AUTO_ORDER if _report(item).available), AUTO_ORDER[-1])
    if name == "cpu_tiles":
        _require(name)
        from render.cpu_tiles.renderer import CpuTilesRenderer

        return CpuTilesRenderer()
    if name == "opengl":
        from render.opengl.renderer import OpenGLRenderer

        return OpenGLRenderer()
    if name == "reference":
        from render.reference import ReferenceRenderer

        return ReferenceRenderer()
    known = ", ".join(("auto", *BACKEND_NAMES))
    raise InputError(f"unknown renderer {name!r}; use one of: {known}")


def _require(name: str) -> None:
    report = _report(name)
    if not report.available:
        raise BackendUnavailableError(report.detail)


def _report(name: str) -> BackendReport:
    if name == "reference":
        return BackendReport(name, available=True, detail="numpy, exact and slow")
    if name == "cpu_tiles":
        if importlib.util.find_spec("numba") is None:
            return BackendReport(
                name, available=False, detail="numba is missing: pip install numba"
            )
        return BackendReport(name, available=True, detail="numba kernels on all CPU cores")
    return _opengl_report()


def _opengl_report() -> BackendReport:
    from render.opengl.probe import probe_opengl

    try:
        driver = probe_opengl()
    except BackendUnavailableError as error:
        return BackendReport("opengl", available=False, detail=str(error))
    detail = f"{driver.renderer} ({driver.vendor}), OpenGL {driver.version}, {driver.kind}"
    return BackendReport("opengl", available=True, detail=detail)
