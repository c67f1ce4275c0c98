"""Layer normalisation that keeps its own precision."""

from __future__ import annotations

import torch
from torch import nn


class WideLayerNorm(nn.LayerNorm):
    """Layer normalisation in the precision of its weights, whatever comes in; eps is 1e-5.

    Under mixed precision the matrices are half and the norms stay float32, on every device alike.
    """

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        """Features [..., D] to the same shape, in the precision of the weights."""
        return super().forward(features.to(self.weight.dtype))
