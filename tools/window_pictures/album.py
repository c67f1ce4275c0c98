"""`Album`: collects pictures of pages and panels, and stores them as contact sheets."""

from __future__ import annotations

import io
import sys
from collections.abc import Mapping
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage

WEBP_QUALITY = 80
SHEET_QUALITY = 62
PANEL_CELL_PX = (460, 620)
PAGE_CELL_PX = (760, 520)
GAP_PX = 12
GREY = (128, 128, 128)


class Album:
    """One sheet a subject: a row a look, a column a situation."""

    def __init__(self, out: Path, singles: Path | None) -> None:
        """Collect for a folder.

        Args:
            out: Folder of the pictures.
            singles: Folder for every picture in its own size as PNG; None for none.
        """
        self._out, self._singles = out, singles
        self._subjects: dict[str, dict[str, dict[str, Image.Image]]] = {}

    def add(self, subject: str, situation: str, look: str, image: QImage) -> None:
        """Put a picture into its place of a sheet.

        Args:
            subject: Name of the sheet, for example "panel-photo" or "page-welcome".
            situation: Column.
            look: Row.
            image: As it was grabbed.
        """
        picture = pillow(image)
        if self._singles is not None:
            picture.save(self._singles / f"{subject}-{situation}-{look}.png")
        picture.thumbnail(PAGE_CELL_PX if subject.startswith("page-") else PANEL_CELL_PX)
        self._subjects.setdefault(subject, {}).setdefault(look, {})[situation] = picture

    def store(self) -> None:
        """Write all sheets."""
        for subject, rows in self._subjects.items():
            write(_sheet(rows), self._out / f"{subject}.webp", SHEET_QUALITY)


def write(picture: Image.Image, path: Path, quality: int = WEBP_QUALITY) -> None:
    """Store one picture and say so."""
    picture.save(path, "WEBP", quality=quality, method=6)
    sys.stdout.write(f"{path.name} {path.stat().st_size // 1024} kB\n")
    sys.stdout.flush()


def pillow(image: QImage) -> Image.Image:
    """A Pillow picture of a Qt one."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return Image.open(io.BytesIO(bytes(buffer.data().data()))).convert("RGB")


def _sheet(rows: Mapping[str, Mapping[str, Image.Image]]) -> Image.Image:
    """Pictures in rows and columns; a place without a picture stays grey."""
    columns = list(dict.fromkeys(name for row in rows.values() for name in row))
    widths = [max(r[c].width for r in rows.values() if c in r) for c in columns]
    heights = [max(picture.height for picture in row.values()) for row in rows.values()]
    size = (
        sum(widths) + GAP_PX * (len(widths) + 1),
        sum(heights) + GAP_PX * (len(heights) + 1),
    )
    sheet = Image.new("RGB", size, GREY)
    y = GAP_PX
    for row, height in zip(rows.values(), heights, strict=True):
        x = GAP_PX
        for column, width in zip(columns, widths, strict=True):
            if column in row:
                sheet.paste(row[column], (x, y))
            x += width + GAP_PX
        y += height + GAP_PX
    return sheet
