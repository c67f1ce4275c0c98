"""Encoder of the camera rays, patch by patch."""

from __future__ import annotations

import torch
from torch import nn

from models.nets.physgm.layer_norm import WideLayerNorm
from models.nets.physgm.position_table import sinusoid_table, table_for_grid

RAY_CHANNELS = 6
"""Moment o x d, then unit direction d."""


class RayEncoder(nn.Module):
    """Patches of Plücker rays to features.

    Order: unshuffle, 3 x 3 convolution, GELU, 1 x 1 convolution, norm, plus table, norm.
    """

    pos_embed: torch.Tensor

    def __init__(self, features: int, hidden: int, *, patch_px: int, table_side: int) -> None:
        """Build the encoder.

        Args:
            features: Channels of the result.
            hidden: Channels between the convolutions.
            patch_px: Side of a patch [px].
            table_side: Side of the grid for which the table of positions is kept.
        """
        super().__init__()
        self.patch_embed = nn.Sequential(
            nn.PixelUnshuffle(patch_px),
            nn.Conv2d(RAY_CHANNELS * patch_px**2, hidden, 3, padding=1),
            nn.GELU(),
        )
        self.encoder = nn.Sequential(nn.Conv2d(hidden, features, 1))
        self.norm = WideLayerNorm(features)
        self.post_pe_norm = WideLayerNorm(features)
        self.register_buffer("pos_embed", sinusoid_table(table_side**2, features))

    def forward(self, rays: torch.Tensor) -> torch.Tensor:
        """Rays [M, 6, H, W] to features [M, h w, F], patches row-major."""
        patches = self.encoder(self.patch_embed(rays))  # [M, F, h, w]
        rows, columns = patches.shape[-2:]
        tokens = self.norm(patches.flatten(2).transpose(1, 2))  # [M, h w, F]
        out: torch.Tensor = self.post_pe_norm(
            tokens + table_for_grid(self.pos_embed, rows, columns)
        )
        return out
