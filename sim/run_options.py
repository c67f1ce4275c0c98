"""`RunOptions`: how a simulation is carried out, apart from what is simulated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from render.errors import InputError
from render.progress import ProgressCallback, ignore_progress
from sim.stiffness import SimulatedMaterial

DEVICES = ("cpu", "cuda")
PRECISIONS = ("float32", "float64")


@dataclass(frozen=True, slots=True, eq=False)
class RunOptions:
    """Device, precision and what the caller hears while a simulation runs."""

    device: str = "cpu"
    """Where to simulate: "cpu" or "cuda"."""
    precision: str = "float32"
    """Arithmetic of the solver: "float32" or "float64"."""
    materials: Sequence[SimulatedMaterial] | None = None
    """Materials of the bodies from `map_stiffness` over a whole set; None maps each by itself."""
    progress: ProgressCallback = ignore_progress
    """Called with the fraction of frames done; may raise `CancelledError`."""
    title: str = ""
    """Name for log messages; empty takes the take's."""

    def __post_init__(self) -> None:
        for name, value, known in (
            ("device", self.device, DEVICES),
            ("precision", self.precision, PRECISIONS),
        ):
            if value not in known:
                raise InputError(f"unknown {name} {value!r}; use one of: {', '.join(known)}")
