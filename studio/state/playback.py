"""Where the playhead stands and how far frames exist."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from psygnal import SignalGroupDescriptor

SPEED_RANGE = (0.1, 4.0)
SPEEDS = (0.1, 0.25, 0.5, 1.0, 2.0, 4.0)
"""Speeds that are offered."""


@dataclass
class PlaybackState:
    """Timeline of the active take; every field is an event."""

    events: ClassVar[SignalGroupDescriptor] = SignalGroupDescriptor()

    frame: int = 0
    """Frame under the playhead."""
    playing: bool = False
    """True while the playhead runs."""
    loop: bool = True
    """Start again after the last frame."""
    ping_pong: bool = False
    """Turn round at either end, in place of starting again."""
    speed: float = 1.0
    """Seconds of the take a second of the clock, `SPEED_RANGE`."""
    range_in: int | None = None
    """First frame that plays; None for the first there is."""
    range_out: int | None = None
    """Last frame that plays; None for the last there is."""
    frame_count: int = 0
    """Frames the take has or will have; 0 without a take."""
    cached_count: int = 0
    """Frames that exist on disk, counted from the first."""
    live: bool = False
    """Whether the playhead stays at the newest frame while the take grows."""
    growing: bool = False
    """True while the take is being simulated."""
    frame_dt_s: float = 0.04
    """Time between two frames [s]."""

    @property
    def last_frame(self) -> int:
        """Last frame that can be shown, 0 when there is none."""
        return max(self.cached_count - 1, 0)

    @property
    def played(self) -> tuple[int, int]:
        """First and last frame that play: the range, as far as it exists."""
        first = min(self.range_in or 0, self.last_frame)
        last = self.last_frame if self.range_out is None else min(self.range_out, self.last_frame)
        return (first, last) if first <= last else (0, self.last_frame)
