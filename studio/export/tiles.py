"""Large pictures in parts, so that memory stays bounded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

UNTILED_PX = 4096 * 2304
"""Pictures of up to so many drawn pixels are drawn at once."""
_UNIT_PX = 16
"""Tiles begin at multiples of this, where the blocks of the CPU rasterizer begin."""


class Tile(NamedTuple):
    """A part of a picture [px]."""

    left: int
    """First column."""
    top: int
    """First row."""
    width: int
    """Number of columns."""
    height: int
    """Number of rows."""

    @property
    def slices(self) -> tuple[slice, slice]:
        """Rows and columns."""
        return (
            slice(self.top, self.top + self.height),
            slice(self.left, self.left + self.width),
        )


def tiles_of(
    width: int, height: int, *, supersample: int = 1, untiled_px: int = UNTILED_PX
) -> Iterator[Tile]:
    """Cover a picture with tiles of which each has at most `untiled_px` drawn pixels.

    Args:
        width: Width of the finished picture [px].
        height: Height of the finished picture [px].
        supersample: Drawn pixels along a finished pixel's side.
        untiled_px: Most pixels drawn at once.
    """
    if width * height * supersample**2 <= untiled_px:
        yield Tile(0, 0, width, height)
        return
    side = int((untiled_px**0.5) / supersample)
    side = max(side // _UNIT_PX, 1) * _UNIT_PX
    for top in range(0, height, side):
        for left in range(0, width, side):
            yield Tile(left, top, min(side, width - left), min(side, height - top))
