"""Contact sheets: pictures in rows under column headings, each with a caption."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from render.atomic_file import atomic_path

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw

FloatArray = npt.NDArray[np.float32]
ByteArray = npt.NDArray[np.uint8]

TITLE_PX, HEADING_PX, CAPTION_PX = 20, 15, 13
"""Heights of letters [px]."""
_GAP = 4
_INK = (30, 30, 30)
_FAINT = (110, 110, 110)
_PAPER = (255, 255, 255)
_CELL = (232, 232, 232)


@dataclass(frozen=True, slots=True, eq=False)
class SheetCell:
    """One picture of a sheet."""

    picture: ByteArray
    """sRGB, shape [H, W, 3]."""
    caption: str = ""
    """Short lines of text beneath it."""

    @staticmethod
    def of(picture: FloatArray, caption: str = "") -> SheetCell:
        """A cell of a picture with values 0 to 1, shape [H, W, 3]."""
        return SheetCell((np.clip(picture, 0, 1) * 255 + 0.5).astype(np.uint8), caption)


@dataclass(frozen=True, slots=True, eq=False)
class SheetRow:
    """One row of a sheet."""

    cells: tuple[SheetCell | None, ...]
    """Pictures from left to right; None leaves a place empty."""
    title: str = ""
    """Line above the row; empty for none."""
    label: str = ""
    """Text to the left of the row."""


@dataclass(frozen=True, slots=True)
class SheetStyle:
    """Measures of a sheet."""

    cell_px: int = 144
    """Side of the pictures [px]."""
    label_px: int = 96
    """Width of the labels on the left [px]."""


def draw_sheet(
    title: str, headings: Sequence[str], rows: Sequence[SheetRow], style: SheetStyle | None = None
) -> Image:
    """Lay rows of pictures out under their headings.

    Args:
        title: First line.
        headings: Texts above the columns.
        rows: At least one row of at most as many cells as there are headings.
        style: Measures.
    """
    from PIL import Image, ImageDraw

    style = style or SheetStyle()
    pitch = style.cell_px + _GAP
    width = style.label_px + pitch * len(headings) + _GAP
    top = _line(TITLE_PX) + _line(HEADING_PX)
    heights = [_row_height(row, style) for row in rows]
    sheet = Image.new("RGB", (width, top + sum(heights) + _GAP), _PAPER)
    draw = ImageDraw.Draw(sheet)
    _write(draw, (_GAP, _GAP), title, TITLE_PX)
    for column, text in enumerate(headings):
        _write(draw, (style.label_px + column * pitch, _line(TITLE_PX)), text, HEADING_PX)
    for row, height in zip(rows, heights, strict=True):
        _draw_row(sheet, draw, row, top, style)
        top += height
    return sheet


def save_sheet(sheet: Image, path: Path) -> None:
    """Write a sheet as PNG, or as WebP where the name says so."""
    with atomic_path(path) as temporary:
        if path.suffix == ".webp":
            sheet.save(temporary, format="WEBP", quality=80, method=6)
        else:
            sheet.save(temporary, format="PNG", optimize=True)


def _row_height(row: SheetRow, style: SheetStyle) -> int:
    captions = [cell.caption for cell in row.cells if cell is not None and cell.caption]
    lines = max((caption.count("\n") + 1 for caption in captions), default=0)
    title = _line(HEADING_PX) if row.title else 0
    return title + style.cell_px + _GAP + lines * _line(CAPTION_PX)


def _draw_row(sheet: Image, draw: ImageDraw, row: SheetRow, top: int, style: SheetStyle) -> None:
    from PIL import Image

    if row.title:
        _write(draw, (_GAP, top), row.title, HEADING_PX)
        top += _line(HEADING_PX)
    _write(draw, (_GAP, top + style.cell_px // 2 - CAPTION_PX), row.label, CAPTION_PX)
    for column, cell in enumerate(row.cells):
        if cell is None:
            continue
        left = style.label_px + column * (style.cell_px + _GAP)
        size = (style.cell_px, style.cell_px)
        picture = Image.fromarray(cell.picture).resize(size, Image.Resampling.LANCZOS)
        sheet.paste(picture, (left, top))
        edge = (left - 1, top - 1, left + style.cell_px, top + style.cell_px)
        draw.rectangle(edge, outline=_CELL)
        _write(draw, (left, top + style.cell_px), cell.caption, CAPTION_PX, _FAINT)


def _write(
    draw: ImageDraw,
    place: tuple[int, int],
    text: str,
    size_px: int,
    ink: tuple[int, int, int] = _INK,
) -> None:
    from PIL import ImageFont

    draw.text(place, text, fill=ink, font=ImageFont.load_default(size_px))


def _line(size_px: int) -> int:
    """Height of a line of letters [px]."""
    return round(1.5 * size_px)
