"""Features of a pretrained network as additions to those of another one."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional

from models.nets.efficientnet_lite0 import PYRAMID_CHANNELS

Pyramid = tuple[torch.Tensor, torch.Tensor]
"""Features of `EfficientNetBody.pyramid`."""

_DROPPED_SHARE = 0.1


class PretrainedTaps(nn.Module):
    """One normalised linear map a resolution, zero at first.

    While training, a tenth of the channels and all features of a tenth of the pictures are left
    out, so that the other network does not come to lean on them alone.
    """

    def __init__(self, widths: tuple[int, ...]) -> None:
        """Build the maps.

        Args:
            widths: Channels that the features are added to, of the finer and the coarser level.
        """
        super().__init__()
        self.norms = nn.ModuleList(
            nn.GroupNorm(8, count, affine=False) for count in PYRAMID_CHANNELS
        )
        self.maps = nn.ModuleList(
            nn.Conv2d(count, width, 1)
            for count, width in zip(PYRAMID_CHANNELS, widths, strict=True)
        )
        for layer in self.maps.children():
            nn.init.zeros_(layer.get_parameter("weight"))
            nn.init.zeros_(layer.get_parameter("bias"))

    def forward(self, seen: Pyramid) -> list[torch.Tensor]:
        """Additions to the two levels, shapes [B, width, H, W]."""
        added = []
        for features, norm, layer in zip(
            seen, self.norms.children(), self.maps.children(), strict=True
        ):
            normal = functional.dropout2d(norm(features), _DROPPED_SHARE, self.training)
            added.append(layer(normal))
        if self.training:
            kept = torch.rand(len(added[0]), 1, 1, 1) > _DROPPED_SHARE
            added = [part * kept for part in added]
        return added
