"""The square crop about an object that the shape network sees."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch.nn import functional

from render.errors import InputError

FloatArray = npt.NDArray[np.float32]

FILL = 0.88
"""Share of the crop's side that the longer side of the object's bounding box takes."""
_SOLID = 0.5


@dataclass(frozen=True, slots=True)
class SquareCrop:
    """A square of a picture; it may reach beyond the picture."""

    left: int
    """Column of its left edge [px]."""
    top: int
    """Row of its upper edge [px]."""
    side: int
    """Length of its sides [px]."""

    @staticmethod
    def about(alpha: FloatArray, *, fill: float = FILL) -> SquareCrop:
        """The crop about the solid part of a picture's coverage.

        Args:
            alpha: Coverage 0 to 1, shape [H, W].
            fill: Share of the crop's side that the longer side of the object's box takes.

        Raises:
            InputError: If no pixel is at least half covered.
        """
        rows, columns = np.nonzero(alpha > _SOLID)
        if not rows.size:
            raise InputError("no pixel of the object is more than half opaque; give a clearer mask")
        low = np.array([columns.min(), rows.min()])
        high = np.array([columns.max(), rows.max()]) + 1
        side = max(round(float((high - low).max()) / fill), 8)
        left, top = np.round((low + high - side) / 2).astype(int)
        return SquareCrop(int(left), int(top), int(side))

    def resampled(self, rgba: FloatArray, size_px: int) -> FloatArray:
        """The crop of a picture at another size, empty outside the picture.

        Args:
            rgba: Straight colour and coverage, 0 to 1, shape [H, W, 4].
            size_px: Side of the result [px].

        Returns:
            Straight colour (0 where nothing is covered) and coverage, shape [size, size, 4].
        """
        canvas = np.zeros((self.side, self.side, 4), np.float32)
        height, width = rgba.shape[:2]
        rows = slice(max(self.top, 0), min(self.top + self.side, height))
        columns = slice(max(self.left, 0), min(self.left + self.side, width))
        canvas[
            rows.start - self.top : rows.stop - self.top,
            columns.start - self.left : columns.stop - self.left,
        ] = rgba[rows, columns]
        canvas[..., :3] *= canvas[..., 3:]
        small = functional.interpolate(
            torch.from_numpy(canvas).permute(2, 0, 1)[None],
            (size_px, size_px),
            mode="bilinear",
            antialias=True,
        )[0]
        pixels = small.permute(1, 2, 0).numpy()
        straight = pixels[..., :3] / np.maximum(pixels[..., 3:], 1e-4)
        return np.concatenate([straight.clip(0, 1), pixels[..., 3:].clip(0, 1)], axis=-1)

    def intrinsics(self, K: FloatArray, size_px: int) -> FloatArray:  # noqa: N803
        """Intrinsics [px] of the crop at `size_px`, from those of the whole picture."""
        moved = np.array(K, np.float64)
        moved[0, 2] -= self.left
        moved[1, 2] -= self.top
        moved[:2] *= size_px / self.side
        return moved.astype(np.float32)
