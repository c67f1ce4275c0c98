"""The two-layer network of a transformer block."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional


class FeedForward(nn.Module):
    """Linear to four times the width, exact GELU, linear back; no bias."""

    def __init__(self, dim: int) -> None:
        super().__init__()
        self.fc1 = nn.Linear(dim, 4 * dim, bias=False)
        self.fc2 = nn.Linear(4 * dim, dim, bias=False)

    def forward(self, tokens: torch.Tensor) -> torch.Tensor:
        """Tokens [B, L, D] to the same shape."""
        out: torch.Tensor = self.fc2(functional.gelu(self.fc1(tokens)))
        return out
