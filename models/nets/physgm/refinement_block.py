"""One step of the dense head from a coarse map to the next finer one."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional

from models.nets.physgm.residual_unit import ResidualUnit


class RefinementBlock(nn.Module):
    """Join a coarse map with a finer one, refine, enlarge, mix the channels.

    Source: Ranftl et al., Vision transformers for dense prediction, ICCV 2021, section 3.
    """

    def __init__(self, features: int, *, joins: bool) -> None:
        """Build the block.

        Args:
            features: Channels F.
            joins: Whether a finer map comes in; the deepest block has none.
        """
        super().__init__()
        if joins:
            self.resConfUnit1 = ResidualUnit(features)
        self.resConfUnit2 = ResidualUnit(features)
        self.out_conv = nn.Conv2d(features, features, 1)

    def forward(
        self, coarse: torch.Tensor, finer: torch.Tensor | None, size: tuple[int, int]
    ) -> torch.Tensor:
        """Refine a map.

        Args:
            coarse: Result of the deeper block, shape [M, F, h, w].
            finer: Map of the same size from a shallower tap; None for the deepest block.
            size: Height and width of the result [px].

        Returns:
            Shape [M, F, *size], enlarged bilinearly with aligned corners.
        """
        joined = coarse if finer is None else coarse + self.resConfUnit1(finer)
        refined = self.resConfUnit2(joined)
        large = functional.interpolate(refined, size, mode="bilinear", align_corners=True)
        out: torch.Tensor = self.out_conv(large)
        return out
