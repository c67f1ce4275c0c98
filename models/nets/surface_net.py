"""`SurfaceNet`: one photo crop to the front and back surface of the whole object."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import torch
from torch import nn
from torch.nn import functional

from models.nets.efficientnet_lite0 import EfficientNetBody, scaled_pixels
from models.nets.pretrained_taps import PretrainedTaps, Pyramid
from models.nets.residual_block import ResidualBlock
from models.nets.rig_condition import CONDITION_SIZE
from models.nets.self_attention import SelfAttention
from models.nets.slant_net import SlantNet

_INPUT_CHANNELS = 6  # colour on white, coverage, pixel coordinates
_OUTPUT_CHANNELS = 5  # front depth, thickness, residual of the back colour
_PATCH = 2
TRUNK_SCALE = 2
"""The pretrained trunk sees the crop this much enlarged: strides 16 and 32 become 8 and 16."""
_CONDITION_FEATURES = 64


class Surfaces(NamedTuple):
    """What the photo's rays meet, per pixel; depths in units of the frame's width."""

    front_depth: torch.Tensor
    """Depth of the first hit relative to the object's centre, shape [B, H, W]."""
    thickness: torch.Tensor
    """Depth of the last hit minus that of the first, > 0, shape [B, H, W]."""
    back_color: torch.Tensor
    """Colour of the last hit, sRGB, shape [B, 3, H, W]."""
    elevation: torch.Tensor
    """Elevation of the camera [rad], shape [B]."""
    plane: torch.Tensor | None = None
    """Plane through the middle between both surfaces, as `fitted_planes` gives it: a second
    opinion, shape [B, 3]; None of a network without one."""


