"""DINOv3's vision transformer, tensors named as in the Hugging Face files."""

from __future__ import annotations

import torch
from torch import nn

from models.nets.physgm.dinov3_embeddings import DinoV3Embeddings
from models.nets.physgm.dinov3_layer import DinoV3Layer
from models.nets.physgm.layer_norm import WideLayerNorm
from models.nets.physgm.rotary_code import rotary_code


class DinoV3(nn.Module):
    """Vision transformer with registers and a rotary code; ViT-L/16 has 24 layers of 1024.

    Source: Siméoni et al., DINOv3, 2025.
    """

    def __init__(
        self, dim: int, head_size: int, depth: int, *, patch_px: int, register_count: int
    ) -> None:
        """Build the transformer.

        Args:
            dim: Width D of a token.
            head_size: Channels of an attention head.
            depth: Number of layers.
            patch_px: Side of a patch [px].
            register_count: Number of register tokens.
        """
        super().__init__()
        self.head_size = head_size
        self.patch_px = patch_px
        self.embeddings = DinoV3Embeddings(dim, patch_px=patch_px, register_count=register_count)
        self.layer = nn.ModuleList(DinoV3Layer(dim, head_size) for _ in range(depth))
        self.norm = WideLayerNorm(dim)

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        """Normalised pictures [M, 3, H, W] to tokens after the final norm [M, prefix + h w, D]."""
        rows, columns = (side // self.patch_px for side in pixels.shape[-2:])
        tokens = self.embeddings(pixels)
        code = rotary_code(rows, columns, self.head_size, pixels)
        for layer in self.layer:
            tokens = layer(tokens, code, self.embeddings.prefix)
        out: torch.Tensor = self.norm(tokens)
        return out
