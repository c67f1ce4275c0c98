"""The darkness that a cloud casts on the ground below it, as a small picture in world axes."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from render.framing import MIN_OPACITY, robust_bounds
from render.gaussians import GaussianCloud

FloatArray = npt.NDArray[np.float32]
Float64Array = npt.NDArray[np.float64]

RESOLUTION = 160
"""Cells along a side of the shadow picture."""

LAYER_EDGES = (0.0, 0.04, 0.1, 0.2, 0.35, 0.6, 1.0, 1.6, 2.6)
"""Heights above the ground that part the layers, as multiples of the object's size."""

BLUR_AT_CONTACT = 0.02
"""Standard deviation of the blur where something touches the ground, in object sizes."""

BLUR_PER_HEIGHT = 0.42
"""Growth of that standard deviation with height: the light is a bright ceiling, not a lamp."""

DARKNESS = 0.62
"""Darkness under something large that lies on the ground, 0 to 1."""

REACH = 2.2
"""Standard deviations of blur by which the picture exceeds the object's outline."""


@dataclass(frozen=True, slots=True, eq=False)
class GroundShadow:
    """Darkness on a square piece of the ground, zero outside."""

    darkness: FloatArray
    """Share of light taken away, 0 to 1, shape [rows along y, columns along x]."""
    center_m: tuple[float, float]
    """World x and y of the middle of the square [m]."""
    half_side_m: float
    """Half the side of the square [m]."""

    def sample(self, x: FloatArray, y: FloatArray) -> FloatArray:
        """Darkness at points of the ground, bilinear, 0 outside.

        Args:
            x: World x [m], any shape.
            y: World y [m], the same shape.
        """
        size = self.darkness.shape[0]
        scale = size / (2 * self.half_side_m)
        column = (x - (self.center_m[0] - self.half_side_m)) * scale - 0.5
        row = (y - (self.center_m[1] - self.half_side_m)) * scale - 0.5
        column, row = np.clip(column, 0, size - 1.001), np.clip(row, 0, size - 1.001)
        j, i = column.astype(np.int32), row.astype(np.int32)
        s, t = column - j, row - i
        flat, corner = self.darkness.ravel(), i * size + j
        upper = flat[corner] * (1 - s) + flat[corner + 1] * s
        lower = flat[corner + size] * (1 - s) + flat[corner + size + 1] * s
        return np.asarray(upper * (1 - t) + lower * t, dtype=np.float32)


def cast_shadow(cloud: GaussianCloud, *, ground_z_m: float = 0.0) -> GroundShadow | None:
    """Shadow of a cloud under light from the whole sky.

    Gaussians are sorted into layers of height; each layer's cover of the ground is blurred in
    proportion to its height, which approximates the share of the sky that it hides.

    Args:
        cloud: Gaussians in the world frame [m].
        ground_z_m: Height of the ground [m].

    Returns:
        The shadow, or None when nothing visible lies above the ground.
    """
    visible = (cloud.opacities > MIN_OPACITY) & (cloud.means[:, 2] > ground_z_m - _size_of(cloud))
    if not visible.any():
        return None
    chosen = cloud.select(visible)
    low, high = robust_bounds(chosen).astype(np.float64)
    size = max(float((high - low).max()), 1e-6)
    heights = np.maximum(chosen.means[:, 2].astype(np.float64) - ground_z_m, 0) / size
    highest = min(max(float(high[2]) - ground_z_m, 0) / size, LAYER_EDGES[-1])
    half_side = max(high[0] - low[0], high[1] - low[1]) / 2
    half_side += REACH * size * (BLUR_AT_CONTACT + BLUR_PER_HEIGHT * highest)
    center = (low[:2] + high[:2]) / 2
    cell = 2 * half_side / RESOLUTION
    cells = (chosen.means[:, :2] - (center - half_side)) / cell
    cover = _cover_area(chosen) / cell**2
    light = np.ones((RESOLUTION, RESOLUTION), np.float32)
    for lower, upper in itertools.pairwise(LAYER_EDGES):
        layer = (heights >= lower) & (heights < upper)
        if layer.any():
            sigma = size * (BLUR_AT_CONTACT + BLUR_PER_HEIGHT * 0.5 * (lower + upper)) / cell
            light *= 1 - _blurred(_coverage(cells[layer], cover[layer]), sigma)
    darkness = DARKNESS * (1 - light)
    _fade_edges(darkness)
    return GroundShadow(darkness, (float(center[0]), float(center[1])), float(half_side))


def _size_of(cloud: GaussianCloud) -> float:
    if not cloud.gaussian_count:
        return 0.0
    low, high = robust_bounds(cloud)
    return float((high - low).max())


def _cover_area(cloud: GaussianCloud) -> Float64Array:
    """Ground that each Gaussian hides [m²]: its opacity times its mean cross-section."""
    largest = np.sort(cloud.scales.astype(np.float64), axis=1)[:, 1:]
    return np.asarray(2 * np.pi * cloud.opacities * largest.prod(axis=1))


def _coverage(cells: Float64Array, areas: Float64Array) -> FloatArray:
    """Hidden share of every cell, 0 to 1, shape [RESOLUTION, RESOLUTION].

    Args:
        cells: Column and row of each Gaussian, shape [M, 2].
        areas: Area of each Gaussian in cells, shape [M].
    """
    index = np.floor(cells).astype(np.int64)
    inside = ((index >= 0) & (index < RESOLUTION)).all(axis=1)
    flat = index[inside, 1] * RESOLUTION + index[inside, 0]
    total = np.bincount(flat, weights=areas[inside], minlength=RESOLUTION**2)
    cover = 1 - np.exp(-total)
    return cover.reshape(RESOLUTION, RESOLUTION).astype(np.float32)


def _blurred(picture: FloatArray, sigma: float) -> FloatArray:
    """Gaussian blur with standard deviation `sigma` [cells], periodic at the border.

    The Fourier transform is used because its cost does not depend on `sigma`, and because small
    matrix products stall in threaded BLAS when all cores are busy.
    """
    rows = np.exp(-2 * (np.pi * sigma * np.fft.fftfreq(RESOLUTION)) ** 2)
    columns = np.exp(-2 * (np.pi * sigma * np.fft.rfftfreq(RESOLUTION)) ** 2)
    spectrum = np.fft.rfft2(picture) * np.outer(rows, columns).astype(np.float32)
    return np.fft.irfft2(spectrum, s=picture.shape).astype(np.float32)


def _fade_edges(darkness: FloatArray) -> None:
    """Let the picture run out to zero at its border, so that no edge shows on the ground."""
    ramp = np.clip(np.minimum(np.arange(RESOLUTION), np.arange(RESOLUTION)[::-1]) / 16, 0, 1)
    ramp = (ramp * ramp * (3 - 2 * ramp)).astype(np.float32)
    darkness *= ramp[:, None] * ramp[None, :]
