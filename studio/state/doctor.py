"""What the doctor knows about this machine so far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from psygnal import SignalGroupDescriptor

from studio.doctor_report import Check

Task = Literal["look", "measure"]


@dataclass(frozen=True, slots=True)
class Speed:
    """How fast one part of the program is here."""

    name: str
    """What was measured, for example "simulator"."""
    figure: float
    """Measured value in `unit`."""
    unit: str
    """Unit of the figure."""
    seconds: float
    """What it means: seconds of a typical piece of work."""


@dataclass
class DoctorState:
    """Findings and figures; every field is an event."""

    events: ClassVar[SignalGroupDescriptor] = SignalGroupDescriptor()

    shown: bool = False
    """Whether the doctor's page is in front."""
    task: Task | None = None
    """What runs; None for nothing."""
    stage: str = ""
    """Present stage of the task."""
    fraction: float = 0.0
    """Share of the task that is done."""
    checks: tuple[Check, ...] = ()
    """Findings so far."""
    complete: bool = False
    """True when every check was made."""
    speeds: tuple[Speed, ...] = ()
    """What was measured."""
    problem: str = ""
    """Why the last task failed; empty when it did not."""
