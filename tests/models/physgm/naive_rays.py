"""The rays and their encoder written a second time, in float64."""

from __future__ import annotations

import numpy as np
from naive_layers import Array, Weights, bicubic_antialiased, conv, gelu, layer_norm

PREFIX = "ray_encoder."


def position_table(count: int, channels: int) -> Array:
    table = np.zeros((count, channels))
    for p in range(count):
        for j in range(channels):
            angle = p / 10000 ** (2 * (j // 2) / channels)
            table[p, j] = np.sin(angle) if j % 2 == 0 else np.cos(angle)
    return table


def pixel_ray(lens: Array, pose: Array, row: int, column: int) -> Array:
    """Moment and direction of one pixel, [6]."""
    fx, fy, cx, cy = lens
    seen = np.array([(column + 0.5 - cx) / fx, (row + 0.5 - cy) / fy, 1.0])
    direction = pose[:3, :3] @ (seen / np.sqrt(seen @ seen))
    return np.concatenate([np.cross(pose[:3, 3], direction), direction])


def encoded_rays(rays: Array, w: Weights, patch: int) -> Array:
    """Rays [6, H, W] to features [h w, F]."""
    _, height, width = rays.shape
    rows, columns = height // patch, width // patch
    stacked = np.zeros((6 * patch * patch, rows, columns))
    for channel in range(6):
        for i in range(patch):
            for j in range(patch):
                stacked[(channel * patch + i) * patch + j] = rays[channel, i::patch, j::patch]
    at = PREFIX + "patch_embed.1."
    hidden = gelu(conv(stacked, w[at + "weight"], w[at + "bias"], padding=1))
    at = PREFIX + "encoder.0."
    hidden = conv(hidden, w[at + "weight"], w[at + "bias"])
    tokens = hidden.reshape(len(hidden), -1).T
    tokens = layer_norm(tokens, w[PREFIX + "norm.weight"], w[PREFIX + "norm.bias"])
    table = w[PREFIX + "pos_embed"]
    if len(tokens) != len(table):
        side = round(len(table) ** 0.5)
        grid = table.T.reshape(-1, side, side)
        table = bicubic_antialiased(grid, rows, columns).reshape(table.shape[1], -1).T
    at = PREFIX + "post_pe_norm."
    return layer_norm(tokens + table, w[at + "weight"], w[at + "bias"])
