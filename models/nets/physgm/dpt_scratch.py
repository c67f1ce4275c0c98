"""The convolutional part of the dense head."""

from __future__ import annotations

import torch
from torch import nn

from models.nets.physgm.refinement_block import RefinementBlock


class DptScratch(nn.Module):
    """Maps of four scales to one at twice the finest.

    Source: Ranftl et al., Vision transformers for dense prediction, ICCV 2021, figure 1.
    """

    def __init__(self, channels: tuple[int, int, int, int], features: int, outputs: int) -> None:
        """Build the layers.

        Args:
            channels: Channels of the four maps, finest first.
            features: Channels while they are joined.
            outputs: Channels of the final map.
        """
        super().__init__()
        self.layer1_rn = nn.Conv2d(channels[0], features, 3, padding=1, bias=False)
        self.layer2_rn = nn.Conv2d(channels[1], features, 3, padding=1, bias=False)
        self.layer3_rn = nn.Conv2d(channels[2], features, 3, padding=1, bias=False)
        self.layer4_rn = nn.Conv2d(channels[3], features, 3, padding=1, bias=False)
        self.refinenet1 = RefinementBlock(features, joins=True)
        self.refinenet2 = RefinementBlock(features, joins=True)
        self.refinenet3 = RefinementBlock(features, joins=True)
        self.refinenet4 = RefinementBlock(features, joins=False)
        self.output_conv1 = nn.Conv2d(features, features // 2, 3, padding=1)
        self.output_conv2 = nn.Sequential(
            nn.Conv2d(features // 2, 32, 3, padding=1), nn.ReLU(), nn.Conv2d(32, outputs, 1)
        )

    def forward(self, maps: list[torch.Tensor]) -> torch.Tensor:
        """Join four maps.

        Args:
            maps: Finest first, shapes [M, channels_i, h_i, w_i].

        Returns:
            Before the last enlargement and `output_conv2`, shape [M, F / 2, 2 h_1, 2 w_1].
        """
        first, second = self.layer1_rn(maps[0]), self.layer2_rn(maps[1])
        third, fourth = self.layer3_rn(maps[2]), self.layer4_rn(maps[3])
        joined = self.refinenet4(fourth, None, third.shape[-2:])
        joined = self.refinenet3(joined, third, second.shape[-2:])
        joined = self.refinenet2(joined, second, first.shape[-2:])
        height, width = first.shape[-2:]
        joined = self.refinenet1(joined, first, (2 * height, 2 * width))
        out: torch.Tensor = self.output_conv1(joined)
        return out
