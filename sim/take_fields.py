"""Scalars a Gaussian that a take can carry beside the motion, as float16.

A frame's values are divided by a power of two before they are stored, so that the largest lies
near the middle of float16's range: stresses above 65,504 Pa fit, and small frames keep 11 bits.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from render.errors import InputError

FIELD_UNITS = {"velocity": "m/s", "stress": "Pa", "plastic_strain": ""}
"""Field → unit: speed, von Mises stress of the Cauchy stress, equivalent plastic strain."""
FIELD_BYTES = 2
_LARGEST_CODE = 2.0**14


class EncodedField(NamedTuple):
    """One field of one frame as it lies on disk."""

    codes: npt.NDArray[np.float16]
    """Values over the scale, shape [N]."""
    scale: float
    """Value of a code of one."""


def field_array(name: str) -> str:
    """Name of a field's zarr array."""
    return f"field_{name}"


def checked_fields(names: Sequence[str]) -> tuple[str, ...]:
    """Field names in a fixed order, each once.

    Raises:
        InputError: If one is unknown; the message lists the known ones.
    """
    unknown = sorted(set(names) - set(FIELD_UNITS))
    if unknown:
        raise InputError(f"unknown field {unknown[0]!r}; use: {', '.join(FIELD_UNITS)}")
    return tuple(name for name in FIELD_UNITS if name in names)


def encode_field(values: npt.NDArray[np.float32]) -> EncodedField:
    """Values of shape [N] as float16 codes and their scale.

    Raises:
        ValueError: If a value is not finite.
    """
    if not np.isfinite(values).all():
        raise ValueError("a field with values that are not finite cannot be stored")
    largest = float(np.abs(values).max(initial=0.0))
    scale = 2.0 ** math.ceil(math.log2(largest / _LARGEST_CODE)) if largest > 0 else 1.0
    return EncodedField((values.astype(np.float64) / scale).astype(np.float16), scale)


def decode_field(field: EncodedField) -> npt.NDArray[np.float32]:
    """Values that `encode_field` stored, shape [N]."""
    return (field.codes.astype(np.float64) * field.scale).astype(np.float32)
