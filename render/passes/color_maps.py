"""Colour maps with equal perceptual steps, computed rather than copied.

Each map runs through a few colours in OKLab and is then cut into 256 steps of equal length there,
so that equal differences of the value look equally large. `dusk` and `grey` rise in lightness all
the way, so they survive greyscale print and colour-blind eyes; `tide` is for signed values: as
light in the middle as it is dark at both ends, blue for negative and red for positive ones.

Source: Ottosson, A perceptual color space for image processing, 2020 (OKLab's matrices).
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from render.srgb import linear_from_srgb, srgb_from_linear

FloatArray = npt.NDArray[np.float32]
Float64Array = npt.NDArray[np.float64]

STEPS = 256
_FINE_STEPS = 4097

_LMS_FROM_LINEAR = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_LAB_FROM_ROOTS = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)

# Lightness 0 to 1, chroma and hue [degrees] of the colours a map runs through.
_ANCHORS: dict[str, tuple[tuple[float, float, float], ...]] = {
    "grey": ((0.0, 0.0, 0.0), (1.0, 0.0, 0.0)),
    "dusk": (
        (0.30, 0.120, 305.0),
        (0.42, 0.125, 285.0),
        (0.53, 0.105, 245.0),
        (0.65, 0.105, 190.0),
        (0.79, 0.160, 145.0),
        (0.95, 0.150, 108.0),
    ),
    "tide": (
        (0.32, 0.130, 262.0),
        (0.60, 0.120, 250.0),
        (0.95, 0.005, 250.0),
        (0.95, 0.005, 35.0),
        (0.60, 0.150, 35.0),
        (0.32, 0.115, 25.0),
    ),
}
COLOR_MAPS = tuple(_ANCHORS)
"""Names of the maps; each has a twin that runs backwards, with "_r" behind its name."""


@lru_cache(maxsize=16)
def color_table(name: str) -> FloatArray:
    """The colours of a map, sRGB 0 to 1, shape [256, 3].

    Args:
        name: One of `COLOR_MAPS`, or that with "_r" behind it.
    """
    if name.endswith("_r"):
        return color_table(name.removesuffix("_r"))[::-1]
    lightness, chroma, hue = np.array(_ANCHORS[name]).T
    anchors = np.column_stack(
        [lightness, chroma * np.cos(np.radians(hue)), chroma * np.sin(np.radians(hue))]
    )
    at = np.linspace(0, 1, len(anchors))
    fine = np.linspace(0, 1, _FINE_STEPS)
    colors = srgb_from_oklab(
        np.column_stack([np.interp(fine, at, anchors[:, i]) for i in range(3)])
    )
    lab = oklab_from_srgb(colors)
    length = np.append(0, np.linalg.norm(np.diff(lab, axis=0), axis=1).cumsum())
    even = np.linspace(0, length[-1], STEPS)
    cut = np.column_stack([np.interp(even, length, lab[:, i]) for i in range(3)])
    return srgb_from_oklab(cut).astype(np.float32)


def mapped(name: str, share: npt.NDArray[np.floating]) -> FloatArray:
    """Colours of shares 0 to 1 along a map, sRGB 0 to 1, shape [..., 3]."""
    step = np.rint(np.clip(np.nan_to_num(share), 0, 1) * (STEPS - 1)).astype(np.int64)
    return np.asarray(color_table(name)[step], np.float32)


def label_colors(count: int) -> FloatArray:
    """Colours that differ as much as the golden angle allows, sRGB 0 to 1, shape [count, 3]."""
    number = np.arange(count)
    hue = np.radians((25.0 + 137.50776 * number) % 360)
    lightness = np.array([0.70, 0.56, 0.82])[number % 3]
    chroma = np.array([0.14, 0.13, 0.10])[number % 3]
    lab = np.column_stack([lightness, chroma * np.cos(hue), chroma * np.sin(hue)])
    return srgb_from_oklab(lab).astype(np.float32)


def wheel_colors(x: npt.NDArray[np.floating], y: npt.NDArray[np.floating]) -> FloatArray:
    """Colours of directions: hue by angle, from white at length 0 to full at 1, shape [..., 3].

    Args:
        x: To the right, in lengths of the fullest colour.
        y: Down, the same shape.
    """
    length = np.minimum(np.hypot(x, y), 1)
    angle = np.arctan2(-np.asarray(y, np.float64), x)
    lab = np.stack(
        [0.97 - 0.29 * length, 0.16 * length * np.cos(angle), 0.16 * length * np.sin(angle)], -1
    )
    return srgb_from_oklab(lab).astype(np.float32)


def srgb_from_oklab(lab: Float64Array) -> Float64Array:
    """Colours, sRGB 0 to 1, of OKLab ones, clipped to what sRGB can show, shape [..., 3]."""
    roots = lab @ np.linalg.inv(_LAB_FROM_ROOTS).T
    linear = np.clip(roots**3 @ np.linalg.inv(_LMS_FROM_LINEAR).T, 0, 1)
    return srgb_from_linear(linear)


def oklab_from_srgb(colors: npt.NDArray[np.floating]) -> Float64Array:
    """OKLab of sRGB colours 0 to 1, shape [..., 3]."""
    lms = linear_from_srgb(np.asarray(colors, np.float64)) @ _LMS_FROM_LINEAR.T
    return np.asarray(np.cbrt(lms) @ _LAB_FROM_ROOTS.T)
