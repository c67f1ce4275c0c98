"""The pseudo-language: English that is longer, accented and marked, to find forgotten texts."""

from __future__ import annotations

import re

OPENING, CLOSING = "⟦", "⟧"
"""Stand round every translated text; what has none in the window was forgotten."""
GROWTH = 0.35
"""Share by which texts grow, as German does over English."""
_ACCENTED = str.maketrans(
    "AaBCcDEeGgHhIiJjKLlNnOoRrSsTUuWwYyZz",
    "ÅåßÇçÐÉéĜĝĤĥÎîĴĵĶĻļÑñÖöŘřŠšŦÛûŴŵÝýŽž",
)
_KEPT = re.compile(r"(\{[^{}]*\}|&|<[^<>]+>)")
"""Placeholders, mnemonics and tags stay as they are."""


def pseudo(text: str) -> str:
    """A text in the pseudo-language, with its placeholders."""
    parts = _KEPT.split(text)
    accented = "".join(
        part if _KEPT.fullmatch(part) else part.translate(_ACCENTED) for part in parts
    )
    padding = "~" * max(round(GROWTH * len(text)), 1)
    return f"{OPENING}{accented}{padding}{CLOSING}"
