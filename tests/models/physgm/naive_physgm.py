"""The whole of PhysGM written a second time: slow, plain, float64, from the published facts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from naive_dinov3 import picture_features
from naive_dpt import dense_head
from naive_layers import Array, Weights, attention, gelu, layer_norm, linear
from naive_rays import encoded_rays


@dataclass
class NaiveAnswer:
    gaussians: Array
    """[V, outputs, H, W]."""
    material_logits: Array
    youngs_modulus: Array
    poisson_ratio: Array


def transformer_block(tokens: Array, w: Weights, at: str, head_size: int) -> Array:
    dim = tokens.shape[1]
    hidden = layer_norm(tokens, w[at + "norm1.weight"])
    fused = w[at + "attn.qkv.weight"]
    query, key, value = (linear(hidden, fused[i * dim : (i + 1) * dim]) for i in range(3))
    parts = [slice(start, start + head_size) for start in range(0, dim, head_size)]
    heads = [attention(query[:, part], key[:, part], value[:, part]) for part in parts]
    tokens = tokens + linear(np.concatenate(heads, axis=1), w[at + "attn.proj.weight"])
    hidden = layer_norm(tokens, w[at + "norm2.weight"])
    hidden = gelu(linear(hidden, w[at + "mlp.fc1.weight"]))
    return tokens + linear(hidden, w[at + "mlp.fc2.weight"])


def value_head(token: Array, w: Weights, at: str) -> Array:
    hidden = layer_norm(token, w[at + "0.weight"])
    hidden = gelu(linear(hidden, w[at + "1.weight"], w[at + "1.bias"]))
    return linear(hidden, w[at + "3.weight"], w[at + "3.bias"])


def physgm(
    pictures: Array,
    rays: Array,
    w: Weights,
    *,
    taps: tuple[int, ...],
    head_size: int,
    encoder_head_size: int,
    patch: int = 16,
) -> NaiveAnswer:
    """Pictures on white [V, 3, H, W] and rays [V, 6, H, W] to raw values."""
    views, _, height, width = pictures.shape
    rows, columns = height // patch, width // patch
    tokens = [w["global_token_init"][0]]
    for view in range(views):
        seen = picture_features(pictures[view], w, encoder_head_size)
        features = np.concatenate([seen, encoded_rays(rays[view], w, patch)], axis=1)
        tokens.append(linear(features, w["dino_proj.weight"]))
    stream = layer_norm(np.concatenate(tokens), w["input_layernorm.weight"])
    outputs = []
    for index in range(max(taps) + 1):
        stream = transformer_block(stream, w, f"processor.blocks.{index}.", head_size)
        outputs.append(stream)
    size = rows * columns
    dense = []
    for view in range(views):
        part = slice(3 + view * size, 3 + (view + 1) * size)
        dense.append(dense_head([outputs[tap][part] for tap in taps], w, rows, columns, patch))
    material, stiffness, ratio = outputs[taps[-1]][:3]
    normed = layer_norm(material, w["phys_token_decoder.0.weight"])
    return NaiveAnswer(
        np.stack(dense),
        linear(normed, w["phys_token_decoder.1.weight"]),
        value_head(stiffness, w, "E_token_decoder."),
        value_head(ratio, w, "nu_token_decoder."),
    )
