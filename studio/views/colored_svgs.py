"""Bundled SVG pictures in the colours of the theme, as files that Qt's icons and sheets read."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PySide6.QtCore import QTemporaryDir

import resources

INK = "#000"
"""Colour in the bundled pictures that stands for the one of the theme."""


def icons_folder() -> Path:
    """Folder of the bundled icons."""
    return Path(resources.__file__).parent / "icons"


@cache
def _folder() -> QTemporaryDir:
    """Lives as long as the process; Qt removes it at the end."""
    return QTemporaryDir()


@cache
def colored_svg(name: str, color: str) -> str:
    """File of an icon in a colour "#rrggbb"."""
    text = (icons_folder() / f"{name}.svg").read_text(encoding="utf-8")
    path = Path(_folder().filePath(f"{name}-{color.removeprefix('#')}.svg"))
    path.write_text(text.replace(INK, color), encoding="utf-8")
    return path.as_posix()
