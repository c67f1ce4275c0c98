"""Self-attention over all tokens with one fused projection."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional


class FusedAttention(nn.Module):
    """Multi-head softmax attention, scale head_size^(-1/2), no mask, no positional code, no bias.

    Source: Vaswani et al., Attention is all you need, NeurIPS 2017, section 3.2.
    """

    def __init__(self, dim: int, head_size: int) -> None:
        super().__init__()
        self.head_size = head_size
        self.qkv = nn.Linear(dim, 3 * dim, bias=False)
        self.proj = nn.Linear(dim, dim, bias=False)

    def forward(self, tokens: torch.Tensor) -> torch.Tensor:
        """Tokens [B, L, D] to the same shape."""
        batch, length, dim = tokens.shape
        split = self.qkv(tokens).view(batch, length, 3, -1, self.head_size)
        query, key, value = split.permute(2, 0, 3, 1, 4)  # each [B, heads, L, head_size]
        mixed = functional.scaled_dot_product_attention(query, key, value)
        out: torch.Tensor = self.proj(mixed.transpose(1, 2).reshape(batch, length, dim))
        return out  # [B, L, D]
