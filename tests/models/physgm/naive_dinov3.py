"""DINOv3 written a second time, token by token, in float64."""

from __future__ import annotations

import numpy as np
from naive_layers import Array, Weights, attention, gelu, layer_norm, linear

PREFIX = "dinov3_extractor.model."


def picture_features(picture: Array, w: Weights, head_size: int) -> Array:
    """Picture on white [3, H, W] to patch features [h w, D]."""
    mean = np.array([0.485, 0.456, 0.406])[:, None, None]
    std = np.array([0.229, 0.224, 0.225])[:, None, None]
    pixels = (picture - mean) / std
    weight = w[PREFIX + "embeddings.patch_embeddings.weight"]
    bias = w[PREFIX + "embeddings.patch_embeddings.bias"]
    size = weight.shape[-1]
    rows, columns = picture.shape[1] // size, picture.shape[2] // size
    kernel = weight.reshape(len(weight), -1)
    patches = [
        kernel @ pixels[:, r * size : (r + 1) * size, c * size : (c + 1) * size].reshape(-1) + bias
        for r in range(rows)
        for c in range(columns)
    ]
    class_token = w[PREFIX + "embeddings.cls_token"][0]
    registers = w[PREFIX + "embeddings.register_tokens"][0]
    tokens = np.concatenate([class_token, registers, np.stack(patches)])
    depth = 1 + max(
        int(name.removeprefix(PREFIX + "layer.").split(".")[0])
        for name in w
        if name.startswith(PREFIX + "layer.")
    )
    for index in range(depth):
        tokens = layer(tokens, w, f"{PREFIX}layer.{index}.", rows, columns, head_size)
    tokens = layer_norm(tokens, w[PREFIX + "norm.weight"], w[PREFIX + "norm.bias"])
    return tokens[1 + len(registers) :]


def layer(tokens: Array, w: Weights, at: str, rows: int, columns: int, head_size: int) -> Array:
    def named(name: str) -> tuple[Array, Array]:
        return w[f"{at}{name}.weight"], w[f"{at}{name}.bias"]

    hidden = layer_norm(tokens, *named("norm1"))
    query = linear(hidden, *named("attention.q_proj"))
    key = linear(hidden, w[at + "attention.k_proj.weight"])
    value = linear(hidden, *named("attention.v_proj"))
    first = len(tokens) - rows * columns
    heads = []
    for start in range(0, tokens.shape[1], head_size):
        part = slice(start, start + head_size)
        heads.append(
            attention(
                turned(query[:, part], first, rows, columns),
                turned(key[:, part], first, rows, columns),
                value[:, part],
            )
        )
    attended = linear(np.concatenate(heads, axis=1), *named("attention.o_proj"))
    tokens = tokens + attended * w[at + "layer_scale1.lambda1"]
    hidden = layer_norm(tokens, *named("norm2"))
    hidden = linear(gelu(linear(hidden, *named("mlp.up_proj"))), *named("mlp.down_proj"))
    return tokens + hidden * w[at + "layer_scale2.lambda1"]


def turned(head: Array, first: int, rows: int, columns: int) -> Array:
    """Rotary code on the patches: channels c and c + d / 2 turn by one angle."""
    size = head.shape[1]
    half, quarter = size // 2, size // 4
    out = head.copy()
    for row in range(rows):
        for column in range(columns):
            token = first + row * columns + column
            y = 2 * (row + 0.5) / rows - 1
            x = 2 * (column + 0.5) / columns - 1
            for c in range(half):
                coordinate, i = (y, c) if c < quarter else (x, c - quarter)
                angle = 2 * np.pi * coordinate * 100.0 ** (-4 * i / size)
                a, b = head[token, c], head[token, c + half]
                out[token, c] = a * np.cos(angle) - b * np.sin(angle)
                out[token, c + half] = b * np.cos(angle) + a * np.sin(angle)
    return out
