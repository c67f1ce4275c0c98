"""The tokens that enter DINOv3."""

from __future__ import annotations

import torch
from torch import nn


class DinoV3Embeddings(nn.Module):
    """Class token, registers and patches, in this order."""

    def __init__(self, dim: int, *, patch_px: int, register_count: int) -> None:
        """Build the embeddings.

        Args:
            dim: Width D of a token.
            patch_px: Side of a patch [px].
            register_count: Number of register tokens.
        """
        super().__init__()
        self.cls_token = nn.Parameter(torch.zeros(1, 1, dim))
        self.mask_token = nn.Parameter(torch.zeros(1, 1, dim))  # stored, used in pretraining only
        self.register_tokens = nn.Parameter(torch.zeros(1, register_count, dim))
        self.patch_embeddings = nn.Conv2d(3, dim, patch_px, stride=patch_px)

    @property
    def prefix(self) -> int:
        """Number of tokens before the patches."""
        return 1 + self.register_tokens.shape[1]

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        """Normalised pictures [M, 3, H, W] to tokens [M, prefix + h w, D]."""
        patches = self.patch_embeddings(pixels).flatten(2).transpose(1, 2)  # [M, h w, D]
        count = patches.shape[0]
        first = [token.expand(count, -1, -1) for token in (self.cls_token, self.register_tokens)]
        return torch.cat([*first, patches], dim=1)
