"""A learned factor for every channel."""

from __future__ import annotations

import torch
from torch import nn


class LayerScale(nn.Module):
    """Features times a learned factor a channel.

    Source: Touvron et al., Going deeper with image transformers, ICCV 2021, section 2.
    """

    def __init__(self, dim: int) -> None:
        super().__init__()
        self.lambda1 = nn.Parameter(torch.ones(dim))

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        """Features [..., D] to the same shape."""
        return features * self.lambda1
