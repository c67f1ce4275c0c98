"""Presenter mode: what visitors see, and what the operator was told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from psygnal import SignalGroupDescriptor


@dataclass
class StageState:
    """Presenter mode as it is now; every field is an event."""

    events: ClassVar[SignalGroupDescriptor] = SignalGroupDescriptor()

    active: bool = False
    """Whether visitors have the screen."""
    awake: bool = False
    """Whether a visitor is here; the attract loop plays while nobody is."""
    comparing: bool = False
    """Whether the visitor asked for two variants to choose from."""
    told: bool = False
    """Whether the operator is still told how to leave."""
    countdown_s: int | None = None
    """Seconds until everything starts over; None while that is far."""
    line: str = ""
    """A calm sentence when something did not work; empty when all is well."""
    held: float = 0.0
    """Share of the time that Escape must be held which has passed, 0 to 1."""
