"""LPIPS with the VGG16 trunk, for evaluation only; its weights are not shipped.

Source: Zhang et al., The Unreasonable Effectiveness of Deep Features as a Perceptual Metric,
CVPR 2018, equation 1. `tools/convert_lpips_weights.py` puts the weights into the cache folder.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import platformdirs

if TYPE_CHECKING:
    import torch

POOL_BEFORE = frozenset({2, 4, 7, 10})
"""Convolutions that a 2 x 2 max pool precedes."""
TAP_AFTER = (1, 3, 6, 9, 12)
"""Convolutions whose rectified outputs are compared."""
SHIFT = (-0.030, -0.088, -0.188)
SCALE = (0.458, 0.448, 0.450)


def lpips_weights_path() -> Path:
    """Where the development set-up puts the converted weights."""
    return Path(platformdirs.user_cache_dir("phys4d-studio")) / "lpips_vgg.safetensors"


def why_lpips_is_missing() -> str | None:
    """Reason for which LPIPS cannot be measured here, None when it can."""
    if lpips_weights_path().exists():
        return None
    return (
        "LPIPS weights are not installed: run python tools/convert_lpips_weights.py in a checkout"
    )


class LpipsVgg:
    """Perceptual distance between two pictures; 0 for equal ones."""

    def __init__(self, weights: Path) -> None:
        """Load converted weights.

        Args:
            weights: Safetensors file written by the development set-up.
        """
        from safetensors.torch import load_file

        self._weights = {name: value.float() for name, value in load_file(weights).items()}

    def distance(self, first: npt.NDArray[np.float32], second: npt.NDArray[np.float32]) -> float:
        """LPIPS of two sRGB pictures.

        Args:
            first: Picture 0 to 1, shape [H, W, 3].
            second: Picture 0 to 1, shape [H, W, 3].

        Returns:
            Distance, 0 or more.
        """
        import torch

        with torch.inference_mode():
            pairs = zip(self._taps(first), self._taps(second), strict=True)
            total = torch.zeros(())
            for index, (a, b) in enumerate(pairs):
                difference = (_unit(a) - _unit(b)) ** 2  # [1, D, h, w]
                weight = self._weights[f"linear.{index}.weight"]
                total = total + torch.nn.functional.conv2d(difference, weight).mean()
        return float(total)

    def _taps(self, picture: npt.NDArray[np.float32]) -> list[torch.Tensor]:
        """Rectified features at the five taps, each [1, D, h, w]."""
        import torch
        from torch.nn import functional

        shift = torch.tensor(SHIFT).view(1, 3, 1, 1)
        scale = torch.tensor(SCALE).view(1, 3, 1, 1)
        pixels = torch.from_numpy(np.ascontiguousarray(picture, np.float32))
        features = (pixels.permute(2, 0, 1)[None] * 2 - 1 - shift) / scale  # [1, 3, H, W]
        taps = []
        for index in range(TAP_AFTER[-1] + 1):
            if index in POOL_BEFORE:
                features = functional.max_pool2d(features, 2)
            weight, bias = self._weights[f"trunk.{index}.weight"], f"trunk.{index}.bias"
            features = functional.relu(
                functional.conv2d(features, weight, self._weights[bias], padding=1)
            )
            if index in TAP_AFTER:
                taps.append(features)
        return taps


def _unit(features: torch.Tensor) -> torch.Tensor:
    """Features normalised over channels, [1, D, h, w]."""
    return features / (features.pow(2).sum(1, keepdim=True).sqrt() + 1e-10)
