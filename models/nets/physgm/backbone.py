"""The multi-view backbone: blocks of which four are tapped."""

from __future__ import annotations

import torch
from torch import nn
from torch.utils.checkpoint import checkpoint

from models.nets.physgm.transformer_block import TransformerBlock


class Backbone(nn.Module):
    """A row of transformer blocks over the tokens of all views together."""

    def __init__(self, dim: int, head_size: int, depth: int, taps: tuple[int, ...]) -> None:
        """Build the blocks.

        Args:
            dim: Width D of a token.
            head_size: Channels of an attention head.
            depth: Number of blocks.
            taps: Blocks whose outputs are returned, 0-based; one may occur twice.
        """
        super().__init__()
        self.taps = taps
        self.recomputes = False
        """Whether training computes activations again instead of keeping them, to save memory."""
        self.blocks = nn.ModuleList(TransformerBlock(dim, head_size) for _ in range(depth))

    def forward(self, tokens: torch.Tensor) -> list[torch.Tensor]:
        """Tokens [B, L, D] to the outputs of the tapped blocks, no norm applied, each [B, L, D]."""
        kept: dict[int, torch.Tensor] = {}
        again = self.recomputes and torch.is_grad_enabled()
        for index, block in enumerate(self.blocks):
            tokens = checkpoint(block, tokens, use_reentrant=False) if again else block(tokens)
            if index in self.taps:
                kept[index] = tokens
        return [kept[index] for index in self.taps]
