"""`MaskPreview`: the edited mask at the size of a screen, computed off the GUI thread."""

from __future__ import annotations

import math
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from models.mask_edits import MaskEdit, Point, edited_mask

FloatArray = npt.NDArray[np.float32]

PREVIEW_SIDE_PX = 768
"""Longer side of a preview [px]."""
KEPT_MASKS = 12
"""Masks that are kept, so that undoing needs no replay."""


@dataclass(frozen=True, slots=True, eq=False)
class PhotoMask:
    """A mask as it is laid over the photo."""

    width: int
    """Width [px]."""
    height: int
    """Height [px]."""
    coverage: bytes
    """Coverage 0 to 255, row after row."""
    share: float
    """Part of the frame that the object covers, 0 to 1."""
    centre: Point
    """Middle of the object's box, in longer sides of the photo."""
    longest: float
    """Longer side of the box that a level camera would see, in longer sides; 0 when empty."""


class MaskOrder(NamedTuple):
    """What a mask is made from."""

    found: Path
    """Picture of the mask before all edits."""
    number: int
    """Distinguishes files of one name that were written anew."""
    edits: tuple[MaskEdit, ...]
    """What was done to it."""
    roll_deg: float
    """Turn of the camera [degrees]."""


class MaskPreview:
    """Computes the newest order only; poll it from the window's timer."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="mask")
        self._running: Future[PhotoMask | None] | None = None
        self._next: MaskOrder | None = None
        self._last: MaskOrder | None = None
        self._kept: list[tuple[tuple[Path, int], tuple[MaskEdit, ...], FloatArray]] = []
        self.mask: PhotoMask | None = None
        """The mask computed last; None before the first."""

    @property
    def busy(self) -> bool:
        """Whether a newer mask is on its way."""
        return self._running is not None

    def order(self, order: MaskOrder) -> None:
        """Ask for a mask, unless it is the one that was asked for last."""
        if order == self._last:
            return
        self._last = self._next = order
        self._send()

    def forget(self) -> None:
        """Drop the mask: another photo comes."""
        self._last = self._next = self.mask = None

    def poll(self) -> bool:
        """Whether a new mask has come; never blocks."""
        if self._running is None or not self._running.done():
            return False
        found, self._running = self._running.result(), None
        taken = self._last is not None
        if taken:
            self.mask = found
        self._send()
        return taken

    def close(self) -> None:
        """Wait for what is computed."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _send(self) -> None:
        if self._running is None and self._next is not None:
            order, self._next = self._next, None
            self._running = self._pool.submit(self._computed, order)

    def _computed(self, order: MaskOrder) -> PhotoMask | None:
        """In the thread: the mask, replayed from the longest beginning that is kept."""
        alpha, done = self._start(order)
        if alpha is None:
            return None
        for count in range(done, len(order.edits)):
            alpha = edited_mask(alpha, order.edits[count : count + 1])
            self._keep(order, count + 1, alpha)
        return measured_mask(alpha, order.roll_deg)

    def _start(self, order: MaskOrder) -> tuple[FloatArray | None, int]:
        file = (order.found, order.number)
        fitting = [
            (len(edits), alpha)
            for kept, edits, alpha in self._kept
            if kept == file and edits == order.edits[: len(edits)]
        ]
        if fitting:
            done, alpha = max(fitting, key=lambda one: one[0])
            return alpha, done
        self._kept.clear()
        read = read_coverage(order.found)
        if read is not None:
            self._kept.append((file, (), read))
        return read, 0

    def _keep(self, order: MaskOrder, count: int, alpha: FloatArray) -> None:
        self._kept.append(((order.found, order.number), order.edits[:count], alpha))
        if len(self._kept) > KEPT_MASKS:
            del self._kept[1]  # the first is the mask without edits


def read_coverage(file: Path) -> FloatArray | None:
    """A mask's file within `PREVIEW_SIDE_PX`, shape [H, W]; None when it cannot be read."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(file) as picture:
            small = picture.convert("L")
            small.thumbnail((PREVIEW_SIDE_PX, PREVIEW_SIDE_PX))
    except (OSError, ValueError, UnidentifiedImageError, Image.DecompressionBombError):
        return None
    return np.asarray(small, np.float32) / np.float32(255)


def measured_mask(alpha: FloatArray, roll_deg: float) -> PhotoMask:
    """A mask with the place and size of its object.

    Args:
        alpha: Coverage 0 to 1, shape [H, W].
        roll_deg: Turn of the camera: sizes are those that a level one would see [degrees].
    """
    height, width = alpha.shape
    inside = alpha > 0.5 * float(alpha.max())
    rows, columns = np.nonzero(inside)
    centre, longest = (0.5 * width / max(alpha.shape), 0.5 * height / max(alpha.shape)), 0.0
    if len(rows):
        turn = math.radians(roll_deg)
        along = columns * math.cos(turn) - rows * math.sin(turn)
        across = columns * math.sin(turn) + rows * math.cos(turn)
        middle = [(columns.min() + columns.max() + 1) / 2, (rows.min() + rows.max() + 1) / 2]
        centre = (float(middle[0]) / max(alpha.shape), float(middle[1]) / max(alpha.shape))
        longest = float(max(np.ptp(along), np.ptp(across)) + 1) / max(alpha.shape)
    return PhotoMask(
        width,
        height,
        np.rint(alpha * 255).astype(np.uint8).tobytes(),
        float(inside.mean()) if len(rows) else 0.0,
        centre,
        longest,
    )
