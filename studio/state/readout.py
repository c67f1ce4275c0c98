"""The read-out of the viewport: how long a picture takes, of what, by what, how large."""

from __future__ import annotations

from dataclasses import dataclass

from studio.state.language import tr

BACKEND_TITLES = {
    "cpu_tiles": "CPU tiles", "gsplat_cuda": "gsplat (CUDA)", "opengl": "OpenGL",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """What is known of the picture that is shown."""

    draw_ms: float
    """Time it took [ms]; 0 while unknown."""
    backend: str
    """Name of `render.registry`."""
    width: int
    """Width it was drawn in [px]."""
    height: int
    """Height it was drawn in [px]."""


def readout(facts: PictureFacts | None, gaussian_count: int, unseen: int) -> tuple[str, ...]:
    """Lines of the read-out.

    Args:
        facts: Of the picture; None before the first.
        gaussian_count: Gaussians of what is shown.
        unseen: How many of them are hidden or deleted.
    """
    if facts is None:
        return (tr("No picture yet"),)
    rate = f"{1000 / facts.draw_ms:.0f}" if facts.draw_ms > 0 else "–"
    shown = gaussian_count - unseen
    counts = tr("{count} Gaussians", count=f"{shown:,}")
    if unseen:
        counts = tr("{count} of {all} Gaussians", count=f"{shown:,}", all=f"{gaussian_count:,}")
    return (
        tr("{time} ms · {rate} pictures/s", time=f"{facts.draw_ms:.1f}", rate=rate),
        counts,
        f"{BACKEND_TITLES.get(facts.backend, facts.backend)} · {facts.width} × {facts.height} px",
    )
