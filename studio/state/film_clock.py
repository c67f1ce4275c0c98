"""`FilmClock`: which frame of a take each moment of what plays shows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from render.cameras.time_remap import TimeRemap
from render.errors import InputError

_PLACES_LIMIT = 20_000
"""Places of a remapped film that are looked up at most."""


@dataclass(frozen=True, slots=True)
class FilmClock:
    """Places count in frame times of the take; without a remap they are its frames."""

    spec: str
    """The remap that holds; empty for none."""
    frames: tuple[int, ...]
    """Frame at every whole place of a remapped film; none without a remap."""

    @property
    def last_place(self) -> float:
        """Last place of a remapped film."""
        return float(len(self.frames) - 1)

    def frame_at(self, place: float) -> int:
        """Frame that a place shows."""
        if not self.frames:
            return int(place)
        return self.frames[min(max(int(place), 0), len(self.frames) - 1)]

    def place_of(self, frame: int) -> float:
        """First place that shows a frame, or comes nearest to it."""
        if not self.frames:
            return float(frame)
        return float(np.abs(np.array(self.frames) - frame).argmin())


@lru_cache(maxsize=32)
def film_clock(spec: str, frame_count: int, frame_dt_s: float) -> FilmClock:
    """The clock of a take that plays through a remap.

    Args:
        spec: What `TimeRemap.parse` reads; empty, or unreadable, for none.
        frame_count: Frames of the take.
        frame_dt_s: Time between two of them [s].
    """
    if not spec or frame_count < 2:
        return FilmClock("", ())
    try:
        remap = TimeRemap.parse(spec, (frame_count - 1) * frame_dt_s)
    except InputError:
        return FilmClock("", ())
    count = min(round(remap.duration_s / frame_dt_s) + 1, _PLACES_LIMIT)
    times = np.arange(count) * frame_dt_s
    shown = remap.source_frames(times, frame_dt_s=frame_dt_s, frame_count=frame_count)
    return FilmClock(spec, tuple(int(frame) for frame in shown.round()))
