"""The dense head written a second time, one view at a time, in float64."""

from __future__ import annotations

import math

import numpy as np
from naive_layers import (
    Array,
    Weights,
    bilinear_aligned,
    conv,
    layer_norm,
    relu,
    transposed_conv,
)

PREFIX = "dpt_head."


def uv_code(channels: int, rows: int, columns: int, aspect: float) -> Array:
    """Code of every pixel, a tenth of it, [channels, rows, columns]."""
    span_x = aspect / math.sqrt(aspect**2 + 1)
    span_y = 1 / math.sqrt(aspect**2 + 1)
    quarter = channels // 4
    code = np.zeros((channels, rows, columns), np.float32)
    for k in range(quarter):
        omega = 100.0 ** (-k / quarter)
        for column in range(columns):
            x = span_x * (2 * column + 1 - columns) / columns
            code[k, :, column] = math.sin(omega * x)
            code[quarter + k, :, column] = math.cos(omega * x)
        for row in range(rows):
            y = span_y * (2 * row + 1 - rows) / rows
            code[2 * quarter + k, row] = math.sin(omega * y)
            code[3 * quarter + k, row] = math.cos(omega * y)
    return np.asarray(code * np.float32(0.1), np.float64)


def residual_unit(x: Array, w: Weights, at: str) -> Array:
    skip = relu(x)
    hidden = conv(skip, w[at + "conv1.weight"], w[at + "conv1.bias"], padding=1)
    hidden = conv(relu(hidden), w[at + "conv2.weight"], w[at + "conv2.bias"], padding=1)
    return skip + hidden


def refined(deep: Array, finer: Array | None, w: Weights, at: str, size: tuple[int, int]) -> Array:
    if finer is not None:
        deep = deep + residual_unit(finer, w, at + "resConfUnit1.")
    deep = residual_unit(deep, w, at + "resConfUnit2.")
    return conv(bilinear_aligned(deep, *size), w[at + "out_conv.weight"], w[at + "out_conv.bias"])


def dense_head(taps: list[Array], w: Weights, rows: int, columns: int, patch: int) -> Array:
    """Image tokens of one view from four taps, [h w, D] each, to [outputs, H, W]."""
    aspect = columns / rows
    maps = []
    for index, tokens in enumerate(taps):
        normed = layer_norm(tokens, w[PREFIX + "norm.weight"], w[PREFIX + "norm.bias"])
        grid = normed.T.reshape(-1, rows, columns)
        at = f"{PREFIX}projects.{index}."
        grid = conv(grid, w[at + "weight"], w[at + "bias"])
        grid = grid + uv_code(len(grid), rows, columns, aspect)
        at = f"{PREFIX}resize_layers.{index}."
        if index == 0:
            grid = transposed_conv(grid, w[at + "weight"], w[at + "bias"], 4)
        elif index == 1:
            grid = transposed_conv(grid, w[at + "weight"], w[at + "bias"], 2)
        elif index == 3:
            grid = conv(grid, w[at + "weight"], w[at + "bias"], stride=2, padding=1)
        maps.append(conv(grid, w[f"{PREFIX}scratch.layer{index + 1}_rn.weight"], padding=1))
    at = PREFIX + "scratch."
    sizes = [(m.shape[1], m.shape[2]) for m in maps]
    joined = refined(maps[3], None, w, at + "refinenet4.", sizes[2])
    joined = refined(joined, maps[2], w, at + "refinenet3.", sizes[1])
    joined = refined(joined, maps[1], w, at + "refinenet2.", sizes[0])
    twice = (2 * sizes[0][0], 2 * sizes[0][1])
    joined = refined(joined, maps[0], w, at + "refinenet1.", twice)
    joined = conv(joined, w[at + "output_conv1.weight"], w[at + "output_conv1.bias"], padding=1)
    joined = bilinear_aligned(joined, rows * patch, columns * patch)
    joined = joined + uv_code(len(joined), rows * patch, columns * patch, aspect)
    at += "output_conv2."
    joined = relu(conv(joined, w[at + "0.weight"], w[at + "0.bias"], padding=1))
    return conv(joined, w[at + "2.weight"], w[at + "2.bias"])
