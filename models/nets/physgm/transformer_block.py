"""One block of the multi-view backbone."""

from __future__ import annotations

import torch
from torch import nn

from models.nets.physgm.feed_forward import FeedForward
from models.nets.physgm.fused_attention import FusedAttention
from models.nets.physgm.layer_norm import WideLayerNorm


class TransformerBlock(nn.Module):
    """Pre-norm attention and feed-forward, both residual; the norms have no bias.

    Source: Xiong et al., On layer normalization in the transformer architecture, ICML 2020.
    """

    def __init__(self, dim: int, head_size: int) -> None:
        super().__init__()
        self.norm1 = WideLayerNorm(dim, bias=False)
        self.attn = FusedAttention(dim, head_size)
        self.norm2 = WideLayerNorm(dim, bias=False)
        self.mlp = FeedForward(dim)

    def forward(self, tokens: torch.Tensor) -> torch.Tensor:
        """Tokens [B, L, D] to the same shape."""
        tokens = tokens + self.attn(self.norm1(tokens))
        out: torch.Tensor = tokens + self.mlp(self.norm2(tokens))
        return out
