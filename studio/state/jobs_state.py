"""What the compute process is doing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from psygnal import SignalGroupDescriptor

ComputeStatus = Literal["starting", "ready", "restarting"]


@dataclass(frozen=True, slots=True)
class JobStatus:
    """The job that runs now."""

    generation: int
    """Number of the job; answers with another number are dropped."""
    title: str
    """What is being done, for example "Simulating Take 2"."""
    stage: str = ""
    """Present stage in words."""
    fraction: float = 0.0
    """Share of the stage that is done, 0 to 1."""
    cancelling: bool = False
    """True from the user's cancel until the job has ended."""


@dataclass
class JobsState:
    """Jobs intent and progress; every field is an event."""

    events: ClassVar[SignalGroupDescriptor] = SignalGroupDescriptor()

    active: JobStatus | None = None
    """Running job."""
    waiting_count: int = 0
    """Jobs that wait behind it."""
    compute: ComputeStatus = "starting"
    """State of the compute process."""
