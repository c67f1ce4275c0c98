"""`TimeRemap`: which moment of a clip each moment of a video shows."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from render.errors import InputError

Float64Array = npt.NDArray[np.float64]

SPEC_HELP = "pieces SECONDS@SPEED or SECONDS@SPEED>SPEED, as 1@1,0.5@1>0.2,1@0,2@-1"
"""How a remap is written on a command line."""

_PIECE = re.compile(r"(?P<duration>[^@>]+)@(?P<start>[^@>]+)(?:>(?P<end>[^@>]+))?")


@dataclass(frozen=True, slots=True)
class SpeedPiece:
    """A stretch of the video in which the speed of the clip is constant or ramps linearly."""

    duration_s: float
    """How long it lasts in the video [s]."""
    start_speed: float = 1.0
    """Seconds of the clip per second of the video at its start; 0 holds, below 0 runs back."""
    end_speed: float | None = None
    """The same at its end; None keeps the speed."""

    def __post_init__(self) -> None:
        if not (np.isfinite(self.duration_s) and self.duration_s > 0):
            raise InputError(f"a piece of a time remap must last > 0 s, got {self.duration_s:g}")
        if not np.isfinite([self.start_speed, self.last_speed]).all():
            raise InputError("speeds of a time remap must be finite numbers")

    @property
    def last_speed(self) -> float:
        """Speed at the end."""
        return self.start_speed if self.end_speed is None else self.end_speed

    def source_after(self, time_s: float) -> float:
        """How far the clip has gone [s] when the piece has lasted `time_s`."""
        gain = (self.last_speed - self.start_speed) / self.duration_s
        return self.start_speed * time_s + gain * time_s**2 / 2


@dataclass(frozen=True, slots=True)
class TimeRemap:
    """A continuous map from the time of a video to the time of the clip that it shows."""

    pieces: tuple[SpeedPiece, ...]
    """Stretches of the video, one after another."""
    start_s: float = 0.0
    """Moment of the clip that the video starts at [s]."""

    def __post_init__(self) -> None:
        if not self.pieces:
            raise InputError("a time remap needs at least one piece")
        if not np.isfinite(self.start_s):
            raise InputError(f"a time remap must start at a finite time, got {self.start_s:g} s")

    @property
    def duration_s(self) -> float:
        """Length of the video [s]."""
        return sum(piece.duration_s for piece in self.pieces)

    def source_time(self, time_s: float) -> float:
        """Moment of the clip [s] that the video shows at a time, which is clipped to its length."""
        source = self.start_s
        left = max(time_s, 0.0)
        for piece in self.pieces:
            source += piece.source_after(min(left, piece.duration_s))
            left -= piece.duration_s
            if left <= 0:
                break
        return source

    def source_frames(
        self, times_s: npt.ArrayLike, *, frame_dt_s: float, frame_count: int
    ) -> Float64Array:
        """Frames of the clip, fractional ones included, that the video shows.

        Args:
            times_s: Times of the video [s], shape [M].
            frame_dt_s: Time between two frames of the clip [s].
            frame_count: Frames of the clip; before the first and after the last it stands still.

        Returns:
            Positions from 0 to `frame_count` - 1, shape [M].
        """
        times = np.atleast_1d(np.asarray(times_s, np.float64))
        positions = np.array([self.source_time(float(time)) for time in times]) / frame_dt_s
        nearest = positions.round()
        snapped = np.where(np.abs(positions - nearest) < 1e-6, nearest, positions)
        return np.clip(snapped, 0, frame_count - 1)

    @staticmethod
    def at_speed(clip_s: float, speed: float = 1.0, *, hold_s: float = 0.0) -> TimeRemap:
        """The whole clip at one speed, below 0 from its end to its start.

        Args:
            clip_s: Length of the clip [s].
            speed: Seconds of the clip per second of the video, not 0.
            hold_s: How long the frame shows at which the clip ends or, backwards, begins [s].
        """
        if not (np.isfinite(speed) and speed):
            raise InputError(f"the speed of a whole clip must be a number other than 0: {speed:g}")
        piece = SpeedPiece((clip_s + hold_s) / abs(speed), speed)
        return TimeRemap((piece,), start_s=clip_s if speed < 0 else 0.0)

    @staticmethod
    def ping_pong(clip_s: float, speed: float = 1.0) -> TimeRemap:
        """The whole clip forward and back again.

        Args:
            clip_s: Length of the clip [s].
            speed: Seconds of the clip per second of the video, > 0.
        """
        if not (np.isfinite(speed) and speed > 0):
            raise InputError(f"the speed of ping-pong must be > 0, got {speed:g}")
        way = clip_s / speed
        return TimeRemap((SpeedPiece(way, speed), SpeedPiece(way, -speed)))

    @staticmethod
    def parse(text: str, clip_s: float, *, hold_s: float = 0.0) -> TimeRemap:
        """A remap as it is written on a command line.

        Args:
            text: "reverse", "ping-pong", a speed such as "0.5x", or `SPEC_HELP`; a list of pieces
                whose first speed is below 0 starts at the clip's end.
            clip_s: Length of the clip, from its first to its last frame [s].
            hold_s: How long its last frame shows where the whole clip plays once [s].

        Raises:
            InputError: If it is none of these.
        """
        word = text.strip().lower()
        if word == "reverse":
            return TimeRemap.at_speed(clip_s, -1.0, hold_s=hold_s)
        if word == "ping-pong":
            return TimeRemap.ping_pong(clip_s)
        try:
            if word.endswith("x"):
                return TimeRemap.at_speed(clip_s, float(word[:-1]), hold_s=hold_s)
            pieces = tuple(_piece(part) for part in word.split(","))
        except InputError:
            raise
        except ValueError:
            raise InputError(
                f"cannot read the time remap {text!r}; give reverse, ping-pong, a speed as 0.5x, "
                f"or {SPEC_HELP}"
            ) from None
        return TimeRemap(pieces, start_s=clip_s if pieces[0].start_speed < 0 else 0.0)


def _piece(text: str) -> SpeedPiece:
    match = _PIECE.fullmatch(text.strip())
    if match is None:
        raise ValueError(text)
    end = match["end"]
    return SpeedPiece(
        float(match["duration"]), float(match["start"]), None if end is None else float(end)
    )
