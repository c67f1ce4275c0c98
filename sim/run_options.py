"""`RunOptions`: how a simulation is carried out, apart from what is simulated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from render.errors import InputError
from render.progress import ProgressCallback, ignore_progress
from sim.hand_record import CommandSource
from sim.scene.hand import HandCommand
from sim.stiffness import SimulatedMaterial

DEVICES = ("cpu", "cuda")
PRECISIONS = ("float32", "float64")


@dataclass(frozen=True, slots=True, eq=False)
class RunOptions:
    """Device, precision, what is stored, the hand, and what the caller hears meanwhile."""

    device: str = "cpu"
    """Where to simulate: "cpu" or "cuda"."""
    precision: str = "float32"
    """Arithmetic of the solver: "float32" or "float64"."""
    materials: Sequence[SimulatedMaterial] | None = None
    """Materials of all bodies and their regions from `map_stiffness` over a whole set; None maps
    those of this run."""
    checkpoint_every: int = 10
    """Frames between two checkpoints; 0 for none, which leaves nothing to resume from."""
    fields: tuple[str, ...] = ()
    """Scalars to store a Gaussian, names of `take_fields.FIELD_UNITS`."""
    hand: CommandSource | None = None
    """What a hand does while the simulation runs, asked for between substeps."""
    replay: tuple[HandCommand, ...] = ()
    """Hand commands of an earlier take, given again at their times."""
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
        if self.checkpoint_every < 0:
            raise InputError(
                f"frames between checkpoints must be 0 or more, got {self.checkpoint_every}"
            )
