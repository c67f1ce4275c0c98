"""`Marker`: a named moment of the timeline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from render.errors import InputError

MARKER_COLORS = ("series_1", "series_2", "series_3", "series_4", "series_5", "series_6")
"""Tokens of the theme that markers are drawn in, in turn."""
NAME_LIMIT = 40
"""Letters of a marker's name."""


@dataclass(frozen=True, slots=True)
class Marker:
    """A named moment."""

    key: int
    """Identity, from 1."""
    frame: int
    """Where it stands, from 0."""
    name: str
    """Name for people."""
    color: str = MARKER_COLORS[0]
    """Token of the theme."""

    def __post_init__(self) -> None:
        if self.key < 1 or self.frame < 0:
            raise InputError(
                f"a marker needs a key from 1 and a frame from 0, got {self.key} and {self.frame}"
            )
        if not self.name.strip():
            raise InputError("a marker needs a name; type at least one letter")
        if self.color not in MARKER_COLORS:
            raise InputError(f"unknown colour of a marker: {self.color!r}")


def next_key(markers: Sequence[Marker]) -> int:
    """Smallest key above all others."""
    return max((marker.key for marker in markers), default=0) + 1


def next_color(markers: Sequence[Marker]) -> str:
    """Colour that the fewest markers have."""
    used = [marker.color for marker in markers]
    return min(MARKER_COLORS, key=used.count)


def neighbour(markers: Sequence[Marker], frame: int, step: int) -> Marker | None:
    """Nearest marker after (step 1) or before (step -1) a frame; None where there is none."""
    ahead = [marker for marker in markers if (marker.frame - frame) * step > 0]
    return min(ahead, key=lambda marker: abs(marker.frame - frame), default=None)