class SurfaceNet(nn.Module):
    """U-Net with attention and pretrained features at its low resolutions.

    Source: Ronneberger et al., U-Net, MICCAI 2015.
    """

    def __init__(
        self,
        widths: tuple[int, ...],
        depths: tuple[int, ...],
        head_count: int,
        *,
        pretrained: bool = False,
        slant_px: int = 0,
    ) -> None:
        """Build the network.

        Args:
            widths: Channels of each resolution, each half the one before.
            depths: Residual blocks of each resolution, on the way down and up.
            head_count: Attention heads at the two lowest resolutions.
            pretrained: Whether a frozen EfficientNet looks at the picture as well; its features
                join those of the two lowest of four resolutions.
            slant_px: Side of the crop of which a `SlantNet` judges the slant as well [px], with
                pretrained features; 0 for none.
        """
        super().__init__()
        pairs = list(pairwise(widths))
        self.condition = nn.Sequential(nn.Linear(CONDITION_SIZE, _CONDITION_FEATURES), nn.SiLU())
        self.stem = nn.Conv2d(_INPUT_CHANNELS * _PATCH**2, widths[0], 3, padding=1)
        self.encoder = nn.ModuleList(
            _blocks(width, width, depth) for width, depth in zip(widths, depths, strict=True)
        )
        self.shrink = nn.ModuleList(nn.Conv2d(a, b, 3, stride=2, padding=1) for a, b in pairs)
        self.attention = nn.ModuleList(SelfAttention(width, head_count) for width in widths[-2:])
        self.bottleneck = _blocks(widths[-1], widths[-1], 1)
        self.grow = nn.ModuleList(nn.Conv2d(b, a, 1) for a, b in pairs)
        self.decoder = nn.ModuleList(
            _blocks(2 * width, width, depth)
            for width, depth in zip(widths[:-1], depths[:-1], strict=True)
        )
        self.head_norm = nn.GroupNorm(8, widths[0])
        self.head = nn.Conv2d(widths[0], _OUTPUT_CHANNELS * _PATCH**2, 3, padding=1)
        self.elevation_head = nn.Linear(widths[-1], 1)
        self.trunk = EfficientNetBody().requires_grad_(False) if pretrained else None
        self.taps = PretrainedTaps(widths[-2:]) if pretrained else None
        self.slant = SlantNet(_INPUT_CHANNELS, slant_px) if slant_px else None
        nn.init.zeros_(self.head.weight)
        nn.init.zeros_(self.elevation_head.weight)

    def seen(self, rgba: torch.Tensor) -> Pyramid | None:
        """What the pretrained trunk makes of a batch of photo crops; None without a trunk.

        Args:
            rgba: As in `forward`, shape [B, 4, H, W].
        """
        if self.trunk is None:
            return None
        with torch.no_grad():
            large = functional.interpolate(
                rgba[:, :3], scale_factor=TRUNK_SCALE, mode="bilinear", align_corners=False
            )
            return self.trunk.pyramid(scaled_pixels(large))

    def forward(
        self, rgba: torch.Tensor, condition: torch.Tensor, seen: Pyramid | None = None
    ) -> Surfaces:
        """Predict the surfaces of a batch of photo crops.

        Args:
            rgba: Colour composited on white and coverage, 0 to 1, shape [B, 4, H, W]; H and W are
                multiples of 2^levels.
            condition: What is known of the rig, see `CONDITION_SIZE`, shape [B, 5].
            seen: What `seen` returns for these crops or for others of the same objects; None
                looks at them now.
        """
        known = self.condition(condition)
        seen = seen or self.seen(rgba)
        clues = [] if self.taps is None else self.taps(seen)
        crop = _with_coordinates(rgba)
        features = self.stem(functional.pixel_unshuffle(crop, _PATCH))
        skips = []
        level_count = len(self.encoder)
        for level, blocks in enumerate(self.encoder):
            features = self.shrink[level - 1](features) if level else features
            if clues and level >= level_count - 2:
                features = features + clues[level - level_count + 2]
            features = _run(blocks, features, known)
            if level >= level_count - 2:
                features = self.attention[level - level_count + 2](features)
            skips.append(features)
        features = _run(self.bottleneck, skips.pop(), known)
        elevation = self.elevation_head(features.mean(dim=(2, 3)))[:, 0]
        for level in reversed(range(level_count - 1)):
            grown = functional.interpolate(self.grow[level](features), scale_factor=2.0)
            features = _run(self.decoder[level], torch.cat([grown, skips.pop()], dim=1), known)
        out = self.head(functional.silu(self.head_norm(features)))
        surfaces = _surfaces(functional.pixel_shuffle(out, _PATCH).float(), rgba, elevation.float())
        if self.slant is None:
            return surfaces
        return surfaces._replace(plane=self.slant(crop, condition, seen))


def _blocks(channels_in: int, channels_out: int, count: int) -> nn.ModuleList:
    return nn.ModuleList(
        ResidualBlock(channels_out if index else channels_in, channels_out, _CONDITION_FEATURES)
        for index in range(count)
    )


def _run(blocks: nn.Module, features: torch.Tensor, known: torch.Tensor) -> torch.Tensor:
    for block in blocks.children():
        features = block(features, known)
    return features


def _with_coordinates(rgba: torch.Tensor) -> torch.Tensor:
    """The picture centred on zero with pixel coordinates from -1 to 1, shape [B, 6, H, W]."""
    batch, _, height, width = rgba.shape
    y = torch.linspace(-1, 1, height, dtype=rgba.dtype).view(1, 1, height, 1)
    x = torch.linspace(-1, 1, width, dtype=rgba.dtype).view(1, 1, 1, width)
    grids = [axis.expand(batch, 1, height, width) for axis in (x, y)]
    return torch.cat([2 * rgba - 1, *grids], dim=1)


def _surfaces(out: torch.Tensor, rgba: torch.Tensor, elevation: torch.Tensor) -> Surfaces:
    """Raw outputs [B, 5, H, W] as surfaces; zero weights give a slab half a frame thick."""
    thickness = 0.6 * functional.softplus(out[:, 1])
    return Surfaces(
        front_depth=0.5 * out[:, 0] - 0.2,
        thickness=thickness,
        back_color=rgba[:, :3] + out[:, 2:5],
        elevation=elevation + 0.35,
    )
