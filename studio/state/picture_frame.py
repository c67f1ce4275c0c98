"""Where the picture of an export lies in the viewport while a camera is looked through."""

from __future__ import annotations

from typing import NamedTuple

SAFE_SHARE = 0.9
"""Sides of the safe frame over those of the picture: what screens may cut off stays outside
(title-safe area of SMPTE ST 2046-1)."""


class Rectangle(NamedTuple):
    """Part of a pane [px of the widget]."""

    left: float
    """Left edge."""
    top: float
    """Upper edge."""
    right: float
    """Right edge."""
    bottom: float
    """Lower edge."""

    @property
    def corners(self) -> tuple[tuple[float, float], ...]:
        """The four corners, round."""
        left, top, right, bottom = self
        return (left, top), (right, top), (right, bottom), (left, bottom)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to see of it."""
        return self.right - self.left < 1 or self.bottom - self.top < 1


def picture_frame(pane: tuple[int, int], aspect: float) -> Rectangle:
    """The largest rectangle of an aspect in the middle of a pane.

    Args:
        pane: Width and height of the pane [px of the widget].
        aspect: Width over height of the picture.
    """
    width, height = (float(max(side, 1)) for side in pane)
    wide = min(width, height * aspect)
    tall = wide / aspect
    left, top = (width - wide) / 2, (height - tall) / 2
    return Rectangle(left, top, left + wide, top + tall)


def safe_frame(picture: Rectangle) -> Rectangle:
    """The part of a picture that every screen shows."""
    left, top, right, bottom = picture
    x, y = ((1 - SAFE_SHARE) / 2 * side for side in (right - left, bottom - top))
    return Rectangle(left + x, top + y, right - x, bottom - y)


def outside(picture: Rectangle, pane: tuple[int, int]) -> tuple[Rectangle, ...]:
    """What of a pane lies above, below, left and right of a picture."""
    width, height = (float(side) for side in pane)
    parts = (
        Rectangle(0.0, 0.0, width, picture.top),
        Rectangle(0.0, picture.bottom, width, height),
        Rectangle(0.0, picture.top, picture.left, picture.bottom),
        Rectangle(picture.right, picture.top, width, picture.bottom),
    )
    return tuple(part for part in parts if not part.empty)
