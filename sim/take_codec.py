"""How one frame of N Gaussians becomes 24 bytes a Gaussian, and back.

| field | bytes | form | error |
| --- | --- | --- | --- |
| mean | 6 | 3 × uint16 over the frame's bounds | half of extent / 65535 |
| rotation | 6 | smallest three, 3 × 15 bits; two top bits index the largest | 2.2e-5 |
| hidden | 0 | top bit of the third rotation code, which is otherwise spare | none |
| stretch − I | 12 | symmetric, 6 × float16 (xx, xy, xz, yy, yz, zz) | 2⁻¹¹ of the value |

The deformation gradient is rotation · stretch. Source of the rotation's form: "smallest three",
Fiedler, Snapshot Compression, 2015.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from render.clips.frame_pose import FramePose
from render.quaternion import normalized

FloatArray = npt.NDArray[np.float32]
BoolArray = npt.NDArray[np.bool_]
UInt16Array = npt.NDArray[np.uint16]
Float16Array = npt.NDArray[np.float16]

BYTES_PER_GAUSSIAN = 24
_LEVELS_MEAN = 65535
_LEVELS_ROTATION = 32767
_LARGEST_SMALL = 1 / np.sqrt(2.0)
_HIDDEN_BIT = 15
_STRETCH_LIMIT = 6e4
_ROWS, _COLUMNS = np.triu_indices(3)


class EncodedFrame(NamedTuple):
    """One frame as it lies on disk."""

    mean_codes: UInt16Array
    """Shape [N, 3]."""
    rotation_codes: UInt16Array
    """Shape [N, 3]."""
    stretch_codes: Float16Array
    """Shape [N, 6]."""
    bounds: tuple[tuple[float, float, float], tuple[float, float, float]]
    """Lower and upper corner of the means [m]."""


def encode_frame(pose: FramePose) -> EncodedFrame:
    """Quantise a frame.

    Raises:
        ValueError: If a value is not finite.
    """
    if not all(np.isfinite(array).all() for array in pose[:3]):
        raise ValueError("a frame with values that are not finite cannot be stored")
    means = pose.means.astype(np.float64)
    low = means.min(axis=0) if len(means) else np.zeros(3)
    high = means.max(axis=0) if len(means) else np.zeros(3)
    extent = np.where(high > low, high - low, 1.0)
    mean_codes = np.rint((means - low) / extent * _LEVELS_MEAN).astype(np.uint16)
    strains = pose.stretches - np.eye(3, dtype=np.float32)
    strains = np.clip(strains[:, _ROWS, _COLUMNS], -_STRETCH_LIMIT, _STRETCH_LIMIT)
    return EncodedFrame(
        mean_codes,
        _encode_rotations(pose.rotations) | _hidden_bits(pose.hidden, len(means)),
        strains.astype(np.float16),
        (_corner(low), _corner(high)),
    )


def decode_frame(frame: EncodedFrame) -> FramePose:
    """The frame that `encode_frame` quantised."""
    low, high = (np.asarray(corner, np.float64) for corner in frame.bounds)
    extent = np.where(high > low, high - low, 0.0)
    means = (low + frame.mean_codes / _LEVELS_MEAN * extent).astype(np.float32)
    stretches = np.empty((len(means), 3, 3), np.float32)
    strains = frame.stretch_codes.astype(np.float32)
    stretches[:, _ROWS, _COLUMNS] = strains
    stretches[:, _COLUMNS, _ROWS] = strains
    stretches += np.eye(3, dtype=np.float32)
    hidden = (frame.rotation_codes[:, 2] >> _HIDDEN_BIT).astype(np.bool_)
    return FramePose(means, _decode_rotations(frame.rotation_codes), stretches, hidden)


def _corner(values: npt.NDArray[np.float64]) -> tuple[float, float, float]:
    return float(values[0]), float(values[1]), float(values[2])


def _encode_rotations(quats: FloatArray) -> UInt16Array:
    unit = normalized(quats.astype(np.float64))
    largest = np.abs(unit).argmax(axis=1)
    sign = np.where(np.take_along_axis(unit, largest[:, None], axis=1) < 0, -1.0, 1.0)
    small = (unit * sign)[_other_components()[largest, :].nonzero()].reshape(-1, 3)
    share = (small / _LARGEST_SMALL + 1) / 2
    codes = np.rint(np.clip(share, 0, 1) * _LEVELS_ROTATION).astype(np.uint16)
    codes[:, 0] |= ((largest & 1) << 15).astype(np.uint16)
    codes[:, 1] |= ((largest >> 1) << 15).astype(np.uint16)
    return np.asarray(codes, np.uint16)


def _hidden_bits(hidden: BoolArray | None, count: int) -> UInt16Array:
    bits = np.zeros((count, 3), np.uint16)
    if hidden is not None:
        bits[:, 2] = hidden.astype(np.uint16) << _HIDDEN_BIT
    return bits


def _decode_rotations(codes: UInt16Array) -> FloatArray:
    largest = (codes[:, 0] >> 15) | ((codes[:, 1] >> 15) << 1)
    small = ((codes & _LEVELS_ROTATION) / _LEVELS_ROTATION * 2 - 1) * _LARGEST_SMALL
    quats = np.empty((len(codes), 4))
    others = _other_components()[largest, :]
    quats[others] = small.ravel()
    quats[~others] = np.sqrt(np.maximum(1 - (small**2).sum(axis=1), 0))
    return normalized(quats).astype(np.float32)


def _other_components() -> npt.NDArray[np.bool_]:
    """Row i marks the three components beside component i, shape [4, 4]."""
    return ~np.eye(4, dtype=bool)
