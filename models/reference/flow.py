"""Motion of every pixel from one picture to the next, and points that are carried along.

Patches on a grid are followed by inverse Lucas-Kanade steps through a pyramid and joined to a
smooth field, which follows untextured and blurred things where single windows are lost. Sources:
Kroeger et al., Fast optical flow using dense inverse search, ECCV 2016, as OpenCV has it; the check
forward and backward: Kalal et al., Forward-backward error, ICPR 2010.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from models.reference.clip import FilmedClip

BoolArray = npt.NDArray[np.bool_]
FloatArray = npt.NDArray[np.float32]

RETURN_PX = 1.0
RETURN_SHARE = 0.1
"""How far from its start a point may return: the larger of pixels and a share of its way."""


class Flow:
    """Motion between neighbouring pictures of a clip.

    Args:
        clip: Steady clip.
    """

    def __init__(self, clip: FilmedClip) -> None:
        import cv2

        self._grey = [cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY) for picture in clip.pictures]
        self._search = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)

    def carried(self, index: int, places: FloatArray) -> tuple[FloatArray, BoolArray]:
        """Where points of a picture lie in the next.

        Args:
            index: Number of the picture.
            places: Places x, y of pixel centres at half integers [px], shape [P, 2].

        Returns:
            Places in the next picture [px], shape [P, 2], and whether they return to their start
            and stay in the picture, [P].
        """
        if not len(places):
            return places.copy(), np.ones(0, np.bool_)
        first, second = self._grey[index], self._grey[index + 1]
        no_guess: Any = None  # the stubs do not know that it may be left out
        step = _at(self._search.calc(first, second, no_guess), places)
        found = (places + step).astype(np.float32)
        back = _at(self._search.calc(second, first, no_guess), found)
        allowed = np.maximum(RETURN_PX, RETURN_SHARE * np.linalg.norm(step, axis=1))
        height, width = first.shape
        ok = np.linalg.norm(step + back, axis=1) <= allowed
        ok &= ((found >= 0) & (found < (width, height))).all(axis=1)
        return found, ok


def _at(field: FloatArray, places: FloatArray) -> FloatArray:
    """Bilinear values of a field of shape [H, W, 2] at places, shape [P, 2]."""
    import cv2

    x, y = (places - np.float32(0.5)).T  # OpenCV's pixel centres are integers
    found = cv2.remap(field, x[None], y[None], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(found[0], np.float32)
