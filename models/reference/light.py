"""Pictures of a clip as bright as its first one: exposure and flicker are no motion."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

ByteArray = npt.NDArray[np.uint8]
FloatArray = npt.NDArray[np.float32]

DARKEST = 8.0
"""Darker pixels, of 255, tell nothing of the light."""
CHANGED = 0.004
"""Changes of light below this share, half a level of a middle grey, are none."""


def evenly_lit(grey: Sequence[ByteArray]) -> list[ByteArray]:
    """Pictures in the light of the first.

    The light of a picture over that of the first is the median of what their pixels say: most of
    both is background, and its shake is small beside its large shapes.

    Args:
        grey: Pictures of shape [H, W].
    """
    first = grey[0].astype(np.float32)
    known = first > DARKEST
    if not known.any():
        return list(grey)
    even = [grey[0]]
    for picture in grey[1:]:
        light = float(np.median(picture[known].astype(np.float32) / first[known]))
        if light <= 0 or abs(light - 1) < CHANGED:
            even.append(picture)
        else:
            even.append(np.clip(np.rint(picture / light), 0, 255).astype(np.uint8))
    return even
