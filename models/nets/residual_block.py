"""A pre-normalised residual block."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional


class ResidualBlock(nn.Module):
    """Two 3 x 3 convolutions about a skip connection, modulated by a condition vector.

    Source: He et al., Identity mappings in deep residual networks, ECCV 2016; the modulation is
    that of Perez et al., FiLM, AAAI 2018.
    """

    def __init__(self, channels_in: int, channels_out: int, condition_size: int) -> None:
        super().__init__()
        self.norm_in = nn.GroupNorm(8, channels_in)
        self.conv_in = nn.Conv2d(channels_in, channels_out, 3, padding=1)
        self.norm_out = nn.GroupNorm(8, channels_out)
        self.modulation = nn.Linear(condition_size, 2 * channels_out)
        self.conv_out = nn.Conv2d(channels_out, channels_out, 3, padding=1)
        self.skip = (
            nn.Identity()
            if channels_in == channels_out
            else nn.Conv2d(channels_in, channels_out, 1)
        )
        nn.init.zeros_(self.conv_out.weight)
        nn.init.zeros_(self.modulation.weight)
        nn.init.zeros_(self.modulation.bias)

    def forward(self, features: torch.Tensor, condition: torch.Tensor) -> torch.Tensor:
        """Features [B, D_in, H, W] and condition [B, D_c] to features [B, D_out, H, W]."""
        hidden = self.conv_in(functional.silu(self.norm_in(features)))
        gain, shift = self.modulation(condition)[..., None, None].chunk(2, dim=1)
        hidden = self.norm_out(hidden) * (1 + gain) + shift
        out: torch.Tensor = self.conv_out(functional.silu(hidden)) + self.skip(features)
        return out
