"""Figures as reports write them."""

from __future__ import annotations

import math
from collections.abc import Mapping

PLACES = 4
"""Decimal places of figures in reports."""


def rounded(figures: Mapping[str, float]) -> dict[str, float | None]:
    """Figures to `PLACES`; None where one is not finite, which JSON has no word for."""
    return {
        name: round(value, PLACES) if math.isfinite(value) else None
        for name, value in figures.items()
    }
