"""One layer of DINOv3."""

from __future__ import annotations

import torch
from torch import nn

from models.nets.physgm.dinov3_attention import DinoV3Attention
from models.nets.physgm.dinov3_feed_forward import DinoV3FeedForward
from models.nets.physgm.layer_norm import WideLayerNorm
from models.nets.physgm.layer_scale import LayerScale


class DinoV3Layer(nn.Module):
    """Pre-norm attention and feed-forward, each scaled by channel and residual."""

    def __init__(self, dim: int, head_size: int) -> None:
        super().__init__()
        self.norm1 = WideLayerNorm(dim)
        self.attention = DinoV3Attention(dim, head_size)
        self.layer_scale1 = LayerScale(dim)
        self.norm2 = WideLayerNorm(dim)
        self.mlp = DinoV3FeedForward(dim)
        self.layer_scale2 = LayerScale(dim)

    def forward(
        self, tokens: torch.Tensor, code: tuple[torch.Tensor, torch.Tensor], prefix: int
    ) -> torch.Tensor:
        """Tokens [M, prefix + h w, D] to the same shape; `code` as in `DinoV3Attention`."""
        attended = self.attention(self.norm1(tokens), code, prefix)
        tokens = tokens + self.layer_scale1(attended)
        out: torch.Tensor = tokens + self.layer_scale2(self.mlp(self.norm2(tokens)))
        return out
