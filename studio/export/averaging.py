"""Pixels drawn larger than they are wanted, averaged; and transparent pixels that have a colour.

Averages are taken of display-referred sRGB values, coloured by coverage: the space in which the
Gaussians themselves are blended, so that an edge looks the same whether the renderer or the average
softens it.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]

_LEVELS = 6
_SEEN_FROM = 1 / 255


def area_average(picture: FloatArray, factor: int) -> FloatArray:
    """Mean of every square of `factor` x `factor` px.

    Args:
        picture: Shape [factor H, factor W, C].
        factor: Side of the squares [px].

    Returns:
        Shape [H, W, C].
    """
    if factor == 1:
        return picture
    total = picture[:, ::factor].copy()
    for column in range(1, factor):
        total += picture[:, column::factor]
    rows = total[::factor].copy()
    for row in range(1, factor):
        rows += total[row::factor]
    rows *= np.float32(1 / factor**2)
    return rows


def covered(rgba: FloatArray) -> FloatArray:
    """Straight alpha to colours times alpha, which may be averaged, shape [H, W, 4]."""
    product = rgba.copy()
    product[:, :, :3] *= rgba[:, :, 3:]
    return product


def straight(product: FloatArray) -> FloatArray:
    """The opposite of `covered`; where nothing is seen, the nearest colours spread.

    Video stores colours at half the resolution and players scale pictures: black behind the edge
    of an object would show as a dark seam.

    Args:
        product: Colours times alpha, and alpha, shape [H, W, 4].
    """
    alpha = product[:, :, 3:]
    seen = alpha >= _SEEN_FROM
    color = np.divide(product[:, :, :3], alpha, out=_spread(product), where=seen)
    return np.concatenate([np.clip(color, 0, 1), alpha], axis=2)


def _spread(product: FloatArray) -> FloatArray:
    """Colours of ever larger squares where the smaller ones are empty, shape [H, W, 3]."""
    levels = [product]
    while len(levels) <= _LEVELS and min(levels[-1].shape[:2]) > 1:
        levels.append(_halved(levels[-1]))
    color = _colors(levels[-1], np.zeros((*levels[-1].shape[:2], 3), np.float32))
    for level in reversed(levels[1:-1]):
        color = _colors(level, _doubled(color, level.shape))
    return _doubled(color, product.shape) if len(levels) > 1 else color


def _colors(level: FloatArray, beneath: FloatArray) -> FloatArray:
    alpha = level[:, :, 3:]
    return np.divide(level[:, :, :3], alpha, out=beneath, where=alpha > _SEEN_FROM / 16)


def _halved(picture: FloatArray) -> FloatArray:
    height, width = picture.shape[:2]
    padded = np.pad(picture, ((0, height % 2), (0, width % 2), (0, 0)), mode="edge")
    return area_average(padded, 2)


def _doubled(picture: FloatArray, shape: tuple[int, ...]) -> FloatArray:
    return picture.repeat(2, axis=0).repeat(2, axis=1)[: shape[0], : shape[1]]
