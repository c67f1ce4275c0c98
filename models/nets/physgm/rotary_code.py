"""DINOv3's rotary code of patch positions."""

from __future__ import annotations

import math

import torch

_BASE = 100.0


def rotary_code(
    rows: int, columns: int, head_size: int, like: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor]:
    """Cosines and sines for every patch, each of shape [h w, head_size].

    Args:
        rows: Patches down, h.
        columns: Patches across, w.
        head_size: Channels of an attention head, divisible by 4.
        like: Tensor that gives device and precision (at least float32).

    Returns:
        Angles 2 pi c / 100^(4 i / head_size) of the patch centre's c = y, then c = x, both from -1
        to 1 whatever the resolution; the half of y and x is repeated once.
        Source: Siméoni et al., DINOv3, 2025, section 3.2 (RoPE over normalised coordinates).
    """
    dtype = torch.promote_types(like.dtype, torch.float32)
    quarter = head_size // 4
    steps = torch.arange(quarter, dtype=dtype, device=like.device)
    frequency = _BASE ** (-steps / quarter)  # [head_size / 4]
    down = _centres(rows, dtype, like.device)[:, None, None] * frequency
    across = _centres(columns, dtype, like.device)[None, :, None] * frequency
    size = (rows, columns, quarter)
    half = torch.cat([down.expand(size), across.expand(size)], dim=-1).flatten(0, 1)
    angle = 2 * math.pi * half.repeat(1, 2)  # [h w, head_size]
    return angle.cos(), angle.sin()


def rotated(
    heads: torch.Tensor, code: tuple[torch.Tensor, torch.Tensor], prefix: int
) -> torch.Tensor:
    """Turn the patch tokens; the first `prefix` tokens stay as they are.

    Args:
        heads: Queries or keys, shape [B, heads, prefix + h w, head_size].
        code: Result of `rotary_code`.
        prefix: Number of tokens that are no patches.

    Returns:
        Same shape; channel c turns with channel c + head_size / 2.
    """
    cosine, sine = code
    patches = heads[:, :, prefix:]
    first, second = patches.chunk(2, dim=-1)
    turned = patches * cosine + torch.cat([-second, first], dim=-1) * sine
    return torch.cat([heads[:, :, :prefix], turned.to(heads.dtype)], dim=2)


def _centres(count: int, dtype: torch.dtype, device: torch.device) -> torch.Tensor:
    """Centres of patches over -1..1, shape [count]."""
    return (torch.arange(count, dtype=dtype, device=device) + 0.5) * (2 / count) - 1
