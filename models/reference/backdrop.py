"""`Backdrop`: what lies behind the object of a steady clip, and what differs from it."""

from __future__ import annotations

from typing import cast

import numpy as np
import numpy.typing as npt

from models.reference.clip import FilmedClip

BoolArray = npt.NDArray[np.bool_]
ByteArray = npt.NDArray[np.uint8]
FloatArray = npt.NDArray[np.float32]

SMOOTH_PX = 1.2
"""Blur before pictures are compared, standard deviation [px]."""
LEAST_CHANGE = 9.0
"""Smallest change of colour that counts [levels of 255]."""
SLOPE_PX = 1.0
"""Where the backdrop changes across a pixel, a change must be so many times that slope [px]."""
NOISE_FACTOR = 5.0
"""A change must be so many times the noise."""
CORE_PX = 2
"""Changed spots thinner than twice this are edges that the camera's shake left [px]."""
LEAST_SHARE = 0.02
"""Share of the picture that must look like the backdrop for it to tell the light."""
LIGHT_ROUNDS = 3
CONTRAST, CONTRAST_PX = 0.4, 3
"""At its outline the object covers half a pixel: less than so much of the largest change within a
distance [px] is its blurred rim."""
RIM_PX = 4
"""So near a silhouette nothing is learned [px]."""


class Backdrop:
    """What lies behind the object, as far as it has been seen; at first the first picture.

    Args:
        clip: Steady clip.
    """

    def __init__(self, clip: FilmedClip) -> None:
        import cv2

        blurred = [
            cv2.GaussianBlur(picture.astype(np.float32), (0, 0), SMOOTH_PX)
            for picture in clip.pictures
        ]
        self._colors = np.asarray(blurred[0], np.float32)
        self._known = np.ones(self._colors.shape[:2], np.bool_)
        steps = np.abs(np.diff(np.stack(blurred[:12]), axis=0))
        noise = 1.48 * float(np.median(steps))
        self._least_change = max(LEAST_CHANGE, NOISE_FACTOR * noise)
        self._limit = self._least_change + SLOPE_PX * _slope(self._colors)
        self._smooth = self._evened(blurred)

    def hide(self, mask: BoolArray) -> None:
        """Forget the backdrop where the object stands in the first picture, shape [H, W]."""
        self._known = ~mask

    def learn(self, masks: BoolArray) -> None:
        """Learn what the object uncovered.

        Args:
            masks: The object in the first pictures, empty where it is lost, shape [F, H, W].
        """
        rows, columns = np.nonzero(~self._known)
        seen = np.logical_or.reduce(masks, axis=(1, 2))
        near = np.stack([grown(mask, RIM_PX) for mask in masks])
        free: BoolArray = seen[:, None] & ~near[:, rows, columns]
        colors = self._smooth[: len(masks), rows, columns]
        uncovered = np.logical_or.reduce(free)
        if not uncovered.any():
            return
        values = np.where(free[..., None], colors, np.nan)[:, uncovered]
        rows, columns = rows[uncovered], columns[uncovered]
        self._colors[rows, columns] = np.nanmedian(values, axis=0)
        self._known[rows, columns] = True
        self._limit = self._least_change + SLOPE_PX * _slope(self._colors)

    @property
    def unknown_px(self) -> int:
        """Pixels whose backdrop was never seen."""
        return int((~self._known).sum())

    def changed(self, index: int) -> BoolArray:
        """Pixels of a picture that do not look like the backdrop or whose backdrop is unknown."""
        return np.asarray((self._gap(self._smooth[index]) > self._limit) | ~self._known)

    def covered(self, index: int) -> BoolArray:
        """`changed` without the rim that the object's blur covers by less than half."""
        import cv2

        gap = self._gap(self._smooth[index])
        solid = gap > CONTRAST * cv2.dilate(gap, _disk(CONTRAST_PX))
        return np.asarray(self.changed(index) & (solid | ~self._known))

    def _gap(self, picture: FloatArray) -> FloatArray:
        return np.asarray(np.abs(picture - self._colors).max(axis=2), np.float32)

    def _evened(self, pictures: list[FloatArray]) -> FloatArray:
        """The pictures in the light of the first, by what still looks like it, [T, H, W, 3].

        Light changes little from picture to picture, so each begins with that of the one before.
        """
        even, gain = np.stack(pictures), np.ones(3, np.float32)
        for index, picture in enumerate(pictures):
            for _ in range(LIGHT_ROUNDS):
                near = self._gap(picture * gain) < 2 * self._limit
                if near.mean() < LEAST_SHARE:
                    break
                ratio = self._colors[near] / np.maximum(picture[near], 1)
                gain = np.median(ratio, axis=0).astype(np.float32)
            even[index] = picture * gain
        return even


def grown(mask: BoolArray, radius_px: int) -> BoolArray:
    """A mask and what lies within a distance of it, shape [H, W]."""
    import cv2

    return np.asarray(cv2.dilate(_bytes(mask), _disk(radius_px)) > 0)


def opened(mask: BoolArray, radius_px: int) -> BoolArray:
    """A mask without parts thinner than twice the radius, shape [H, W]."""
    import cv2

    return np.asarray(cv2.morphologyEx(_bytes(mask), cv2.MORPH_OPEN, _disk(radius_px)) > 0)


def filled(mask: BoolArray, radius_px: int) -> BoolArray:
    """A mask with its gaps narrower than twice the radius and its holes closed, shape [H, W]."""
    import cv2

    # beyond the picture nothing stands, else what touches its rim would be cut off there
    room = cv2.copyMakeBorder(
        _bytes(mask), *4 * (radius_px,), borderType=cv2.BORDER_CONSTANT, value=0
    )
    closed = cv2.morphologyEx(room, cv2.MORPH_CLOSE, _disk(radius_px))
    outlines, _ = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    whole = cv2.drawContours(np.zeros_like(closed), outlines, -1, 1, cv2.FILLED)
    return np.asarray(whole[radius_px:-radius_px, radius_px:-radius_px] > 0)


def largest_part(mask: BoolArray) -> BoolArray:
    """The largest connected part of a mask, shape [H, W]."""
    import cv2

    count, labels, facts, _ = cv2.connectedComponentsWithStats(_bytes(mask))
    if count < 3:
        return mask
    return np.asarray(labels == 1 + int(np.argmax(facts[1:, cv2.CC_STAT_AREA])))


def _bytes(mask: BoolArray) -> ByteArray:
    return mask.astype(np.uint8)


def _disk(radius_px: int) -> ByteArray:
    import cv2

    side = 2 * radius_px + 1
    return cast("ByteArray", cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side)))


def _slope(picture: FloatArray) -> FloatArray:
    """Largest change of colour a pixel in the neighbourhood [levels of 255 a px], shape [H, W]."""
    import cv2

    down, right = np.gradient(picture, axis=(0, 1))
    steepest = np.hypot(down, right).max(axis=2)
    return np.asarray(cv2.dilate(steepest, np.ones((3, 3), np.uint8)), np.float32)
