"""`SlantNet`: how the plane through the middle of an object is slanted in a photo crop.

A convolutional network that predicts depths pixel by pixel is slow to learn which way an object is
turned: that shows in how its left and right outline differ. Here all places are compared at once.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.nets.pretrained_taps import PretrainedTaps, Pyramid
from models.nets.rig_condition import CONDITION_SIZE

PLANE_TERMS = 3
"""Depth at the frame's centre, and its growth over the frame's width to the right and down."""
_WIDTHS = (32, 64, 112, 160)
_PATCH = 2
_STRIDE = 16
_SQUEEZED = 64
_CONDITION_FEATURES = 32
_HIDDEN = 256
_DROPPED_SHARE = 0.3
_RIDGE = 0.05
"""Keeps planes through hardly any pixels finite [px]."""


class SlantNet(nn.Module):
    """Convolutions down to a stride of 16, then layers that see every place at once."""

    def __init__(self, input_channels: int, frame_px: int) -> None:
        """Build the network.

        Args:
            input_channels: Channels of the crop.
            frame_px: Its side [px], a multiple of 16.
        """
        super().__init__()
        finest, second, third, last = _WIDTHS
        self.stem = nn.Conv2d(input_channels * _PATCH**2, finest, 3, padding=1)
        self.blocks = nn.ModuleList(_Residual(width) for width in _WIDTHS)
        self.shrink = nn.ModuleList(
            nn.Conv2d(wide, narrow, 3, stride=2, padding=1)
            for wide, narrow in ((finest, second), (second, third), (third, last))
        )
        self.taps = PretrainedTaps((third, last))
        self.norm = nn.GroupNorm(8, last)
        self.squeeze = nn.Conv2d(last, _SQUEEZED, 1)
        self.condition = nn.Linear(CONDITION_SIZE, _CONDITION_FEATURES)
        places = (frame_px // _STRIDE) ** 2
        self.first = nn.Linear(_SQUEEZED * places + _CONDITION_FEATURES, _HIDDEN)
        self.second = nn.Linear(_HIDDEN, _HIDDEN)
        self.last = nn.Linear(_HIDDEN, PLANE_TERMS)

    def forward(self, crop: Tensor, condition: Tensor, seen: Pyramid) -> Tensor:
        """Planes in units of the frame's width, see `PLANE_TERMS`.

        Args:
            crop: Centred colours, coverage and coordinates, shape [B, C, S, S].
            condition: What is known of the rig, shape [B, 5].
            seen: What a pretrained trunk sees in the crop.

        Returns:
            Shape [B, 3].
        """
        clues = [None, None, *self.taps(seen)]
        features = self.stem(functional.pixel_unshuffle(crop, _PATCH))
        for level, (block, clue) in enumerate(zip(self.blocks, clues, strict=True)):
            features = self.shrink[level - 1](features) if level else features
            features = block(features if clue is None else features + clue)
        squeezed = self.squeeze(functional.silu(self.norm(features))).flatten(1)
        known = torch.cat([squeezed, self.condition(condition)], dim=1)
        hidden = self._dropped(functional.silu(self.first(self._dropped(functional.silu(known)))))
        plane: Tensor = self.last(hidden + functional.silu(self.second(hidden)))
        return plane.float()

    def _dropped(self, features: Tensor) -> Tensor:
        return functional.dropout(features, _DROPPED_SHARE, self.training)


class _Residual(nn.Module):
    """Two normalised convolutions beside a skip."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.norms = nn.ModuleList(nn.GroupNorm(8, width) for _ in range(2))
        self.convolutions = nn.ModuleList(nn.Conv2d(width, width, 3, padding=1) for _ in range(2))

    def forward(self, features: Tensor) -> Tensor:
        """Keeps the shape [B, C, H, W]."""
        hidden = features
        for norm, convolution in zip(self.norms, self.convolutions, strict=True):
            hidden = convolution(functional.silu(norm(hidden)))
        return features + hidden


def fitted_planes(depths: Tensor, mask: Tensor) -> Tensor:
    """Planes of least squares through depth maps.

    Args:
        depths: Shape [B, S, S].
        mask: 1 where depths count, shape [B, S, S].

    Returns:
        Depth at the centre of the frame and growth over its width and height, shape [B, 3].
    """
    terms = _terms(depths.shape[-1])  # [3, S, S]
    weighted = mask[:, None] * terms
    normal = torch.einsum("bixy,jxy->bij", weighted, terms)
    right = torch.einsum("bixy,bxy->bi", weighted, depths)
    planes: Tensor = torch.linalg.solve(normal + _RIDGE * torch.eye(PLANE_TERMS), right)
    return planes


def across(side: int) -> Tensor:
    """Columns of a frame from -1/2 to 1/2 of its width, shape [S, S]."""
    at = (torch.arange(side) + 0.5) / side - 0.5
    return at.expand(side, side)


def _terms(side: int) -> Tensor:
    """1, column and row of every pixel, shape [3, S, S]."""
    return torch.stack([torch.ones(side, side), across(side), across(side).T])
