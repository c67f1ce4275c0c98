"""`CellSheet`: pictures side by side with a caption each, for contact sheets and grid videos."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from render.errors import InputError

Picture = npt.NDArray[np.uint8]

GAP_PX = 8
CAPTION_PX = 52
_BACKGROUND = (24, 25, 29)
_TEXT = (236, 238, 242)
_FAINT = (160, 166, 178)
_CAPTION_SIZE_PX = 17
_DETAIL_SIZE_PX = 13
_INSET_PX = 10


@dataclass(frozen=True, slots=True)
class Caption:
    """Words above a cell."""

    title: str
    """First line."""
    detail: str = ""
    """Fainter second line."""


class CellSheet:
    """A page of equal cells; captions are drawn once."""

    def __init__(
        self, captions: Sequence[Caption], cell_px: tuple[int, int], *, columns: int | None = None
    ) -> None:
        """Lay out a page.

        Args:
            captions: One a row of pictures that stand under each other, see `columns`.
            cell_px: Width and height of a picture [px], even numbers.
            columns: Cells a row, every row under the caption of its first cell; None gives every
                cell its own caption in a page about as wide as high.

        Raises:
            InputError: If there is no cell or a side is odd.
        """
        if not captions:
            raise InputError("a sheet without candidates shows nothing; choose at least one")
        if any(side % 2 or side < 2 for side in cell_px):
            raise InputError(f"sides of a cell must be even, got {cell_px[0]}x{cell_px[1]} px")
        self._cell_px = cell_px
        self._strip = columns is not None
        self._columns = columns or math.ceil(math.sqrt(len(captions)))
        rows = len(captions) if self._strip else math.ceil(len(captions) / self._columns)
        width, height = cell_px
        self.size_px = (
            self._columns * (width + GAP_PX) + GAP_PX,
            rows * (height + CAPTION_PX) + GAP_PX,
        )
        """Width and height of the page [px], even numbers."""
        self._page = self._with_captions(captions)

    def compose(self, pictures: Sequence[Picture]) -> Picture:
        """The page with pictures of shape [h, w, 3] in its cells, row by row."""
        page = self._page.copy()
        width, height = self._cell_px
        for index, picture in enumerate(pictures):
            left, top = self._corner(index)
            page[top : top + height, left : left + width] = picture
        return page

    def _corner(self, index: int) -> tuple[int, int]:
        """Left and top of a cell's picture [px]."""
        row, column = divmod(index, self._columns)
        width, height = self._cell_px
        return GAP_PX + column * (width + GAP_PX), CAPTION_PX + row * (height + CAPTION_PX)

    def _with_captions(self, captions: Sequence[Caption]) -> Picture:
        from PIL import Image, ImageDraw, ImageFont

        page = Image.new("RGB", self.size_px, _BACKGROUND)
        pen = ImageDraw.Draw(page)
        title_font = ImageFont.load_default(_CAPTION_SIZE_PX)
        detail_font = ImageFont.load_default(_DETAIL_SIZE_PX)
        for number, caption in enumerate(captions):
            left, top = self._corner(number * self._columns if self._strip else number)
            place = (left + _INSET_PX, top - CAPTION_PX + _INSET_PX)
            pen.text(place, _fitting(caption.title, 52), fill=_TEXT, font=title_font)
            below = (place[0], place[1] + _CAPTION_SIZE_PX + 4)
            pen.text(below, _fitting(caption.detail, 72), fill=_FAINT, font=detail_font)
        return np.array(page)


def _fitting(text: str, limit: int) -> str:
    """A line cut to a number of letters."""
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
