"""`PlaybackController`: moves the playhead."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from studio.state.document import TakeSummary
from studio.state.playback import PlaybackState


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
    """Verbs of the timeline. The playhead follows the clock; slow drawing drops frames."""

    def __init__(
        self, playback: PlaybackState, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Drive a playback state.

        Args:
            playback: State that is moved.
            clock: Monotonic time [s].
        """
        self._playback = playback
        self._clock = clock
        self._anchor_s = 0.0
        self._anchor_frame = 0
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
        at_end = playback.frame >= playback.last_frame and not playback.growing
        if at_end:
            playback.frame = 0
        self._anchor()
        playback.playing = True

    def pause(self) -> None:
        """Stop the playhead."""
        self._playback.playing = False

    def seek(self, frame: int) -> None:
        """Put the playhead on a frame that exists."""
        self._playback.frame = min(max(frame, 0), self._playback.last_frame)
        self._anchor()

    def step(self, count: int) -> None:
        """Pause and move by `count` frames."""
        self.pause()
        self.seek(self._playback.frame + count)

    def set_loop(self, loop: bool) -> None:
        """Start again after the last frame, or stop there."""
        self._playback.loop = loop

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

    def _show(self, clip: ClipLength) -> None:
        playback = self._playback
        playback.frame_count, playback.cached_count = clip.frame_count, clip.cached_count
        playback.growing = clip.growing
        if clip.frame_count:
            playback.frame_dt_s = clip.frame_dt_s
        else:
            playback.playing = False
        if playback.frame > playback.last_frame:
            playback.frame = playback.last_frame

    def tick(self) -> None:
        """Move the playhead to where the clock says it is."""
        playback = self._playback
        if not playback.playing or playback.cached_count == 0:
            return
        passed = int((self._clock() - self._anchor_s) / playback.frame_dt_s)
        target = self._anchor_frame + passed
        if target <= playback.last_frame:
            playback.frame = target
        elif playback.growing:  # wait at the last frame for the simulation
            playback.frame = playback.last_frame
            self._anchor()
        elif playback.loop:
            playback.frame = 0
            self._anchor()
        else:
            playback.frame = playback.last_frame
            playback.playing = False

    def _anchor(self) -> None:
        self._anchor_s = self._clock()
        self._anchor_frame = self._playback.frame
