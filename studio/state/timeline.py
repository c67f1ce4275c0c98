"""What stands on the timeline beside the frames: markers, time remap, records of the take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from psygnal import SignalGroupDescriptor

from studio.state.markers import Marker
from studio.state.take_record import TakeRecord


@dataclass(frozen=True, slots=True)
class ColliderKey:
    """One key of a collider."""

    thing: int
    """Key of the collider among the scene's things."""
    part: int
    """Index of the key among its keys."""


@dataclass
class TimelineState:
    """Timeline intent and what is known of the shown take; every field is an event."""

    events: ClassVar[SignalGroupDescriptor] = SignalGroupDescriptor()
    SAVED: ClassVar[tuple[str, ...]] = ("markers", "time_remap", "hand_delays")
    REMEMBERED: ClassVar[tuple[str, ...]] = ("rows_shown", "plots_shown", "remap_shown")

    markers: tuple[Marker, ...] = ()
    """Named moments, in order of their keys; they stand at the same frames of all takes."""
    time_remap: str = ""
    """Which moments play, as `render.cameras.time_remap.TimeRemap.parse` reads it; empty plays
    the take as it is."""
    hand_delays: tuple[tuple[str, float], ...] = ()
    """Takes whose recorded hand is given again later (or, below 0, sooner), with how much [s]."""
    rows_shown: bool = True
    """Whether markers, events and camera keys are drawn."""
    plots_shown: bool = False
    """Whether diagnostics are drawn."""
    remap_shown: bool = False
    """Whether the curve of the time remap is drawn."""
    chosen_marker: int | None = None
    """Key of the marker that commands are for."""
    chosen_key: ColliderKey | None = None
    """Key of a collider that fields and commands are for."""
    record: TakeRecord | None = None
    """What the shown take says of its frames; None while that is not read."""
    other_record: TakeRecord | None = None
    """What the take says that is plotted beside it; None without one."""

    def marker(self, key: int | None) -> Marker | None:
        """A marker by its key."""
        return next((marker for marker in self.markers if marker.key == key), None)

    def hand_delay_s(self, take_name: str) -> float:
        """How much later a take's recorded hand is given again [s]."""
        return dict(self.hand_delays).get(take_name, 0.0)
