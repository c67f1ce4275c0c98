"""LPIPS with the VGG16 trunk as a differentiable function of two pictures.

Source: Zhang et al., The Unreasonable Effectiveness of Deep Features as a Perceptual Metric,
CVPR 2018, equation 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from models.checkpoint import CheckpointError

POOL_BEFORE = frozenset({2, 4, 7, 10})
"""Convolutions that a 2 x 2 max pool precedes."""
TAP_AFTER = (1, 3, 6, 9, 12)
"""Convolutions whose rectified outputs are compared."""
SHIFT = (-0.030, -0.088, -0.188)
SCALE = (0.458, 0.448, 0.450)
_PARTS = ("weight", "bias")
_EPS = 1e-10


class LpipsVggNet(nn.Module):
    """Perceptual distances between pairs of pictures; nothing in it is trained."""

    def __init__(self, weights: Mapping[str, Tensor]) -> None:
        """Take the converted weights.

        Args:
            weights: `trunk.<i>.weight`, `trunk.<i>.bias` of 13 convolutions and
                `linear.<i>.weight` of the 5 taps.
        """
        super().__init__()
        for name, value in weights.items():
            self.register_buffer(name.replace(".", "_"), value.float(), persistent=False)
        self.register_buffer("shift", torch.tensor(SHIFT).view(1, 3, 1, 1), persistent=False)
        self.register_buffer("scale", torch.tensor(SCALE).view(1, 3, 1, 1), persistent=False)

    @staticmethod
    def load(path: Path) -> LpipsVggNet:
        """Read the file that the development set-up converts.

        Raises:
            CheckpointError: If the file is damaged or holds other tensors.
        """
        try:
            weights = load_file(path)
        except (SafetensorError, OSError) as error:
            raise CheckpointError(f"{path} is no readable safetensors file: {error}") from error
        due = {f"trunk.{i}.{part}" for i in range(TAP_AFTER[-1] + 1) for part in _PARTS}
        due |= {f"linear.{i}.weight" for i in range(len(TAP_AFTER))}
        lacking = sorted(due - set(weights))
        if lacking:
            raise CheckpointError(f"{path} lacks {lacking[0]}; convert the LPIPS weights again")
        return LpipsVggNet(weights)

    def forward(self, first: Tensor, second: Tensor) -> Tensor:
        """Distances of M pairs.

        Args:
            first: sRGB pictures 0 to 1, shape [M, 3, H, W].
            second: The same of the others, shape [M, 3, H, W].

        Returns:
            0 or more, shape [M]. The gradient is finite for pictures without any feature too.
        """
        total = first.new_zeros(len(first))
        pairs = zip(self._taps(first), self._taps(second), strict=True)
        for index, (a, b) in enumerate(pairs):
            difference = (_unit(a) - _unit(b)) ** 2  # [M, D, h, w]
            weighed = functional.conv2d(difference, self.get_buffer(f"linear_{index}_weight"))
            total = total + weighed.mean(dim=(1, 2, 3))
        return total

    def _taps(self, pictures: Tensor) -> list[Tensor]:
        """Rectified features at the five taps, each [M, D, h, w]."""
        features = (pictures * 2 - 1 - self.get_buffer("shift")) / self.get_buffer("scale")
        taps = []
        for index in range(TAP_AFTER[-1] + 1):
            if index in POOL_BEFORE:
                features = functional.max_pool2d(features, 2)
            weight, bias = (self.get_buffer(f"trunk_{index}_{part}") for part in _PARTS)
            features = functional.relu(functional.conv2d(features, weight, bias, padding=1))
            if index in TAP_AFTER:
                taps.append(features)
        return taps


def _unit(features: Tensor) -> Tensor:
    """Features normalised over channels, [M, D, h, w]."""
    length: Tensor = torch.linalg.vector_norm(features, dim=1, keepdim=True)
    return features / (length + _EPS)
