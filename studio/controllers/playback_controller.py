"""`PlaybackController`: moves the playhead."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from studio.state.document import TakeSummary
from studio.state.film_clock import film_clock
from studio.state.playback import SPEED_RANGE, SPEEDS, PlaybackState
from studio.state.timeline import TimelineState


@dataclass(frozen=True, slots=True)
class ClipLength:
    """What the timeline needs to know of what plays."""

    frame_count: int
    """Frames that it has or will have."""
    cached_count: int
    """Frames that are there."""
    growing: bool = False
    """Whether it is being simulated."""
    frame_dt_s: float = 0.04
    """Time between two frames [s]."""


NOTHING = ClipLength(0, 0)


class PlaybackController:
    """Verbs of the timeline. The playhead follows the clock; slow drawing drops frames.

    What plays is a film of the take: its frames in order, or as the time remap of the timeline
    has them. The playhead has a place in that film [frames] and a direction.
    """

    def __init__(
        self,
        playback: PlaybackState,
        timeline: TimelineState | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Drive a playback state.

        Args:
            playback: State that is moved.
            timeline: Holds the time remap; None plays takes as they are.
            clock: Monotonic time [s].
        """
        self._playback = playback
        self._timeline = timeline or TimelineState()
        self._clock = clock
        self._anchor_s = 0.0
        self._anchor_place = 0.0
        self._direction = 1
        self._film = film_clock("", 0, 0.04)
        self._own = NOTHING
        self._borrowed: ClipLength | None = None

    def toggle(self) -> None:
        """Play or pause."""
        if self._playback.playing:
            self.pause()
        else:
            self.play()

    def play(self) -> None:
        """Run; from the start when the playhead stands at the end."""
        playback = self._playback
        if playback.frame_count == 0:
            return
        self._direction = 1
        self._anchor()
        first, last = self._ends()
        outside = not first <= self._anchor_place <= last
        if not playback.growing and (outside or self._anchor_place >= last):
            self._anchor(first)
            playback.frame = self._film.frame_at(first)
        playback.playing = True

    def pause(self) -> None:
        """Stop the playhead."""
        self._playback.playing = False

    def seek(self, frame: int) -> None:
        """Put the playhead on a frame that exists."""
        self._playback.live = False
        self._playback.frame = min(max(frame, 0), self._playback.last_frame)
        self._anchor()

    def step(self, count: int) -> None:
        """Pause and move by `count` frames."""
        self.pause()
        self.seek(self._playback.frame + count)

    def follow(self) -> None:
        """Stay at the newest frame of what is being simulated, until something else is asked."""
        self._playback.live = True
        self._playback.frame = self._playback.last_frame

    def set_loop(self, loop: bool) -> None:
        """Go on at the end, or stop there."""
        self._playback.loop = loop

    def toggle_ping_pong(self) -> None:
        """Turn round at either end, or start again there."""
        playback = self._playback
        playback.ping_pong = not playback.ping_pong
        playback.loop = playback.loop or playback.ping_pong

    def set_speed(self, speed: float) -> None:
        """Seconds of the take a second of the clock; held to what can be chosen."""
        low, high = SPEED_RANGE
        self._playback.speed = min(max(speed, low), high)
        self._anchor()

    def step_speed(self, steps: int) -> None:
        """Choose the next faster (1) or slower (-1) speed of those that are offered."""
        now = self._playback.speed
        ahead = [s for s in SPEEDS if (s - now) * steps > 1e-9]
        if ahead:
            self.set_speed(min(ahead) if steps > 0 else max(ahead))

    def set_range(self, first: int | None, last: int | None) -> None:
        """Play only these frames; None for an end leaves it open."""
        playback = self._playback
        if first is not None and last is not None and last < first:
            first, last = last, first
        playback.range_in = None if first is None else max(first, 0)
        playback.range_out = None if last is None else max(last, 0)

    def range_from_here(self) -> None:
        """Let the range begin at the playhead."""
        here, last = self._playback.frame, self._playback.range_out
        self.set_range(here, None if last is not None and last <= here else last)

    def range_to_here(self) -> None:
        """Let the range end at the playhead."""
        here, first = self._playback.frame, self._playback.range_in
        self.set_range(None if first is not None and first >= here else first, here)

    def show_take(self, take: TakeSummary | None, *, growing: bool) -> None:
        """Take over length and rate of a take; None empties the timeline."""
        self._own = NOTHING
        if take is not None:
            planned = max(take.planned_frame_count, take.frame_count)
            self._own = ClipLength(planned, take.frame_count, growing, take.frame_dt_s)
        self._show(self._borrowed or self._own)

    def borrow(self, clip: ClipLength | None) -> None:
        """Play something else than the take, such as several at once; None gives the clock back."""
        if clip != self._borrowed:
            self._borrowed = clip
            self._show(clip or self._own)

    def tick(self) -> None:
        """Move the playhead to where the clock says it is."""
        playback = self._playback
        if playback.cached_count == 0:
            return
        if playback.live and playback.growing:
            playback.frame = playback.last_frame
            return
        if not playback.playing:
            return
        if self._renew_film():
            self._anchor()
        rate = playback.speed / playback.frame_dt_s * self._direction
        place = self._anchor_place + (self._clock() - self._anchor_s) * rate
        first, last = self._ends()
        if first <= place < last + 1:
            playback.frame = self._film.frame_at(min(place, last))
        else:
            self._turn(first, last)

    def _turn(self, first: float, last: float) -> None:
        """The playhead has come to an end of the film."""
        playback = self._playback
        end = last if self._direction > 0 else first
        if playback.growing and self._direction > 0 and last >= playback.last_frame:
            playback.frame = playback.last_frame  # wait at the last frame for the simulation
            self._anchor()
        elif playback.loop and playback.ping_pong:
            self._direction = -self._direction
            self._anchor(end)
            playback.frame = self._film.frame_at(end)
        elif playback.loop:
            self._anchor(first)
            playback.frame = self._film.frame_at(first)
        else:
            playback.frame = self._film.frame_at(end)
            playback.playing = False

    def _show(self, clip: ClipLength) -> None:
        playback = self._playback
        playback.frame_count, playback.cached_count = clip.frame_count, clip.cached_count
        playback.growing = clip.growing
        playback.live = playback.live and clip.growing
        if clip.frame_count:
            playback.frame_dt_s = clip.frame_dt_s
        else:
            playback.playing = False
        if playback.frame > playback.last_frame:
            playback.frame = playback.last_frame

    def _renew_film(self) -> bool:
        """Take over another time remap or length; True where there is one."""
        playback = self._playback
        spec = "" if playback.growing or self._borrowed else self._timeline.time_remap
        film = film_clock(spec, playback.cached_count, playback.frame_dt_s)
        changed = film.spec != self._film.spec
        self._film = film
        return changed

    def _ends(self) -> tuple[float, float]:
        """First and last place that play; a remap says itself what plays."""
        first, last = self._playback.played
        return (0.0, self._film.last_place) if self._film.spec else (float(first), float(last))

    def _anchor(self, place: float | None = None) -> None:
        """Count time from now, from a place of the film or where the playhead stands."""
        self._renew_film()
        self._anchor_s = self._clock()
        here = self._film.place_of(self._playback.frame) if place is None else place
        self._anchor_place = here
