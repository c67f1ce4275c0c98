"""Frozen picture features."""

from __future__ import annotations

import torch
from torch import nn

from models.nets.physgm.dinov3 import DinoV3

IMAGENET_MEAN = (0.485, 0.456, 0.406)
IMAGENET_STD = (0.229, 0.224, 0.225)


class DinoV3Extractor(nn.Module):
    """Patch features of DINOv3 at full resolution; never trained."""

    def __init__(self, model: DinoV3) -> None:
        super().__init__()
        self.model = model.requires_grad_(False)

    @torch.no_grad()
    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        """Pictures on white, sRGB 0 to 1, [M, 3, H, W] to features [M, h w, D], row-major."""
        mean = pictures.new_tensor(IMAGENET_MEAN)[:, None, None]
        std = pictures.new_tensor(IMAGENET_STD)[:, None, None]
        tokens: torch.Tensor = self.model((pictures - mean) / std)
        return tokens[:, self.model.embeddings.prefix :]
