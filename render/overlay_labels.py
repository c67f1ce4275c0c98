"""Short texts on an overlay sheet, with a halo so that they read on any picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from render.camera import PicturePart
from render.overlay_lines import OverlaySheet

FONT_SHARE = 1 / 42
"""Height of letters as a share of the picture's shorter side."""
SMALLEST_FONT_PX = 10
CLEARANCES = (0.45, 1.2, 2.0, 2.8)
"""Distances that a label may keep from its place, in letter heights; the first that is free."""
_HALO = 0.62
Box = tuple[int, int, int, int]
"""Left, top, width and height [px]."""


@dataclass(frozen=True, slots=True)
class Label:
    """A text at a place."""

    text: str
    """What it says."""
    place: tuple[float, float] | None
    """Where [px]; None for a corner of the picture, the lower left one where that is free."""
    color: tuple[float, float, float]
    """sRGB 0 to 1."""
    away: tuple[float, float] = (0.0, 0.0)
    """Direction in which it keeps clear of the place, of length 1 or 0."""


def draw_labels(sheet: OverlaySheet, labels: Sequence[Label], part: PicturePart) -> None:
    """Write labels; those whose place lies outside the whole picture are left out.

    Labels with a direction give way to those before them.

    Args:
        sheet: Changed in place.
        labels: What to write, placed in the sheet.
        part: Where the sheet lies in the whole picture.
    """
    from PIL import Image, ImageDraw, ImageFont

    width, height = round(part.whole_width), round(part.whole_height)
    size = max(round(min(width, height) * FONT_SHARE), SMALLEST_FONT_PX)
    if min(width, height) < 4 * size:
        return
    font = ImageFont.load_default(size)
    halo = max(round(size / 9), 1)
    taken: list[Box] = []
    for label in labels:
        x0, y0, x1, y1 = font.getbbox(label.text, stroke_width=halo)
        wide, high = int(np.ceil(x1 - x0)) + 2, int(np.ceil(y1 - y0)) + 2
        corner = _free_corner(label, (wide, high), part, size, taken)
        if corner is None:
            continue
        taken.append((*corner, wide, high))
        light = sum(label.color) > 1.5
        for stroke, color, share in (
            (halo, (0.0, 0.0, 0.0) if light else (1.0, 1.0, 1.0), _HALO),
            (0, label.color, 1.0),
        ):
            mask = Image.new("L", (wide, high), 0)
            pen = ImageDraw.Draw(mask)
            pen.text((1 - x0, 1 - y0), label.text, fill=255, font=font, stroke_width=stroke)
            coverage = np.asarray(mask, np.float32) * np.float32(share / 255)
            _lay(sheet, coverage, corner, color)


def _lay(
    sheet: OverlaySheet,
    coverage: npt.NDArray[np.float32],
    corner: tuple[int, int],
    color: tuple[float, float, float],
) -> None:
    """Lay a small picture of letters on the sheet where the two overlap."""
    height, width = sheet.alpha.shape
    rows, columns = np.nonzero(coverage)
    y, x = rows + corner[1], columns + corner[0]
    inside = (x >= 0) & (x < width) & (y >= 0) & (y < height)
    index = (y * width + x)[inside]
    sheet.lay(index, coverage[rows[inside], columns[inside]], color)


def _free_corner(
    label: Label, box: tuple[int, int], part: PicturePart, size: int, taken: Sequence[Box]
) -> tuple[int, int] | None:
    """Upper left corner of a label's box in the sheet [px]; None to leave it out.

    Where none is free it is the first that was wished for.
    """
    corners = list(_corners(label, box, part, size))
    for corner in corners:
        if not any(_overlap((*corner, *box), other) for other in taken):
            return corner
    return corners[0] if corners else None


def _corners(
    label: Label, box: tuple[int, int], part: PicturePart, size: int
) -> Iterator[tuple[int, int]]:
    """Upper left corners of a label's box in the sheet [px], the best first; none to leave it out.

    The box lies beyond the line through the place across the label's direction, so that it
    crosses no edge there. Labels stay inside the whole picture.
    """
    (wide, high), left, top = box, round(part.left), round(part.top)
    across, down = round(part.whole_width) - wide, round(part.whole_height) - high
    if across < 0 or down < 0:
        return
    if label.place is None:
        edge = size // 2
        for column, row in ((edge, down - edge), (across - edge, down - edge), (edge, edge)):
            yield column - left, row - top
        return
    x, y = label.place[0] + left, label.place[1] + top
    if not (0 <= x <= part.whole_width and 0 <= y <= part.whole_height):
        return
    to_right, to_floor = label.away
    for clearance in CLEARANCES:
        distance = abs(to_right) * wide / 2 + abs(to_floor) * high / 2 + clearance * size
        column = min(max(round(x + to_right * distance - wide / 2), 0), across)
        row = min(max(round(y + to_floor * distance - high / 2), 0), down)
        yield column - left, row - top


def _overlap(first: Box, second: Box) -> bool:
    return all(
        first[axis] < second[axis] + second[axis + 2]
        and second[axis] < first[axis] + first[axis + 2]
        for axis in (0, 1)
    )
