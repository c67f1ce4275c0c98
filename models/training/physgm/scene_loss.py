"""From a batch of scenes to the terms of the loss: network, activations, pictures, labels."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional

from models.nets.lpips_vgg import LpipsVggNet
from models.nets.physgm.physgm_net import PhysGMNet, RawPrediction
from models.physgm.activations import PixelGaussians, activated
from models.physgm.config import PhysGMPreset
from models.physgm.precision import Precision
from models.training.physgm.losses import PERCEPTUAL_TERM, physics_terms, picture_terms
from models.training.physgm.scenes import Scene
from models.training.physgm.settings import LossWeights
from models.training.physgm.splat_pictures import SplatPainter


class Drawn(NamedTuple):
    """Pictures of B scenes from their target cameras."""

    color: Tensor
    """sRGB over white, not clipped, shape [B, T, 3, S, S]."""
    alpha: Tensor
    """Coverage, shape [B, T, S, S]."""


class SceneLoss:
    """The loss of a network on scenes of one preset."""

    def __init__(
        self,
        preset: PhysGMPreset,
        weights: LossWeights,
        painter: SplatPainter,
        *,
        perceptual: LpipsVggNet | None,
        precision: Precision,
    ) -> None:
        """Join the parts.

        Args:
            preset: Biases and distances of the activations.
            weights: Terms of weight 0 are left out.
            painter: Draws with gradients.
            perceptual: Needed where the weight of lpips is not 0.
            precision: Of the network's matrices; everything else is float32.
        """
        self.preset = preset
        self.weights = weights
        self._painter = painter
        self._perceptual = perceptual
        self._precision = precision

    def predict(self, net: PhysGMNet, scenes: Scene) -> tuple[RawPrediction, PixelGaussians]:
        """Raw physics and activated Gaussians of B scenes."""
        device = scenes.pictures.device.type
        mixed = self._precision is not Precision.FP32
        one = 1 if net.recomputes else None  # what is recomputed at a time stays small
        with torch.autocast(device, dtype=self._precision.dtype, enabled=mixed):
            raw: RawPrediction = net(scenes.pictures, scenes.rays, views_at_once=one)
        gaussians = activated(
            raw.gaussians, scenes.pictures, scenes.rays, scenes.origins, self.preset
        )
        return raw, gaussians

    def draw(self, gaussians: PixelGaussians, scenes: Scene) -> Drawn:
        """Pictures from all target cameras."""
        views = [
            [self._painter(gaussians, at, camera) for camera in scenes.cameras(at, self.preset)]
            for at in range(len(scenes.pictures))
        ]
        color = torch.stack([torch.stack([view.color for view in row]) for row in views])
        return Drawn(color, torch.stack([torch.stack([v.alpha for v in row]) for row in views]))

    def terms(self, net: PhysGMNet, scenes: Scene) -> tuple[dict[str, Tensor], Drawn]:
        """Terms of the loss whose weight is not 0, and the pictures they compare."""
        raw, gaussians = self.predict(net, scenes)
        drawn = self.draw(gaussians, scenes)
        terms = picture_terms(*drawn, scenes.targets) | physics_terms(raw, scenes.physics)
        if self.weights.lpips:
            terms[PERCEPTUAL_TERM] = self._distance(drawn.color, scenes.target_pictures)
        return {name: term for name, term in terms.items() if getattr(self.weights, name)}, drawn

    def _distance(self, color: Tensor, target: Tensor) -> Tensor:
        """Mean perceptual distance, of pictures reduced to at most `lpips_px`."""
        assert self._perceptual is not None
        pair = [pictures.flatten(0, 1) for pictures in (color, target)]
        side = self.weights.lpips_px
        if color.shape[-1] > side:
            pair = [functional.interpolate(part, (side, side), mode="area") for part in pair]
        distances: Tensor = self._perceptual(*pair)
        return distances.mean()
