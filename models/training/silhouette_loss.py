"""How far the predicted solid differs from the true one as it is seen from the side and above.

Depth errors teach the network the median of what it cannot know, which flattens objects and moves
their outlines from other sides. Here each ray's solid, from front to back surface, is projected
orthographically into directions at right angles to the pixel rows or columns; the pictures of the
predicted and the true solid are compared by their intersection over union. No renderer is needed:
along one row of pixels the picture is the union of intervals.
"""

from __future__ import annotations

import torch

from models.nets.surface_net import Surfaces
from models.training.augment import Batch

_STRIDE = 2
"""Every second row and column is used."""
_BINS = 72
"""Samples across a picture."""
_REACH = 0.75
"""Half the width of a picture, in units of the frame's width."""
_SOFTNESS = 0.012
"""Width of an outline, in units of the frame's width."""
_LOWEST_TURN, _HIGHEST_TURN = 0.35, 2.79
"""Angles between the photo's direction and that of a picture [rad]."""
_TURNS_BY_ROWS, _TURNS_BY_COLUMNS = 2, 1


def silhouette_loss(surfaces: Surfaces, batch: Batch, generator: torch.Generator) -> torch.Tensor:
    """One minus the mean soft intersection over union of silhouettes from random directions.

    Args:
        surfaces: Predicted surfaces.
        batch: Their targets.
        generator: Source of the directions.
    """
    back = surfaces.front_depth + surfaces.thickness
    predicted = torch.stack([surfaces.front_depth, back])
    true = torch.stack([batch.front_depth, batch.back_depth])
    span = _HIGHEST_TURN - _LOWEST_TURN
    losses = []
    for by_columns, count in ((False, _TURNS_BY_ROWS), (True, _TURNS_BY_COLUMNS)):
        depths, hit = torch.stack([predicted, true]), batch.hit
        if by_columns:
            depths, hit = depths.transpose(-1, -2), hit.transpose(-1, -2)
        depths, hit = depths[..., ::_STRIDE, ::_STRIDE], hit[:, ::_STRIDE, ::_STRIDE]
        for _ in range(count):
            turn = _LOWEST_TURN + span * float(torch.rand((), generator=generator))
            first, second = (_silhouette(part, hit, turn) for part in depths)
            losses.append(1 - _soft_iou(first, second.detach()).mean())
    return torch.stack(losses).mean()


def _silhouette(depths: torch.Tensor, hit: torch.Tensor, turn: float) -> torch.Tensor:
    """Coverage of the solid seen at an angle to the rays.

    Args:
        depths: Front and back, shape [2, B, H, W].
        hit: 1 where there is a solid, shape [B, H, W].
        turn: Angle between the rays and the viewing direction [rad].

    Returns:
        Shape [B, H, bins].
    """
    width = depths.shape[-1]
    angle = torch.tensor(turn)
    pitch = 1 / width
    x = (torch.arange(width) + 0.5) * pitch - 0.5
    along, margin = x * torch.cos(angle), 0.5 * pitch * torch.cos(angle).abs()
    low = along + depths[0] * torch.sin(angle) - margin
    high = along + depths[1] * torch.sin(angle) + margin
    low = torch.where(hit > 0, low, 2 * _REACH)
    high = torch.where(hit > 0, high, -2 * _REACH)
    bins = torch.linspace(-_REACH, _REACH, _BINS)[:, None]
    inside = torch.minimum(bins - low[:, :, None], high[:, :, None] - bins).amax(-1)
    return torch.sigmoid(inside / _SOFTNESS)


def _soft_iou(first: torch.Tensor, second: torch.Tensor) -> torch.Tensor:
    """Intersection over union of two soft masks, shape [B]."""
    both, either = torch.minimum(first, second), torch.maximum(first, second)
    return both.sum((1, 2)) / either.sum((1, 2)).clamp(min=1e-6)
