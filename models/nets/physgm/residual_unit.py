"""The residual unit of the dense head."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional


class ResidualUnit(nn.Module):
    """y = r + conv2(relu(conv1(r))) with r = relu(x).

    The skip carries relu(x), not x: the public weights were trained with an in-place ReLU.
    """

    def __init__(self, features: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(features, features, 3, padding=1)
        self.conv2 = nn.Conv2d(features, features, 3, padding=1)

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        """Features [M, F, h, w] to the same shape."""
        positive = functional.relu(features)
        out: torch.Tensor = self.conv2(functional.relu(self.conv1(positive))) + positive
        return out
