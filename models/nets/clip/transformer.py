"""The transformer that both halves of CLIP are."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

_QUICK = 1.702
"""Factor of the sigmoid in CLIP's approximation of GELU."""


@dataclass(frozen=True, slots=True)
class TransformerShape:
    """Sizes of one half."""

    width: int
    """Width of a token."""
    inner: int
    """Width between the two layers of a feed-forward part."""
    layers: int
    heads: int
    quick: bool = True
    """Whether the activation is x σ(1.702 x), as OpenAI's weights need, instead of GELU."""


class ClipAttention(nn.Module):
    """Multi-head attention with biases."""

    def __init__(self, shape: TransformerShape) -> None:
        super().__init__()
        self.heads = shape.heads
        self.q_proj = nn.Linear(shape.width, shape.width)
        self.k_proj = nn.Linear(shape.width, shape.width)
        self.v_proj = nn.Linear(shape.width, shape.width)
        self.out_proj = nn.Linear(shape.width, shape.width)

    def forward(self, tokens: Tensor, *, causal: bool) -> Tensor:
        """Tokens [B, L, D] to tokens; `causal` lets each see those before it alone."""
        batch, length, width = tokens.shape
        parts = (self.q_proj(tokens), self.k_proj(tokens), self.v_proj(tokens))
        q, k, v = (part.view(batch, length, self.heads, -1).transpose(1, 2) for part in parts)
        mixed = functional.scaled_dot_product_attention(q, k, v, is_causal=causal)
        out: Tensor = self.out_proj(mixed.transpose(1, 2).reshape(batch, length, width))
        return out


class ClipFeedForward(nn.Module):
    """Two linear layers."""

    def __init__(self, shape: TransformerShape) -> None:
        super().__init__()
        self.quick = shape.quick
        self.fc1 = nn.Linear(shape.width, shape.inner)
        self.fc2 = nn.Linear(shape.inner, shape.width)

    def forward(self, tokens: Tensor) -> Tensor:
        """Tokens [B, L, D] to tokens."""
        inner = self.fc1(tokens)
        active = inner * torch.sigmoid(_QUICK * inner) if self.quick else functional.gelu(inner)
        out: Tensor = self.fc2(active)
        return out


class ClipLayer(nn.Module):
    """Attention and feed-forward, each after a norm and beside a shortcut."""

    def __init__(self, shape: TransformerShape) -> None:
        super().__init__()
        self.self_attn = ClipAttention(shape)
        self.layer_norm1 = nn.LayerNorm(shape.width)
        self.mlp = ClipFeedForward(shape)
        self.layer_norm2 = nn.LayerNorm(shape.width)

    def forward(self, tokens: Tensor, *, causal: bool) -> Tensor:
        """Tokens [B, L, D] to tokens."""
        tokens = tokens + self.self_attn(self.layer_norm1(tokens), causal=causal)
        out: Tensor = tokens + self.mlp(self.layer_norm2(tokens))
        return out


class ClipTransformer(nn.Module):
    """Layers one after the other."""

    def __init__(self, shape: TransformerShape) -> None:
        super().__init__()
        self.layers = nn.ModuleList(ClipLayer(shape) for _ in range(shape.layers))

    def forward(self, tokens: Tensor, *, causal: bool) -> Tensor:
        """Tokens [B, L, D] to tokens."""
        for layer in self.layers:
            tokens = layer(tokens, causal=causal)
        return tokens
