"""Self-attention over the pixels of a small feature map."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional


class SelfAttention(nn.Module):
    """Multi-head attention among all pixels, with a feed-forward layer, both residual.

    Source: Vaswani et al., Attention is all you need, NeurIPS 2017.
    """

    def __init__(self, channels: int, head_count: int) -> None:
        super().__init__()
        self.head_count = head_count
        self.norm = nn.LayerNorm(channels)
        self.query_key_value = nn.Linear(channels, 3 * channels)
        self.out = nn.Linear(channels, channels)
        self.feed_norm = nn.LayerNorm(channels)
        self.feed_in = nn.Linear(channels, 2 * channels)
        self.feed_out = nn.Linear(2 * channels, channels)
        nn.init.zeros_(self.out.weight)
        nn.init.zeros_(self.feed_out.weight)

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        """Features [B, D, H, W] to the same shape."""
        batch, channels, height, width = features.shape
        tokens = features.flatten(2).transpose(1, 2)  # [B, H W, D]
        split = self.query_key_value(self.norm(tokens))
        split = split.view(batch, -1, 3, self.head_count, channels // self.head_count)
        query, key, value = split.permute(2, 0, 3, 1, 4)  # each [B, heads, H W, D / heads]
        mixed = functional.scaled_dot_product_attention(query, key, value)
        tokens = tokens + self.out(mixed.transpose(1, 2).reshape(batch, -1, channels))
        tokens = tokens + self.feed_out(functional.silu(self.feed_in(self.feed_norm(tokens))))
        out: torch.Tensor = tokens.transpose(1, 2).reshape(batch, channels, height, width)
        return out
