"""The transfer curve of sRGB, between display values and light.

Source: IEC 61966-2-1. Values outside 0 to 1 go on along the curve, negative ones mirrored.
"""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import numpy.typing as npt

Floats = TypeVar("Floats", npt.NDArray[np.float32], npt.NDArray[np.float64])

_TOE_SLOPE = 12.92
_TOE_LINEAR = 0.0031308
_TOE_SRGB = 0.04045
_GAIN, _OFFSET, _POWER = 1.055, 0.055, 2.4


def linear_from_srgb(values: Floats) -> Floats:
    """Values linear in light of sRGB values, any shape."""
    size = np.abs(values)
    bent = ((size + _OFFSET) / _GAIN) ** _POWER
    return np.copysign(np.where(size <= _TOE_SRGB, size / _TOE_SLOPE, bent), values)


def srgb_from_linear(values: Floats) -> Floats:
    """SRGB values of values linear in light, any shape."""
    size = np.abs(values)
    bent = _GAIN * size ** (1 / _POWER) - _OFFSET
    return np.copysign(np.where(size <= _TOE_LINEAR, size * _TOE_SLOPE, bent), values)


def srgb_slope(values: Floats) -> Floats:
    """Change of the sRGB value with the linear one, any shape."""
    size = np.maximum(np.abs(values), _TOE_LINEAR)
    bent = _GAIN / _POWER * size ** (1 / _POWER - 1)
    return np.where(np.abs(values) <= _TOE_LINEAR, _TOE_SLOPE, bent).astype(values.dtype)
