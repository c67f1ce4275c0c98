"""Attention of a DINOv3 layer."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional

from models.nets.physgm.rotary_code import rotated


class DinoV3Attention(nn.Module):
    """Multi-head attention with a rotary code on queries and keys; the keys have no bias.

    Source: Siméoni et al., DINOv3, 2025, section 3.2.
    """

    def __init__(self, dim: int, head_size: int) -> None:
        super().__init__()
        self.head_size = head_size
        self.q_proj = nn.Linear(dim, dim)
        self.k_proj = nn.Linear(dim, dim, bias=False)
        self.v_proj = nn.Linear(dim, dim)
        self.o_proj = nn.Linear(dim, dim)

    def forward(
        self, tokens: torch.Tensor, code: tuple[torch.Tensor, torch.Tensor], prefix: int
    ) -> torch.Tensor:
        """Attend among all tokens.

        Args:
            tokens: Shape [M, prefix + h w, D].
            code: Cosines and sines of the patches, each of shape [h w, head_size].
            prefix: Number of tokens that are no patches.

        Returns:
            Shape [M, prefix + h w, D].
        """
        query = rotated(self._heads(self.q_proj(tokens)), code, prefix)
        key = rotated(self._heads(self.k_proj(tokens)), code, prefix)
        value = self._heads(self.v_proj(tokens))
        mixed = functional.scaled_dot_product_attention(query, key, value)
        out: torch.Tensor = self.o_proj(mixed.transpose(1, 2).flatten(2))
        return out

    def _heads(self, tokens: torch.Tensor) -> torch.Tensor:
        """Tokens [M, L, D] as [M, heads, L, head_size]."""
        batch, length, _ = tokens.shape
        return tokens.view(batch, length, -1, self.head_size).transpose(1, 2)
