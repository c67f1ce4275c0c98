"""`Motion`: what a still camera sees of a moving object, simulated or filmed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt

from render.errors import InputError

FloatArray = npt.NDArray[np.float32]
Float64Array = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.int64]

SMALLEST_OBJECT_PX = 4.0
"""A silhouette with a shorter longest side has no motion that could be measured [px]."""


@dataclass(frozen=True, slots=True, eq=False)
class Motion:
    """Tracks of P points of an object and its silhouette in T pictures of one still camera."""

    times_s: Float64Array
    """Times of the pictures, ascending from 0 [s], shape [T]."""
    tracks: FloatArray
    """Places of the points in the picture, x right and y down [px], shape [T, P, 2]."""
    visible: BoolArray
    """Whether a point is seen, shape [T, P]."""
    masks: BoolArray
    """Silhouette of the object, shape [T, H, W]."""
    points: IntArray
    """Gaussian of every track, so that motions of one object compare like with like, shape [P]."""
    longest_px: float
    """Longer side of the silhouette's box in the first picture [px]."""
    stiffness: str = "real"
    """Stiffness map that the motion stands for: "real" or "expressive"."""
    source: Literal["simulated", "filmed"] = "simulated"
    """Projected from known particles, or found in pixels."""
    name: str = ""
    """Take or clip that it comes from, for messages."""

    def __post_init__(self) -> None:
        for name, kind in _KINDS.items():
            object.__setattr__(self, name, np.ascontiguousarray(getattr(self, name), kind))
        frames, count = len(self.times_s), len(self.points)
        shapes = {
            "tracks": (frames, count, 2),
            "visible": (frames, count),
            "masks": (frames, *self.masks.shape[1:]),
        }
        for name, shape in shapes.items():
            actual = getattr(self, name).shape
            if actual != shape:
                raise InputError(f"{name} of a motion have shape {actual}, expected {shape}")
        if self.masks.ndim != 3:
            raise InputError(f"masks of a motion need shape [T, H, W], got {self.masks.shape}")
        if frames < 2 or self.times_s[0] != 0 or (np.diff(self.times_s) <= 0).any():
            raise InputError(
                f"a motion needs at least 2 pictures at ascending times from 0 s, got {frames}"
            )
        if not (np.isfinite(self.tracks).all() and np.isfinite(self.times_s).all()):
            raise InputError("a motion needs finite tracks and times")
        if not self.longest_px >= SMALLEST_OBJECT_PX:
            raise InputError(
                f"the object of {self.name or 'a motion'} is {self.longest_px:.3g} px long in the "
                f"first picture, at least {SMALLEST_OBJECT_PX:g} px are needed; bring it closer"
            )

    @property
    def duration_s(self) -> float:
        """Time of the last picture [s]."""
        return float(self.times_s[-1])

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height of the pictures [px]."""
        return self.masks.shape[2], self.masks.shape[1]

    def at(self, times_s: Float64Array) -> Motion:
        """The motion at other times within its own: tracks between, the nearest silhouette.

        Args:
            times_s: Ascending times from 0 to at most `duration_s` [s].

        Raises:
            InputError: If a time lies after the last picture.
        """
        if times_s[-1] > self.duration_s + 1e-6:
            raise InputError(
                f"{self.name or 'a motion'} ends at {self.duration_s:g} s, "
                f"{times_s[-1]:g} s was asked for; simulate more frames"
            )
        if np.array_equal(times_s, self.times_s):
            return self
        last = len(self.times_s) - 2
        before = np.clip(np.searchsorted(self.times_s, times_s, side="right") - 1, 0, last)
        span = self.times_s[before + 1] - self.times_s[before]
        share = np.clip((times_s - self.times_s[before]) / span, 0, 1)
        nearest = before + (share >= 0.5)
        weight = share[:, None, None].astype(np.float32)
        return replace(
            self,
            times_s=times_s,
            tracks=(1 - weight) * self.tracks[before] + weight * self.tracks[before + 1],
            visible=self.visible[nearest],
            masks=self.masks[nearest],
        )


_KINDS: dict[str, npt.DTypeLike] = {
    "times_s": np.float64,
    "tracks": np.float32,
    "visible": np.bool_,
    "masks": np.bool_,
    "points": np.int64,
}


def mask_center(mask: BoolArray) -> Float64Array:
    """Centre x, y of the area of a silhouette that is not empty [px], shape [2].

    Args:
        mask: Shape [H, W].
    """
    rows, columns = np.nonzero(mask)
    return np.array([columns.mean() + 0.5, rows.mean() + 0.5])


def longest_side_px(mask: BoolArray) -> float:
    """Longer side of the box round a silhouette [px]; 0 for an empty one.

    Args:
        mask: Shape [H, W].
    """
    if not mask.any():
        return 0.0
    sides = [np.flatnonzero(mask.any(axis=axis)) for axis in (0, 1)]
    return float(max(side[-1] - side[0] + 1 for side in sides))
