"""The transfer curve of sRGB, for colours that are stated linear in light.

Source: IEC 61966-2-1. Values outside 0 to 1 go on along the curve, negative ones mirrored.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]

_TOE_SLOPE = 12.92
_TOE_LINEAR = 0.0031308
_TOE_SRGB = 0.04045
_GAIN, _POWER = 1.055, 2.4


def linear_from_srgb(values: FloatArray) -> FloatArray:
    """Values linear in light of sRGB values, any shape."""
    size = np.abs(values)
    bent = ((size + _GAIN - 1) / _GAIN) ** _POWER
    return np.asarray(np.copysign(np.where(size <= _TOE_SRGB, size / _TOE_SLOPE, bent), values))


def srgb_from_linear(values: FloatArray) -> FloatArray:
    """SRGB values of values linear in light, any shape."""
    size = np.abs(values)
    bent = _GAIN * size ** (1 / _POWER) - (_GAIN - 1)
    return np.asarray(np.copysign(np.where(size <= _TOE_LINEAR, size * _TOE_SLOPE, bent), values))


def srgb_slope(values: FloatArray) -> FloatArray:
    """Change of the sRGB value with the linear one, any shape."""
    size = np.maximum(np.abs(values), _TOE_LINEAR)
    bent = _GAIN / _POWER * size ** (1 / _POWER - 1)
    return np.asarray(np.where(np.abs(values) <= _TOE_LINEAR, np.float32(_TOE_SLOPE), bent))
