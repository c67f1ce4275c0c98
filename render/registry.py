"""Which back-ends run here, and the one door through which they are opened."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from dataclasses import dataclass

from render.base import Renderer
from render.errors import BackendUnavailableError, InputError
from render.fallback import BackendChoice, Candidate, FallbackRenderer

AUTO_ORDER = ("gsplat_cuda", "cpu_tiles", "reference")
"""Back-ends that "auto" tries for off-screen pictures, best first.

OpenGL is not among them: it draws in the window, and is promised less exactly.
"""

BACKEND_NAMES = ("gsplat_cuda", "cpu_tiles", "opengl", "reference")


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
    """Report on every back-end, the fastest exact one first; slow, each is really started."""
    return tuple(_REPORTS[name]() for name in BACKEND_NAMES)


def automatic_choice(reports: tuple[BackendReport, ...]) -> BackendChoice:
    """Which back-end "auto" takes where `reports` are right, and why."""
    by_name = {report.name: report for report in reports}
    refused: list[tuple[str, str]] = []
    for name in AUTO_ORDER:
        if by_name[name].available:
            return BackendChoice(name, tuple(refused))
        refused.append((name, by_name[name].detail))
    return BackendChoice(AUTO_ORDER[-1], tuple(refused[:-1]))


def open_renderer(name: str = "auto") -> Renderer:
    """Open a back-end.

    Args:
        name: "auto", or one of `BACKEND_NAMES`. "auto" goes on with the next one when the best
            fails later, too.

    Returns:
        A renderer; call its `close` when done.

    Raises:
        InputError: If there is no back-end of that name.
        BackendUnavailableError: If it cannot run here; the message names the remedy.
    """
    if name == "auto":
        return FallbackRenderer([Candidate(item, _OPENERS[item]) for item in AUTO_ORDER])
    if name in _OPENERS:
        return _OPENERS[name]()
    known = ", ".join(("auto", *BACKEND_NAMES))
    raise InputError(f"unknown renderer {name!r}; use one of: {known}")


def _open_gsplat() -> Renderer:
    from render.gsplat_cuda.renderer import GsplatRenderer

    return GsplatRenderer()


def _open_cpu_tiles() -> Renderer:
    report = _cpu_tiles_report()
    if not report.available:
        raise BackendUnavailableError(report.detail)
    from render.cpu_tiles.renderer import CpuTilesRenderer

    return CpuTilesRenderer()


def _open_opengl() -> Renderer:
    from render.opengl.renderer import OpenGLRenderer

    return OpenGLRenderer()


def _open_reference() -> Renderer:
    from render.reference import ReferenceRenderer

    return ReferenceRenderer()


def _gsplat_report() -> BackendReport:
    from render.gsplat_cuda.probe import probe_gsplat

    try:
        return BackendReport("gsplat_cuda", available=True, detail=probe_gsplat())
    except BackendUnavailableError as error:
        return BackendReport("gsplat_cuda", available=False, detail=str(error))


def _cpu_tiles_report() -> BackendReport:
    missing = importlib.util.find_spec("numba") is None
    detail = "numba is missing: pip install numba" if missing else "numba kernels on all CPU cores"
    return BackendReport("cpu_tiles", available=not missing, detail=detail)


def _opengl_report() -> BackendReport:
    from render.opengl.probe import probe_opengl

    try:
        driver = probe_opengl()
    except BackendUnavailableError as error:
        return BackendReport("opengl", available=False, detail=str(error))
    detail = f"{driver.renderer} ({driver.vendor}), OpenGL {driver.version}, {driver.kind}"
    return BackendReport("opengl", available=True, detail=detail)


def _reference_report() -> BackendReport:
    return BackendReport("reference", available=True, detail="numpy, exact and slow")


_OPENERS: dict[str, Callable[[], Renderer]] = {
    "gsplat_cuda": _open_gsplat,
    "cpu_tiles": _open_cpu_tiles,
    "opengl": _open_opengl,
    "reference": _open_reference,
}

_REPORTS: dict[str, Callable[[], BackendReport]] = {
    "gsplat_cuda": _gsplat_report,
    "cpu_tiles": _cpu_tiles_report,
    "opengl": _opengl_report,
    "reference": _reference_report,
}
