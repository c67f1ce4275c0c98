"""Themes as tables of colour tokens, and the contrast that they must have."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

import resources

DARK, LIGHT, HIGH_CONTRAST = "dark", "light", "contrast"
THEMES = (DARK, LIGHT, HIGH_CONTRAST)

SURFACES = ("window", "panel", "raised", "field")
"""Tokens of what lies behind texts and controls."""
TEXTS = ("text", "text_muted", "text_faint", "predicted", "success", "warning", "error")
"""Tokens of texts, on every surface."""
FILLS = ("accent_fill", "accent_fill_hover", "accent_pressed")
"""Tokens behind the text in `on_accent`."""
GRAPHICS = (
    "control", "focus", "accent", "series_1", "series_2", "series_3", "series_4", "series_5",
    "series_6",
)  # fmt: skip
"""Tokens of outlines, marks and curves, on every surface."""
HOVERED = ("raised_hover", "accent_soft")
"""Surfaces that carry plain text only."""
TEXT_CONTRAST: Mapping[str, float] = MappingProxyType({DARK: 4.5, LIGHT: 4.5, HIGH_CONTRAST: 7.0})
"""Least contrast of texts: WCAG 2.2, 1.4.3 (AA), in high contrast 1.4.6 (AAA)."""
GRAPHICS_CONTRAST = 3.0
"""Least contrast of controls and marks: WCAG 2.2, 1.4.11 (AA)."""


def themes_folder() -> Path:
    """Folder of the bundled themes."""
    return Path(resources.__file__).parent / "themes"


@cache
def read_tokens(theme: str) -> Mapping[str, str]:
    """Colour of every token of a theme as "#rrggbb"."""
    text = (themes_folder() / f"{theme}.json").read_text(encoding="utf-8")
    return MappingProxyType({str(name): str(value) for name, value in json.loads(text).items()})


def luminance(color: str) -> float:
    """Relative luminance of "#rrggbb", 0 to 1 (WCAG 2.2, "relative luminance")."""
    shares = (int(color[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast_ratio(first: str, second: str) -> float:
    """Contrast of two colours "#rrggbb", 1 to 21 (WCAG 2.2, "contrast ratio")."""
    dark, light = sorted((luminance(first), luminance(second)))
    return (light + 0.05) / (dark + 0.05)


def required_contrasts(theme: str) -> Iterator[tuple[str, str, float]]:
    """Foreground token, background token and the contrast that they must have."""
    least = TEXT_CONTRAST[theme]
    for surface in SURFACES:
        yield from ((text, surface, least) for text in TEXTS)
        yield from ((mark, surface, GRAPHICS_CONTRAST) for mark in GRAPHICS)
    yield from (("text", surface, least) for surface in HOVERED)
    yield from (("on_accent", fill, least) for fill in FILLS)
