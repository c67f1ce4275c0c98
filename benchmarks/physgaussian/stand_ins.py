"""Procedural clouds in place of the scans of PhysGaussian's six scenes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from render.gaussians import GaussianCloud

Points = npt.NDArray[np.float64]

SPACING = 0.02


def stand_in(name: str) -> GaussianCloud:
    """Surface splats of a simple body in place of a scene's object, any unit."""
    points, color = _SHAPES[name]
    surface = points()
    count = len(surface)
    return GaussianCloud(
        surface.astype(np.float32),
        np.tile(np.array([1, 0, 0, 0], np.float32), (count, 1)),
        np.full((count, 3), 0.6 * SPACING, np.float32),
        np.full(count, 0.95, np.float32),
        np.tile(((np.array(color) - 0.5) / 0.28209479).astype(np.float32), (count, 1, 1)),
    )


def _box(center: tuple[float, float, float], size: tuple[float, float, float]) -> Points:
    counts = [max(round(side / SPACING), 2) for side in size]
    axes = [np.linspace(-side / 2, side / 2, n) for side, n in zip(size, counts, strict=True)]
    grid = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1)
    faces = [np.take(grid, (0, -1), axis=axis).reshape(-1, 3) for axis in range(3)]
    return np.unique(np.concatenate(faces), axis=0) + center


def _ellipsoid(center: tuple[float, float, float], radii: tuple[float, float, float]) -> Points:
    count = int(4 * np.pi * max(radii) ** 2 / SPACING**2)
    k = np.arange(count) + 0.5
    polar, azimuth = np.arccos(1 - 2 * k / count), np.pi * (1 + 5**0.5) * k
    ring = np.sin(polar)
    unit = np.stack([ring * np.cos(azimuth), ring * np.sin(azimuth), np.cos(polar)], axis=1)
    return unit * radii + center


def _plant() -> Points:
    pot = _box((0, 0, 0.12), (0.36, 0.36, 0.24))
    stem = _box((0, 0, 0.36), (0.08, 0.08, 0.3))
    return np.concatenate([pot, stem, _ellipsoid((0, 0, 0.7), (0.3, 0.3, 0.3))])


def _aeroplane() -> Points:
    body = _ellipsoid((0, 0, 0), (0.5, 0.1, 0.1))
    return np.concatenate([body, _box((0.05, 0, 0), (0.24, 0.9, 0.06))])


def _vase() -> Points:
    stems = [_box((x, y, 0.5), (0.06, 0.06, 0.3)) for x, y in ((-0.08, 0), (0.08, 0), (0, 0.1))]
    bloom = _ellipsoid((0, 0.03, 0.75), (0.25, 0.25, 0.2))
    return np.concatenate([_ellipsoid((0, 0, 0.2), (0.2, 0.2, 0.22)), *stems, bloom])


def _wolf() -> Points:
    legs = [_box((x, y, 0.15), (0.1, 0.1, 0.3)) for x in (-0.3, 0.3) for y in (-0.1, 0.1)]
    body, head = (
        _box((0, 0, 0.42), (0.8, 0.3, 0.26)),
        _ellipsoid((0.48, 0, 0.6), (0.14, 0.12, 0.14)),
    )
    return np.concatenate([body, head, *legs])


_SHAPES: dict[str, tuple[Callable[[], Points], tuple[float, float, float]]] = {
    "ficus": (_plant, (0.25, 0.5, 0.2)),
    "pillow2sofa": (lambda: _ellipsoid((0, 0, 0), (0.5, 0.4, 0.16)), (0.8, 0.75, 0.65)),
    "plane": (_aeroplane, (0.6, 0.65, 0.7)),
    "tear_bread": (lambda: _ellipsoid((0, 0, 0), (0.5, 0.25, 0.2)), (0.8, 0.6, 0.35)),
    "vasedeck": (_vase, (0.7, 0.4, 0.5)),
    "wolf": (_wolf, (0.75, 0.65, 0.45)),
}

SCENES = tuple(_SHAPES)
"""Names of the six scenes."""
