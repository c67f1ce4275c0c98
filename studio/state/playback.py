"""Where the playhead stands and how far frames exist."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from psygnal import SignalGroupDescriptor


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
    frame_count: int = 0
    """Frames the take has or will have; 0 without a take."""
    cached_count: int = 0
    """Frames that exist on disk, counted from the first."""
    growing: bool = False
    """True while the take is being simulated."""
    frame_dt_s: float = 0.04
    """Time between two frames [s]."""

    @property
    def last_frame(self) -> int:
        """Last frame that can be shown, 0 when there is none."""
        return max(self.cached_count - 1, 0)
