"""The hand: how it takes hold, and what it does now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from psygnal import SignalGroupDescriptor

HandMode = Literal["pull", "poke", "push"]
HAND_MODES: tuple[HandMode, ...] = ("pull", "poke", "push")
HAND_QUALITIES = ("preview", "sketch")
RADIUS_RANGE_M = (1e-3, 10.0)
STIFFNESS_RANGE = (1.0, 1e6)
DEFAULT_STIFFNESS = 900.0
RADIUS_SHARE = 0.25
"""Radius that is taken of itself, in shares of the object's longest side."""
SMOOTH_FPS = 10.0
"""Frames a second below which a coarser quality is taken."""


@dataclass
class HandState:
    """Hand intent and what is known of the live simulation; every field is an event."""

    events: ClassVar[SignalGroupDescriptor] = SignalGroupDescriptor()
    REMEMBERED: ClassVar[tuple[str, ...]] = ("mode", "radius_m", "stiffness")

    mode: HandMode = "pull"
    """Pull what is taken hold of, poke once, or push with a brush."""
    radius_m: float | None = None
    """How far it reaches [m]; None for a share of the object's size."""
    stiffness: float = DEFAULT_STIFFNESS
    """Stiffness of its springs a mass [1/s²]."""
    quality: str = "sketch"
    """Preset of simulations that it begins, one of `HAND_QUALITIES`."""
    coarsens: bool = False
    """Whether it leaves finer takes for a sketch from the start: they were too slow, or the
    person wants it so. Otherwise a take goes on as it is."""
    live_take: str | None = None
    """Take that it is in now; None while it is in none."""
    fps: float | None = None
    """Frames that were simulated a second of the clock lately; None while unknown."""
    holding: bool = False
    """Whether it holds something."""
    waiting: bool = False
    """Whether it waits for the simulation to begin."""

    @property
    def too_slow(self) -> bool:
        """Whether the live simulation is too slow to be taken in hand."""
        return self.fps is not None and self.fps < SMOOTH_FPS

    def reach_m(self, size_m: float) -> float:
        """Radius [m], for an object of a size [m]."""
        return RADIUS_SHARE * size_m if self.radius_m is None else self.radius_m
