"""`to_picture`: a pass as something to look at, 8 bit."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from render.passes.basic_passes import UNKNOWN_COLOR
from render.passes.color_maps import label_colors, mapped, wheel_colors
from render.passes.legend import draw_legend
from render.passes.pass_image import (
    AxesLegend,
    Color,
    LabelLegend,
    Legend,
    PassImage,
    PassValues,
    ScaleLegend,
    WheelLegend,
)
from render.passes.pseudo_rgb import (
    Geometry,
    encode_depth,
    encode_geometry,
    encode_ids,
    encode_normals,
    encode_semantics,
    encode_trajectory,
)

FloatArray = npt.NDArray[np.float32]
Picture = npt.NDArray[np.uint8]

PACKED = frozenset(
    {"gaussian_id", "semantics", "geometry", "trajectory", "depth_packed", "normal_packed"}
)
"""Passes whose pictures hold numbers: nothing may be drawn into them or blended."""
GROUND: Color = (0.055, 0.058, 0.066)
"""Colour behind pictures of values, sRGB."""


def to_picture(image: PassImage, *, legend: bool = False, background: Color = GROUND) -> Picture:
    """Picture of a pass.

    Args:
        image: Pass.
        legend: Whether to draw its legend in; packed pictures never have one.
        background: Colour where nothing is seen; not used by colour, coverage and packed pictures.

    Returns:
        sRGB, shape [H, W, 3]; colour with straight alpha has shape [H, W, 4].
    """
    if image.name in PACKED:
        return _packed(image)
    if image.name == "colour":
        return _quantised(image.values.astype(np.float32, copy=False))
    if image.name == "alpha":
        return _quantised(np.repeat(image.values.astype(np.float32), 3, axis=2))
    colors = np.zeros((*image.mask.shape, 3), np.float32)
    colors[image.mask] = _colors(image.values[image.mask], image.legend)
    weight = (image.coverage * image.mask)[:, :, None]
    if isinstance(image.legend, LabelLegend | AxesLegend | WheelLegend):
        weight = image.mask[:, :, None].astype(np.float32)
    picture = _quantised(colors * weight + np.array(background, np.float32) * (1 - weight))
    if legend and image.legend is not None:
        return draw_legend(picture, image.legend)
    return picture


def scale_share(values: npt.NDArray[np.floating], legend: ScaleLegend) -> FloatArray:
    """Where values lie on a legend's scale, 0 to 1 within it, same shape."""
    low, high = legend.low, legend.high
    if legend.logarithmic:
        values = np.log10(np.maximum(values, 1e-30))
        low, high = np.log10(low), np.log10(high)
    if high <= low:
        return np.full(values.shape, 0.5 if legend.color_map == "tide" else 0.0, np.float32)
    return np.asarray((values - low) / (high - low), np.float32)


def _colors(values: PassValues, legend: Legend | None) -> FloatArray:
    """Colours of K pixels with values of shape [K, C], sRGB 0 to 1, shape [K, 3]."""
    if isinstance(legend, ScaleLegend):
        return mapped(legend.color_map, scale_share(values[:, 0].astype(np.float32), legend))
    if isinstance(legend, WheelLegend):
        return wheel_colors(values[:, 0] / legend.reach, values[:, 1] / legend.reach)
    if isinstance(legend, AxesLegend):
        spans = np.array([(low, high) for _, low, high in legend.entries], np.float32)
        share = (values - spans[:, 0]) / np.maximum(np.ptp(spans, axis=1), 1e-12)
        return np.asarray(np.clip(share, 0, 1), np.float32)
    if isinstance(legend, LabelLegend):
        colors = label_colors(int(values.max(initial=0)) + 1)
        known = np.append(colors, [UNKNOWN_COLOR], axis=0).astype(np.float32)
        return np.asarray(known[values[:, 0].astype(np.int64)])  # -1 takes the last
    raise ValueError("a picture of values needs a legend")


def _packed(image: PassImage) -> Picture:
    packers: dict[str, Callable[[PassImage], Picture]] = {
        "gaussian_id": lambda one: encode_ids(_ids(one, 0)),
        "semantics": lambda one: encode_semantics(_ids(one, 0), _ids(one, 1)),
        "geometry": _packed_geometry,
        "trajectory": lambda one: encode_trajectory(
            one.values.astype(np.float32), one.mask, one.facts["reach_m"]
        ),
        "depth_packed": lambda one: encode_depth(
            one.values[:, :, 0].astype(np.float32),
            one.mask,
            one.facts["near_m"],
            one.facts["far_m"],
        ),
        "normal_packed": lambda one: encode_normals(one.values.astype(np.float32), one.mask),
    }
    return packers[image.name](image)


def _ids(image: PassImage, channel: int) -> npt.NDArray[np.int32]:
    return image.values[:, :, channel].astype(np.int32)


def _packed_geometry(image: PassImage) -> Picture:
    values = image.values.astype(np.float32)
    geometry = Geometry(values[:, :, 0], values[:, :, 1:], image.mask)
    return encode_geometry(geometry, image.facts["near_m"], image.facts["far_m"])


def _quantised(color: npt.NDArray[np.floating]) -> Picture:
    return np.asarray(np.clip(color, 0, 1) * 255 + 0.5).astype(np.uint8)
