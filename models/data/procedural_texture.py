"""Painted pictures for procedural objects."""

from __future__ import annotations

import colorsys
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]

TILE_PX = 96


def paint_tile(rng: np.random.Generator) -> npt.NDArray[np.uint8]:
    """One random square picture, sRGB, shape [96, 96, 3]."""
    painters: tuple[tuple[Callable[[np.random.Generator], FloatArray], float], ...] = (
        (_flat, 0.25),
        (_stripes, 0.2),
        (_checks, 0.1),
        (_clouds, 0.2),
        (_label, 0.25),
    )
    chosen = rng.choice(len(painters), p=[weight for _, weight in painters])
    picture = painters[chosen][0](rng)
    grain = rng.normal(0, rng.uniform(0, 0.03), picture.shape)
    return np.asarray(np.clip(picture + grain, 0, 1) * 255 + 0.5, np.uint8)


def _color(rng: np.random.Generator) -> FloatArray:
    hue, saturation = rng.random(), rng.beta(1.3, 1.6)
    value = rng.beta(2.2, 1.3)
    return np.array(colorsys.hsv_to_rgb(hue, saturation, value), np.float32)


def _grid() -> tuple[FloatArray, FloatArray]:
    axis = (np.arange(TILE_PX, dtype=np.float32) + 0.5) / TILE_PX
    x, y = np.meshgrid(axis, axis)
    return x.astype(np.float32), y.astype(np.float32)


def _flat(rng: np.random.Generator) -> FloatArray:
    return np.broadcast_to(_color(rng), (TILE_PX, TILE_PX, 3)).copy()


def _mix(mask: FloatArray, first: FloatArray, second: FloatArray) -> FloatArray:
    return np.asarray(first * (1 - mask[..., None]) + second * mask[..., None], np.float32)


def _stripes(rng: np.random.Generator) -> FloatArray:
    x, y = _grid()
    along = x if rng.random() < 0.4 else y
    phase = along * rng.integers(2, 9) + rng.random() + 0.2 * rng.random() * np.sin(6 * (x + y))
    mask = ((phase % 1) < rng.uniform(0.2, 0.7)).astype(np.float32)
    return _mix(mask, _color(rng), _color(rng))


def _checks(rng: np.random.Generator) -> FloatArray:
    x, y = _grid()
    count = rng.integers(2, 8)
    mask = ((np.floor(x * count) + np.floor(y * count)) % 2).astype(np.float32)
    return _mix(mask, _color(rng), _color(rng))


def _clouds(rng: np.random.Generator) -> FloatArray:
    total: FloatArray = np.zeros((TILE_PX, TILE_PX), np.float32)
    for cells in (3, 6, 12, 24):
        total += np.kron(rng.random((cells, cells)), np.ones((TILE_PX // cells,) * 2)) / cells**0.5
    for axis in (0, 1):
        total = ((np.roll(total, 2, axis) + total + np.roll(total, -2, axis)) / 3).astype(
            np.float32
        )
    mask = (total - total.min()) / max(float(np.ptp(total)), 1e-6)
    return _mix(mask.astype(np.float32), _color(rng), _color(rng))


def _label(rng: np.random.Generator) -> FloatArray:
    """A coloured band or panel with rows of small marks, like a printed package."""
    picture = _flat(rng)
    for _ in range(rng.integers(1, 4)):
        top, height = rng.integers(0, TILE_PX - 12), rng.integers(10, 60)
        left, width = rng.integers(0, TILE_PX // 2), rng.integers(30, TILE_PX)
        full = rng.random() < 0.4
        columns = slice(None) if full else slice(left, left + width)
        picture[top : top + height, columns] = _color(rng)
    ink = _color(rng)
    for row in range(rng.integers(4, 20), TILE_PX - 8, rng.integers(7, 16)):
        start, stop = sorted(rng.integers(4, TILE_PX - 4, 2))
        marks = rng.random(TILE_PX) < rng.uniform(0.4, 0.9)
        marks[:start] = marks[stop:] = False
        picture[row : row + rng.integers(2, 6), marks] = ink
    return picture
