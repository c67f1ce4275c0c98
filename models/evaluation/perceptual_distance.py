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
        from models.nets.lpips_vgg import LpipsVggNet

        self._net = LpipsVggNet.load(weights)

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
            return float(self._net(_tensor(first), _tensor(second))[0])


def _tensor(picture: npt.NDArray[np.float32]) -> torch.Tensor:
    """A picture as a tensor of shape [1, 3, H, W]."""
    import torch

    pixels = torch.from_numpy(np.ascontiguousarray(picture, np.float32))
    return pixels.permute(2, 0, 1)[None]
