"""Values of Gaussians that selections go by: size, colour, depth and others."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from render.camera import Camera
from render.gaussians import GaussianCloud
from render.spherical_harmonics import sh0_to_rgb
from studio.state.selection import Histogram, SplatValue

FloatArray = npt.NDArray[np.float32]
BoolArray = npt.NDArray[np.bool_]

LOGARITHMIC = frozenset({"size", "stretch"})
"""Values whose histograms have equal ratios as bins."""
BIN_COUNT = 96
_TINY = 1e-9


def plain_colors(cloud: GaussianCloud) -> FloatArray:
    """SRGB colours without view-dependence, 0 to 1, shape [N, 3]."""
    return np.clip(sh0_to_rgb(cloud.sh_coeffs[:, 0]), 0, 1)


def hue_saturation_brightness(colors: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Hue [degrees, 0 to 360; 0 for greys], saturation and brightness (HSV), shapes [N]."""
    top, low = colors.max(axis=1), colors.min(axis=1)
    chroma = top - low
    safe = np.where(chroma > _TINY, chroma, 1)
    red, green, blue = colors.T
    sixth = np.select(
        [chroma <= _TINY, top == red, top == green],
        [0, ((green - blue) / safe) % 6, (blue - red) / safe + 2],
        (red - green) / safe + 4,
    )
    saturation = np.where(top > _TINY, chroma / np.maximum(top, _TINY), 0)
    return (
        (60 * sixth).astype(np.float32), saturation.astype(np.float32), top.astype(np.float32),
    )  # fmt: skip


def splat_values(cloud: GaussianCloud, value: SplatValue, camera: Camera) -> FloatArray:
    """One value of every Gaussian, shape [N].

    Args:
        cloud: N Gaussians in the world [m].
        value: "size" is the largest standard deviation [m], "stretch" its ratio to the smallest,
            "depth" the distance along the view [m], "height" that above z = 0 [m], "hue" in
            degrees; others are 0 to 1.
        camera: The view.
    """
    if value in ("hue", "saturation", "brightness"):
        index = ("hue", "saturation", "brightness").index(value)
        return hue_saturation_brightness(plain_colors(cloud))[index]
    if value == "size":
        return np.asarray(cloud.scales.max(axis=1))
    if value == "stretch":
        return np.asarray(cloud.scales.max(axis=1) / np.maximum(cloud.scales.min(axis=1), _TINY))
    if value == "depth":
        return camera.project(cloud.means)[1].astype(np.float32)
    if value == "height":
        return np.ascontiguousarray(cloud.means[:, 2])
    return cloud.opacities


def histogram(values: FloatArray, value: SplatValue) -> Histogram:
    """Counts of values in bins of equal width, or of equal ratio for `LOGARITHMIC` ones.

    Args:
        values: One a Gaussian, shape [N].
        value: What they are.
    """
    logarithmic = value in LOGARITHMIC
    if not len(values):
        return Histogram(value, 1.0 if logarithmic else 0.0, 1.0, (0,), logarithmic)
    shown = np.log10(np.maximum(values, _TINY)) if logarithmic else values.astype(np.float64)
    low, high = float(shown.min()), float(shown.max())
    if high - low < 1e-9:
        spread = 1e-3 * max(abs(low), 1.0)
        low, high = low - spread, high + spread
    counts, _ = np.histogram(shown, BIN_COUNT, (low, high))
    if logarithmic:
        low, high = 10**low, 10**high
    return Histogram(value, low, high, tuple(int(count) for count in counts), logarithmic)


def in_range(values: FloatArray, low: float, high: float) -> BoolArray:
    """Which values lie between two, ends included, shape [N]; from 350 to 20 goes through 0."""
    if low <= high:
        return np.asarray((values >= low) & (values <= high))
    return np.asarray((values >= low) | (values <= high))


def like_color(
    cloud: GaussianCloud, color: tuple[float, float, float], tolerance: float
) -> BoolArray:
    """Gaussians whose plain sRGB colour differs by at most `tolerance` a channel, shape [N]."""
    far = np.abs(plain_colors(cloud) - np.array(color, np.float32)).max(axis=1)
    return np.asarray(far <= tolerance)
