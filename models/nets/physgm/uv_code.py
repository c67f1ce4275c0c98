"""The positional code that the dense head adds to its maps."""

from __future__ import annotations

import torch

UV_RATIO = 0.1
"""Factor of the code before it is added."""
_OMEGA = 100.0


def uv_code(features: torch.Tensor, aspect: float) -> torch.Tensor:
    """Sinusoids of the pixel coordinates, times `UV_RATIO`, float32, shape [C, h, w].

    Args:
        features: The map that the code is for, shape [M, C, h, w], C divisible by 4; under mixed
            precision the coordinates take its low precision, as the public weights know them.
        aspect: Width over height of the picture.

    Returns:
        Channels [sin x | cos x | sin y | cos y], C / 4 each, at frequencies 100^(-k / (C / 4)).
        The picture's diagonal has length 2; coordinates are those of pixel centres.
    """
    channels, height, width = features.shape[-3:]
    diagonal = (aspect**2 + 1) ** 0.5
    x = _coordinates(width, aspect / diagonal, features)
    y = _coordinates(height, 1 / diagonal, features)
    quarter = channels // 4
    steps = torch.arange(quarter, dtype=torch.float64, device=features.device)
    frequency = _OMEGA ** (-steps / quarter)  # [C / 4]
    across = x.double() * frequency[:, None]  # [C / 4, w]
    down = y.double() * frequency[:, None]  # [C / 4, h]
    parts = [
        *(part[:, None, :].expand(quarter, height, width) for part in (across.sin(), across.cos())),
        *(part[:, :, None].expand(quarter, height, width) for part in (down.sin(), down.cos())),
    ]
    return torch.cat(parts).float() * UV_RATIO  # [C, h, w]


def _coordinates(count: int, span: float, like: torch.Tensor) -> torch.Tensor:
    """Pixel centres from -span to span, shape [count]."""
    end = span * (count - 1) / count
    return torch.linspace(-end, end, count, dtype=like.dtype, device=like.device)
