"""The dense head: image tokens of four taps to a value per pixel."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import nn
from torch.nn import functional

from models.nets.physgm.dpt_scratch import DptScratch
from models.nets.physgm.layer_norm import WideLayerNorm
from models.nets.physgm.uv_code import uv_code


class DptHead(nn.Module):
    """Dense prediction transformer head with positional codes.

    Sources: Ranftl et al., Vision transformers for dense prediction, ICCV 2021; Wang et al., VGGT,
    CVPR 2025 (the codes).
    """

    def __init__(
        self,
        dim: int,
        channels: tuple[int, int, int, int],
        *,
        features: int,
        outputs: int,
        patch_px: int,
    ) -> None:
        """Build the head.

        Args:
            dim: Width D of a token.
            channels: Channels of the four maps, finest first.
            features: Channels while the maps are joined.
            outputs: Channels of the result.
            patch_px: Side of a patch [px].
        """
        super().__init__()
        self.patch_px = patch_px
        self.norm = WideLayerNorm(dim)
        self.projects = nn.ModuleList(nn.Conv2d(dim, count, 1) for count in channels)
        self.resize_layers = nn.ModuleList(
            [
                nn.ConvTranspose2d(channels[0], channels[0], 4, stride=4),
                nn.ConvTranspose2d(channels[1], channels[1], 2, stride=2),
                nn.Identity(),
                nn.Conv2d(channels[3], channels[3], 3, stride=2, padding=1),
            ]
        )
        self.scratch = DptScratch(channels, features, outputs)

    def forward(self, taps: Sequence[torch.Tensor], rows: int, columns: int) -> torch.Tensor:
        """Raw values of every pixel.

        Args:
            taps: Image tokens of the four taps, row-major, each of shape [M, h w, D].
            rows: Patches down, h.
            columns: Patches across, w.

        Returns:
            Shape [M, outputs, h patch_px, w patch_px], no final activation.
        """
        aspect = columns / rows
        maps = [self._map(i, tokens, rows, columns) for i, tokens in enumerate(taps)]
        joined = self.scratch(maps)
        size = (rows * self.patch_px, columns * self.patch_px)
        large = functional.interpolate(joined, size, mode="bilinear", align_corners=True)
        out: torch.Tensor = self.scratch.output_conv2(large + uv_code(large, aspect))
        return out

    def _map(self, index: int, tokens: torch.Tensor, rows: int, columns: int) -> torch.Tensor:
        """Map of one tap at its own scale, shape [M, channels_i, h_i, w_i]."""
        grid = self.norm(tokens).transpose(1, 2).unflatten(2, (rows, columns))  # [M, D, h, w]
        projected = self.projects[index](grid)
        coded = projected + uv_code(projected, columns / rows)
        out: torch.Tensor = self.resize_layers[index](coded)
        return out
