"""Quality presets: how fine a simulation may be and how many frames it has."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from render.errors import InputError

STIFF_CFL = 0.3
"""Courant number at which a preset's substep count sets the stiffest simulated modulus."""


@dataclass(frozen=True, slots=True)
class QualityPreset:
    """Upper limits of one simulation and the size of its video (design section 7)."""

    name: str
    """Name as typed on the command line."""
    grid: int
    """Grid figure: cells along twice the longest side of the body, an upper limit."""
    max_particles: int
    """Largest number of particles."""
    max_substeps: int
    """Substeps a frame that the stiffest material may need at `STIFF_CFL`."""
    cfl: float
    """Largest Courant number (c + |v|) dt / dx of a substep."""
    frame_count: int
    """Frames of a take, the rest frame included."""
    frame_dt_s: float
    """Time between two frames [s]."""
    video_px: int
    """Side of the exported video [px]."""
    fixed_dt_s: float | None = None
    """Longest substep [s] where the preset asks for a fixed one, otherwise None."""

    def finest_dx_m(self, longest_side_m: float) -> float:
        """Smallest cell side [m] for a body of this longest side [m]."""
        return 2.0 * longest_side_m / self.grid


QUALITY_PRESETS: MappingProxyType[str, QualityPreset] = MappingProxyType(
    {
        preset.name: preset
        for preset in (
            QualityPreset("sketch", 32, 2_000, 100, 0.5, 25, 0.04, 256),
            QualityPreset("preview", 64, 15_000, 200, 0.5, 50, 0.04, 512),
            QualityPreset("standard", 128, 150_000, 400, 0.5, 50, 0.04, 1080),
            QualityPreset("paper", 200, 1_000_000, 2_000, 0.5, 50, 0.04, 1080, fixed_dt_s=2e-5),
        )
    }
)
"""Presets by name, coarsest first."""
IMPORTED_QUALITY = QualityPreset("imported", 200, 2_000_000, 1_000_000, 0.5, 100, 0.01, 800)
"""Limits of scenes that bring their own grid and timing; both replace those that stand here."""


def quality_preset(name: str) -> QualityPreset:
    """Preset of a name such as "preview", any case.

    Raises:
        InputError: If the name is unknown; the message lists the known ones.
    """
    try:
        return QUALITY_PRESETS[name.strip().lower()]
    except KeyError:
        known = ", ".join(QUALITY_PRESETS)
        raise InputError(f"unknown quality {name!r}; use one of: {known}") from None


def quality_of_take(name: str) -> QualityPreset:
    """Limits that a take was made with, by the name that it keeps.

    Raises:
        InputError: If the name is unknown.
    """
    return IMPORTED_QUALITY if name == IMPORTED_QUALITY.name else quality_preset(name)
