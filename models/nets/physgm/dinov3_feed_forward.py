"""The two-layer network of a DINOv3 layer."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional


class DinoV3FeedForward(nn.Module):
    """Linear to four times the width, exact GELU, linear back."""

    def __init__(self, dim: int) -> None:
        super().__init__()
        self.up_proj = nn.Linear(dim, 4 * dim)
        self.down_proj = nn.Linear(4 * dim, dim)

    def forward(self, tokens: torch.Tensor) -> torch.Tensor:
        """Tokens [M, L, D] to the same shape."""
        out: torch.Tensor = self.down_proj(functional.gelu(self.up_proj(tokens)))
        return out
