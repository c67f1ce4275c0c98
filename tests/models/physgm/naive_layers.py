"""Layers written a second time in plain float64 numpy, from their formulas, for clarity."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from scipy.special import erf

Array = npt.NDArray[np.float64]
Weights = dict[str, Array]


def layer_norm(x: Array, weight: Array, bias: Array | None = None) -> Array:
    mean = x.mean(axis=-1, keepdims=True)
    variance = ((x - mean) ** 2).mean(axis=-1, keepdims=True)
    scaled = (x - mean) / np.sqrt(variance + 1e-5) * weight
    return scaled if bias is None else scaled + bias


def linear(x: Array, weight: Array, bias: Array | None = None) -> Array:
    product = x @ weight.T
    return product if bias is None else product + bias


def gelu(x: Array) -> Array:
    return 0.5 * x * (1 + erf(x / math.sqrt(2)))


def relu(x: Array) -> Array:
    return np.where(x > 0, x, 0.0)


def softmax(x: Array) -> Array:
    powers = np.exp(x - x.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def attention(query: Array, key: Array, value: Array) -> Array:
    """One head: [L, d] each to [L, d]."""
    return softmax(query @ key.T / math.sqrt(query.shape[-1])) @ value


def conv(
    x: Array, weight: Array, bias: Array | None = None, *, stride: int = 1, padding: int = 0
) -> Array:
    """Correlation of [C, H, W] with [D, C, k, k], one kernel offset after the other."""
    out_channels, _, size, _ = weight.shape
    padded = np.pad(x, ((0, 0), (padding, padding), (padding, padding)))
    rows = (padded.shape[1] - size) // stride + 1
    columns = (padded.shape[2] - size) // stride + 1
    out = np.zeros((out_channels, rows, columns))
    for i in range(size):
        for j in range(size):
            part = padded[:, i::stride, j::stride][:, :rows, :columns]
            flat = weight[:, :, i, j] @ np.ascontiguousarray(part).reshape(len(x), -1)
            out += flat.reshape(out.shape)
    return out if bias is None else out + bias[:, None, None]


def transposed_conv(x: Array, weight: Array, bias: Array, stride: int) -> Array:
    """Every pixel of [C, H, W] paints a tile of stride x stride; weight [C, D, stride, stride]."""
    channels, rows, columns = x.shape
    out = np.zeros((weight.shape[1], rows * stride, columns * stride))
    flat = x.reshape(channels, -1)
    for i in range(stride):
        for j in range(stride):
            tile = (weight[:, :, i, j].T @ flat).reshape(-1, rows, columns)
            out[:, i::stride, j::stride] = tile
    return out + bias[:, None, None]


def bilinear_aligned(x: Array, rows: int, columns: int) -> Array:
    """[C, H, W] to [C, rows, columns]; the corner pixels' centres stay where they are."""
    down = _linear_weights(x.shape[1], rows)
    across = _linear_weights(x.shape[2], columns)
    return np.asarray(down @ x @ across.T)


def _linear_weights(before: int, after: int) -> Array:
    weights = np.zeros((after, before))
    for index in range(after):
        at = index * (before - 1) / (after - 1) if after > 1 else 0.0
        low = min(int(at), before - 1)
        high = min(low + 1, before - 1)
        weights[index, low] += 1 - (at - low)
        weights[index, high] += at - low
    return weights


def bicubic_antialiased(x: Array, rows: int, columns: int) -> Array:
    """[C, H, W] to [C, rows, columns], a Keys kernel (a = -1/2) widened when shrinking."""
    return np.asarray(_cubic_weights(x.shape[1], rows) @ x @ _cubic_weights(x.shape[2], columns).T)


def _cubic_weights(before: int, after: int) -> Array:
    scale = before / after
    width = max(scale, 1.0)
    weights = np.zeros((after, before))
    for index in range(after):
        centre = (index + 0.5) * scale
        first = max(int(centre - 2 * width + 0.5), 0)
        last = min(int(centre + 2 * width + 0.5), before)
        for source in range(first, last):
            weights[index, source] = _keys((source + 0.5 - centre) / width)
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


def _keys(distance: float) -> float:
    t, a = abs(distance), -0.5
    if t < 1:
        return (a + 2) * t**3 - (a + 3) * t**2 + 1
    if t < 2:
        return a * t**3 - 5 * a * t**2 + 8 * a * t - 4 * a
    return 0.0
