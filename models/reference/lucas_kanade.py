"""Pyramidal Lucas-Kanade tracking of points between two pictures.

Sources: Lucas and Kanade, An iterative image registration technique, IJCAI 1981; Bouguet,
Pyramidal implementation of the Lucas Kanade feature tracker, Intel 2000; the check forward and
backward: Kalal et al., Forward-backward error, ICPR 2010. Windows are compared after their mean is
taken off and their contrast is matched, so that a change of light does not count as motion.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]
BoolArray = npt.NDArray[np.bool_]

LEVELS = 4
"""Pictures of the pyramid, each half as large as the one before."""
SMALLEST_SIDE_PX = 20
"""No smaller picture is made."""
HALF_WINDOW = 6
"""Half side of the compared windows [px of the level]."""
ITERATIONS = 10
"""Steps a level."""
DONE_PX = 0.01
"""A step of less ends a level [px]."""
LEAST_EIGENVALUE = 0.5
"""Mean smaller eigenvalue of a window's gradients below which it cannot be tracked [luma²/px²]."""
CONTRAST_RANGE = (0.5, 2.0)
"""Changes of contrast that are made up for."""


class Pyramid(NamedTuple):
    """A picture in several sizes."""

    levels: tuple[FloatArray, ...]
    """Luma, finest first, shape [H, W] each."""

    @staticmethod
    def of(grey: FloatArray, *, levels: int = LEVELS) -> Pyramid:
        """Pyramid of a picture of shape [H, W]."""
        from scipy import ndimage

        found = [ndimage.gaussian_filter(grey, 0.6)]
        while len(found) < levels and min(found[-1].shape) >= 2 * SMALLEST_SIDE_PX:
            smooth = ndimage.gaussian_filter(found[-1], 1.0)
            height, width = (side - side % 2 for side in smooth.shape)
            halves = smooth[:height, :width].reshape(height // 2, 2, width // 2, 2)
            found.append(halves.mean(axis=(1, 3)))
        return Pyramid(tuple(found))


def follow(
    first: Pyramid, second: Pyramid, places: FloatArray, *, guess: FloatArray | None = None
) -> tuple[FloatArray, BoolArray]:
    """Where points of one picture lie in another.

    Args:
        first: Picture in which the points are known.
        second: Picture in which they are sought.
        places: Their places x, y [px], shape [P, 2].
        guess: Where they are expected in the second picture [px]; None where they were.

    Returns:
        Places in the second picture [px], shape [P, 2], and whether they could be followed, [P].
    """
    found = np.array(places if guess is None else guess, np.float32)
    ok = np.ones(len(places), np.bool_)
    if not len(places):
        return found, ok
    for level in reversed(range(len(first.levels))):
        scale = np.float32(0.5**level)
        pictures = first.levels[level], second.levels[level]
        refined, sure = _refine(*pictures, places * scale, found * scale)
        found = refined / scale
        if level == 0:
            ok &= sure
    height, width = second.levels[0].shape
    ok &= ((found >= 0) & (found <= (width, height))).all(axis=1)
    return found, ok


def follow_checked(
    first: Pyramid,
    second: Pyramid,
    places: FloatArray,
    *,
    guess: FloatArray | None = None,
    tolerance_px: float = 1.0,
) -> tuple[FloatArray, BoolArray]:
    """`follow`, and back again: points that do not return to where they were are lost.

    Args:
        first: Picture in which the points are known.
        second: Picture in which they are sought.
        places: Their places x, y [px], shape [P, 2].
        guess: Where they are expected in the second picture [px]; None where they were.
        tolerance_px: Largest distance between start and return [px].
    """
    found, ok = follow(first, second, places, guess=guess)
    moved = None if guess is None else found - (guess - places)
    returned, back = follow(second, first, found, guess=moved)
    error = np.linalg.norm(returned - places, axis=1)
    return found, ok & back & (error <= tolerance_px)


def _refine(
    first: FloatArray, second: FloatArray, places: FloatArray, found: FloatArray
) -> tuple[FloatArray, BoolArray]:
    """Gauss-Newton steps on one level of the pyramid."""
    line = np.arange(-HALF_WINDOW, HALF_WINDOW + 1, dtype=np.float32)
    offsets = np.stack([axis.ravel() for axis in np.meshgrid(line, line)], axis=1)  # [n, 2]: x, y
    down, right = np.asarray(np.gradient(first), np.float32)
    at = places[:, None] + offsets
    window = _centred(_sampled(first, at))
    slopes = np.stack([_centred(_sampled(slope, at)) for slope in (right, down)], axis=-1)
    hessian = np.einsum("pni,pnj->pij", slopes, slopes)
    smaller = np.linalg.eigvalsh(hessian)[:, 0] / len(offsets)
    sure = smaller > LEAST_EIGENVALUE
    inverse = np.linalg.inv(hessian + 1e-3 * np.eye(2, dtype=np.float32))
    spread = np.sqrt((window**2).mean(axis=1, keepdims=True)) + 1e-6
    moving = np.flatnonzero(sure)  # a coarse picture may have lost the texture
    found = found.copy()
    for _ in range(ITERATIONS):
        seen = _centred(_sampled(second, found[moving, None] + offsets))
        contrast = spread[moving] / (np.sqrt((seen**2).mean(axis=1, keepdims=True)) + 1e-6)
        error = window[moving] - seen * np.clip(contrast, *CONTRAST_RANGE)
        step = np.einsum(
            "pij,pj->pi", inverse[moving], np.einsum("pn,pni->pi", error, slopes[moving])
        )
        step *= np.minimum(1, HALF_WINDOW / np.maximum(np.linalg.norm(step, axis=1), 1e-6))[:, None]
        found[moving] += step
        moving = moving[np.linalg.norm(step, axis=1) > DONE_PX]
        if not len(moving):
            break
    return found, sure


def _centred(values: FloatArray) -> FloatArray:
    return np.asarray(values - values.mean(axis=1, keepdims=True), np.float32)


def _sampled(picture: FloatArray, places: FloatArray) -> FloatArray:
    """Bilinear values at places x, y, where pixel centres are half integers, shape [..., 2]."""
    height, width = picture.shape
    x = np.clip(places[..., 0] - np.float32(0.5), 0, width - 1.001)
    y = np.clip(places[..., 1] - np.float32(0.5), 0, height - 1.001)
    left, top = x.astype(np.int32), y.astype(np.int32)
    right, down = x - left, y - top
    flat, corner = picture.ravel(), top * width + left
    upper = flat[corner] * (1 - right) + flat[corner + 1] * right
    lower = flat[corner + width] * (1 - right) + flat[corner + width + 1] * right
    return np.asarray(upper * (1 - down) + lower * down, np.float32)
