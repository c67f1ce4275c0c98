"""What the doctor's process tells the window."""

from __future__ import annotations

from dataclasses import dataclass

from studio.doctor_report import Check
from studio.state.doctor import Speed


@dataclass(frozen=True, slots=True)
class DoctorProgress:
    """Where the task stands."""

    stage: str
    """Present stage in words."""
    fraction: float
    """Share of the task that is done, 0 to 1."""


@dataclass(frozen=True, slots=True)
class DoctorDone:
    """The task has ended."""

    problem: str = ""
    """Why it failed, in one line; empty when it did not."""


DoctorMessage = DoctorProgress | Check | Speed | DoctorDone
