"""`CellNet`: what several views say about a cell of space to whether it holds matter."""

from __future__ import annotations

import torch
from torch import nn


class CellNet(nn.Module):
    """A perceptron with two hidden layers on normalised features."""

    def __init__(self, features: int, hidden: int) -> None:
        """Build the network.

        Args:
            features: Numbers a cell.
            hidden: Width of both hidden layers.
        """
        super().__init__()
        self.register_buffer("mean", torch.zeros(features))
        self.register_buffer("gain", torch.ones(features))
        self.layers = nn.Sequential(
            nn.Linear(features, hidden),
            nn.SiLU(),
            nn.Linear(hidden, hidden),
            nn.SiLU(),
            nn.Linear(hidden, 1),
        )

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        """Features [N, D] to logits of matter [N]."""
        mean, gain = self.get_buffer("mean"), self.get_buffer("gain")
        logits: torch.Tensor = self.layers((features - mean) * gain)
        return logits[:, 0]
