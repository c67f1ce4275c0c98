"""`Finish`, the look of a surface, and what painters of all materials share."""

from __future__ import annotations

import colorsys
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]
Reals = npt.NDArray[np.floating]

_NEARNESS = 0.5
"""How much a reflection wanders over a flat face, per longest side of the object."""

Relief = Callable[[FloatArray], Reals]
Pattern = Callable[["Texels"], Reals]


@dataclass(frozen=True, slots=True, eq=False)
class Texels:
    """N points of a surface that get a colour."""

    points: FloatArray
    """Positions in units of the object's longest side, shape [N, 3]."""
    normals: FloatArray
    """Unit outward normals, shape [N, 3]."""

    def __len__(self) -> int:
        return len(self.points)


@dataclass(frozen=True, slots=True, eq=False)
class Finish:
    """Colour and relief of one surface."""

    paint: Pattern
    """Colours of texels, sRGB 0 to 1, shape [N, 3]."""
    relief: Relief | None = None
    """How far points [N, 3] are pushed outwards, in units of the longest side, shape [N]."""


FinishGenerator = Callable[[np.random.Generator], Finish]


def as_color(red: float, green: float, blue: float) -> FloatArray:
    """An sRGB colour, shape [3]."""
    return np.array([red, green, blue], np.float32)


def any_color(
    rng: np.random.Generator,
    saturation: tuple[float, float] = (0.0, 1.0),
    value: tuple[float, float] = (0.1, 1.0),
) -> FloatArray:
    """A colour of any hue."""
    hsv = rng.random(), rng.uniform(*saturation), rng.uniform(*value)
    return np.array(colorsys.hsv_to_rgb(*hsv), np.float32)


def one_of(
    rng: np.random.Generator, palette: list[tuple[float, float, float]], spread: float = 0.04
) -> FloatArray:
    """A colour near one of a palette."""
    base = np.array(palette[rng.integers(len(palette))], np.float32)
    shifted = base * (1 + rng.normal(0, 2 * spread)) + rng.normal(0, spread / 4, 3)
    return np.clip(shifted, 0, 1).astype(np.float32)


def mix(first: Reals, second: Reals, share: Reals | npt.NDArray[np.bool_]) -> FloatArray:
    """Blend of two colours [3] or [N, 3] by shares [N] of the second; shape [N, 3]."""
    return np.asarray(first + (second - first) * share[:, None], np.float32)


def smooth_step(values: Reals, low: float, high: float) -> FloatArray:
    """0 below `low`, 1 above `high`, smooth between."""
    t = np.clip((values - low) / (high - low), 0, 1)
    return np.asarray(t * t * (3 - 2 * t), np.float32)


def speckle(rng: np.random.Generator, count: int) -> FloatArray:
    """Independent normal values of texels, shape [count]."""
    return rng.standard_normal(count, dtype=np.float32)


def shaded(color: Reals, light: Reals) -> FloatArray:
    """Colours [3] or [N, 3] brightened or darkened by 1 + light [N]; shape [N, 3]."""
    return np.asarray(color * (1 + light)[:, None], np.float32)


def random_direction(rng: np.random.Generator, *, upward: float = 0.0) -> FloatArray:
    """A unit vector, shape [3]; `upward` is added to its height before it is made unit."""
    vector = rng.normal(size=3)
    vector[2] = abs(vector[2]) + upward if upward else vector[2]
    return np.asarray(vector / np.linalg.norm(vector), np.float32)


def highlights(
    texels: Texels, rng: np.random.Generator, *, size: float, hardness: float = 0.3
) -> FloatArray:
    """Reflections of three lamps fixed to the object, as scans and photos show them.

    Args:
        texels: N points of a surface.
        rng: Source of the lamps' directions.
        size: 1 minus the cosine at which a lamp's reflection ends.
        hardness: Sharpness of its border, 0 to 1.

    Returns:
        Brightness 0 to 1, shape [N].
    """
    bent = texels.normals + _NEARNESS * texels.points  # lamps are near: flat faces differ too
    bent /= np.linalg.norm(bent, axis=1, keepdims=True)
    total = np.zeros(len(texels), np.float32)
    for strength in (1.0, 0.7, 0.5):
        facing = bent @ random_direction(rng, upward=0.4)
        own = size * rng.uniform(0.5, 1.3)
        total += strength * smooth_step(facing, 1 - own, 1 - own * hardness)
    return np.minimum(total, 1)


def flat_axes(texels: Texels) -> tuple[FloatArray, FloatArray]:
    """Two coordinates [N] in the plane most of the surface's normal, free of distortion."""
    main = np.abs(texels.normals).argmax(axis=1)
    x, y, z = texels.points.T
    return (
        np.where(main == 0, y, x).astype(np.float32),
        np.where(main == 2, y, z).astype(np.float32),
    )


def lettering(across: Reals, up: Reals, line_height: float) -> npt.NDArray[np.bool_]:
    """Where lines of print lie on a plane: rows of strokes in words of random length.

    Args:
        across: Coordinate along the lines, shape [N].
        up: Coordinate across the lines, shape [N].
        line_height: Distance between lines.
    """
    row, column = np.floor(up / line_height), np.floor(across / (0.16 * line_height))
    stroke = _hashed(row, column) > 0.42
    word = _hashed(row + 17, np.floor(across / (1.9 * line_height) + 0.5 * np.sin(row))) > 0.12
    at = up / line_height - row
    tall = _hashed(row + 5, np.floor(column / 2)) > 0.7
    return np.asarray(stroke & word & (at > 0.2) & (at < np.where(tall, 0.8, 0.62)))


def _hashed(first: Reals, second: Reals) -> Reals:
    """A random-looking number 0 to 1 of two whole numbers."""
    value = np.sin(first * 12.9898 + second * 78.233) * 43758.5453
    return np.asarray(value - np.floor(value), np.float32)
