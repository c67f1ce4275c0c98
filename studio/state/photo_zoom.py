"""`PhotoZoom`: how a photo lies in its pane, and which place of it the pointer is over."""

from __future__ import annotations

from dataclasses import dataclass, replace

from models.mask_edits import Point

ZOOM_RANGE = (1.0, 24.0)
"""Magnifications relative to the one at which the whole photo fits."""
MARGIN_PX = 6.0
"""Room round a photo that fits [px]."""


@dataclass(frozen=True, slots=True)
class PhotoZoom:
    """A magnification and the place of the photo in the middle of the pane."""

    zoom: float = 1.0
    """Magnification relative to the one that fits."""
    middle: Point | None = None
    """Place in the middle of the pane, in longer sides; None for the photo's own middle."""

    def scale(self, extent: Point, pane: tuple[int, int]) -> float:
        """Pixels of the pane for a longer side of the photo.

        Args:
            extent: Width and height of the photo, in longer sides.
            pane: Size of the pane [px].
        """
        room = [max(length - 2 * MARGIN_PX, 1.0) for length in pane]
        return self.zoom * min(room[0] / extent[0], room[1] / extent[1])

    def to_pane(self, place: Point, extent: Point, pane: tuple[int, int]) -> Point:
        """Where a place of the photo is seen [px]."""
        scale, middle = self.scale(extent, pane), self._middle(extent)
        return (
            pane[0] / 2 + (place[0] - middle[0]) * scale,
            pane[1] / 2 + (place[1] - middle[1]) * scale,
        )

    def to_photo(self, spot: Point, extent: Point, pane: tuple[int, int]) -> Point:
        """Which place of the photo is seen at a spot [px]."""
        scale, middle = self.scale(extent, pane), self._middle(extent)
        return (
            middle[0] + (spot[0] - pane[0] / 2) / scale,
            middle[1] + (spot[1] - pane[1] / 2) / scale,
        )

    def zoomed(self, factor: float, spot: Point, extent: Point, pane: tuple[int, int]) -> PhotoZoom:
        """Magnified by a factor; what is under a spot [px] stays there."""
        low, high = ZOOM_RANGE
        zoom = min(max(self.zoom * factor, low), high)
        if zoom == low:
            return PhotoZoom()
        held = self.to_photo(spot, extent, pane)
        scale = replace(self, zoom=zoom).scale(extent, pane)
        middle = (
            held[0] - (spot[0] - pane[0] / 2) / scale,
            held[1] - (spot[1] - pane[1] / 2) / scale,
        )
        return PhotoZoom(zoom, _inside(middle, extent))

    def panned(
        self, right_px: float, down_px: float, extent: Point, pane: tuple[int, int]
    ) -> PhotoZoom:
        """Moved so that the photo follows the pointer."""
        if self.zoom <= ZOOM_RANGE[0]:
            return self
        scale, middle = self.scale(extent, pane), self._middle(extent)
        moved = (middle[0] - right_px / scale, middle[1] - down_px / scale)
        return replace(self, middle=_inside(moved, extent))

    def _middle(self, extent: Point) -> Point:
        return (extent[0] / 2, extent[1] / 2) if self.middle is None else self.middle


def _inside(place: Point, extent: Point) -> Point:
    return min(max(place[0], 0.0), extent[0]), min(max(place[1], 0.0), extent[1])
