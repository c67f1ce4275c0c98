"""A small trainable stand-in for DINOv3."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional

from models.nets.physgm.layer_norm import WideLayerNorm


class PatchEncoder(nn.Module):
    """Patch features from two convolutions, for small networks that train from nothing."""

    def __init__(self, features: int, *, patch_px: int) -> None:
        """Build the encoder.

        Args:
            features: Channels F of the result.
            patch_px: Side of a patch [px].
        """
        super().__init__()
        self.patches = nn.Conv2d(3, features, patch_px, stride=patch_px)
        self.mix = nn.Conv2d(features, features, 3, padding=1)
        self.norm = WideLayerNorm(features)

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        """Pictures on white, sRGB 0 to 1, [M, 3, H, W] to features [M, h w, F], row-major."""
        patches = self.patches(2 * pictures - 1)
        mixed = patches + self.mix(functional.gelu(patches))  # [M, F, h, w]
        out: torch.Tensor = self.norm(mixed.flatten(2).transpose(1, 2))
        return out
