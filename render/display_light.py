"""Between display-referred sRGB and light in proportion. Source: IEC 61966-2-1."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import numpy.typing as npt

Floats = TypeVar("Floats", npt.NDArray[np.float32], npt.NDArray[np.float64])

_LINEAR_UP_TO = 0.0031308
_DISPLAY_UP_TO = 0.04045


def srgb_from_linear(linear: Floats) -> Floats:
    """Display values of light 0 to 1, same shape."""
    bent = 1.055 * np.maximum(linear, _LINEAR_UP_TO) ** (1 / 2.4) - 0.055
    return np.where(linear <= _LINEAR_UP_TO, 12.92 * linear, bent)


def linear_from_srgb(display: Floats) -> Floats:
    """Light of display values 0 to 1, same shape."""
    bent = ((np.maximum(display, _DISPLAY_UP_TO) + 0.055) / 1.055) ** 2.4
    return np.where(display <= _DISPLAY_UP_TO, display / 12.92, bent)
